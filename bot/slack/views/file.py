"""The one way a file leaves: uploaded where nobody sees it, then linked in its reader's direct messages, or else a sentence.

A letter that carries a file goes through `needs_upload`, `uploaded`, `again` and `without_leave`; what is written in the file
is lent by whoever made the messenger, and its name and words are looked up here by the letter's kind.
"""

from collections.abc import Mapping
from typing import Any

from bot.domain.language import N_, _
from bot.slack.views.blocks import Block, escape, section, unmarked
from bot.slack.views.keep import FILE_NAME

Payload = Mapping[str, Any]

MYDATA, REPORT = "mydata", "report_file"
_FILE, _WITHOUT, _TRIES, _PRINT = "file", "without", "tries", "print"
MOST_TRIES = 5  # of an upload, before it is said that it did not work
_REPORT_NAMES = {
    "chart": "chart.png",
    "csv": "report.csv",
    "html": "report.html",
    "analysis": "trial.csv",
    "flips": "flips.csv",
}
_NO_LEAVE = {
    MYDATA: N_(
        "Your file cannot be sent here, because Candor may not upload files in this workspace. Ask whoever runs it for what is "
        "stored about you: they can print it, with `python -m bot mydata` and your member id."
    ),
    REPORT: N_(
        "The file of {title} cannot be sent here, because Candor may not upload files in this workspace. What you read "
        "when you asked says all of it."
    ),
}
_NO_LUCK = {
    MYDATA: N_("Your file could not be sent just now. Please type `/candor mydata` again in a while."),
    REPORT: N_(
        "The file of {title} could not be sent just now. What you read when you asked says all of it; ask again in a while."
    ),
}
# Translators: what stands between | and > is the text of a link
_EVERYTHING = N_("Here is <{link}|everything stored about you>, as a file. Nobody else is given it.")
_HERE = {
    # Translators: what stands between | and > is the text of a link; {title} is "Support · 1 July to 7 July 2026"
    "chart": N_("Here is <{link}|the chart> of {title}."),
    # Translators: what stands between | and > is the text of a link; {title} is "Support · 1 July to 7 July 2026"
    "csv": N_("Here are <{link}|the figures as CSV> of {title}."),
    # Translators: what stands between | and > is the text of a link; {title} is "Support · 1 July to 7 July 2026"
    "html": N_("Here is <{link}|the report as a page> about {title}. A browser opens it."),
    # Translators: what stands between | and > is the text of a link; {title} is a trial and its team
    "analysis": N_("Here is <{link}|the analysis table as CSV> of {title}."),
    # Translators: what stands between | and > is the text of a link; {title} is a trial and its team
    "flips": N_("Here are <{link}|the flips as CSV> of {title}."),
}


def needs_upload(kind: str, payload: Payload) -> bool:
    """Whether the next step of this letter is to upload its file."""
    return kind in (MYDATA, REPORT) and not payload.get(_FILE) and not payload.get(_WITHOUT)


def name_of(payload: Payload) -> str:
    return _REPORT_NAMES.get(payload.get("format", ""), FILE_NAME)


def uploaded(payload: Payload, link: str) -> dict[str, Any]:
    """The letter once its file is there and nobody sees it yet."""
    return {**_labels(payload), _FILE: link}


def without_leave(payload: Payload) -> dict[str, Any]:
    return {**_labels(payload), _WITHOUT: "leave"}


def again(payload: Payload, seconds: float) -> tuple[dict[str, Any], float]:
    """The same once more, a little later; but not for ever."""
    tries = payload.get(_TRIES, 1)
    if tries < MOST_TRIES:
        return {**payload, _TRIES: tries + 1}, seconds
    return {**_labels(payload), _WITHOUT: "luck"}, 0.0


def _labels(payload: Payload) -> dict[str, Any]:
    """What is still to be said of a file whose content is not needed any more."""
    return {name: payload[name] for name in ("format", "title") if name in payload}


def mydata(payload: Payload) -> dict[str, Any]:
    return _message(payload, MYDATA, _EVERYTHING)


def report(payload: Payload) -> dict[str, Any]:
    return _message(payload, REPORT, _HERE[payload["format"]])


def _message(payload: Payload, kind: str, here: str) -> dict[str, Any]:
    without = payload.get(_WITHOUT)
    words = {"leave": _NO_LEAVE, "luck": _NO_LUCK}[without][kind] if without else here
    text = _(words, link=payload.get(_FILE, ""), title=f"*{escape(payload.get('title', ''))}*")
    blocks: list[Block] = [section(text)]
    return {"text": unmarked(text), "blocks": blocks}
