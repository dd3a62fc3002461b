"""What is stored about somebody, as they meet it: their file, what would be deleted, and what is left of a message then."""

from collections.abc import Mapping
from typing import Any

from bot.domain.timewords import join
from bot.keep import Goes
from bot.slack import ids
from bot.slack.views.blocks import actions, button, confirm, context, escape, section, unmarked

Message = dict[str, Any]

FILE_NAME = "everything-about-me.json"
_FILE, _WITHOUT, _TRIES = "file", "without", "tries"
MOST_TRIES = 5  # of an upload, before it is said that it did not work

FORGOTTEN = (
    "Everything about you is deleted. What I wrote to you here is being emptied. You are not asked any more; "
    "/candor resume changes that."
)
_NO_LEAVE = (
    "Your file cannot be sent here, because Candor may not upload files in this workspace. Ask whoever runs it for what is "
    "stored about you: they can print it, with `python -m bot mydata` and your member id."
)
_NO_LUCK = "Your file could not be sent just now. Please type `/candor mydata` again in a while."
_STAYS = (
    "What you typed yourself stays in Slack until you delete it there, and so does a file you were given. Figures that were "
    "printed hold no person, and stay."
)


def needs_upload(payload: Mapping[str, Any]) -> bool:
    return not payload.get(_FILE) and not payload.get(_WITHOUT)


def uploaded(link: str) -> dict[str, Any]:
    """The letter once its file is there and nobody sees it yet."""
    return {_FILE: link}


def without_leave() -> dict[str, Any]:
    return {_WITHOUT: "leave"}


def again(payload: Mapping[str, Any], seconds: float) -> tuple[dict[str, Any], float]:
    """The same once more, a little later; but not for ever."""
    tries = payload.get(_TRIES, 1)
    return ({**payload, _TRIES: tries + 1}, seconds) if tries < MOST_TRIES else ({_WITHOUT: "luck"}, 0.0)


def mydata(payload: Mapping[str, Any]) -> Message:
    if payload.get(_WITHOUT):
        text = _NO_LEAVE if payload[_WITHOUT] == "leave" else _NO_LUCK
    else:
        text = f"Here is <{payload[_FILE]}|everything stored about you>, as a file. Nobody else is given it."
    return {"text": unmarked(text), "blocks": [section(text)]}


def emptied(_: Mapping[str, Any]) -> Message:
    return {"text": "Deleted.", "blocks": [section("Deleted.")]}


def goes(what: Goes) -> Message:
    """What would be deleted, and the button that does it."""
    parts = [f"{count} {name if count == 1 else _several(name)}" for count, name in what.counts if count]
    places = [f"your place in {escape(name)}" for name in what.teams]
    text = f"*This would be deleted, for good:* {join([*parts, 'what I wrote to you here', 'your settings', *places])}."
    after = "You would not be asked any more, also when a team names you again. `/candor resume` would change that."
    sure = confirm("Delete everything?", "All of it goes at once, and nothing can be brought back.", "Delete", "Keep it")
    row = [button("Delete everything", ids.FORGET, style="danger", confirm={**sure, "style": "danger"})]
    blocks = [section(text), section(after), context(_STAYS), actions(ids.block_id("forget", what.key), row)]
    return {"text": unmarked(f"{text} {after} {_STAYS}"), "blocks": blocks}


def _several(name: str) -> str:
    first, _, rest = name.partition(" ")
    return f"{first}s {rest}".strip()
