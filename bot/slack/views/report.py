"""An ad hoc report as its asker meets it: the form to ask with, the answer in place, and the buttons for its files.

Windows know no charts: the words carry the ranges, and the chart comes as a file.
"""

from typing import Any

from bot.domain.language import N_, _, pgettext
from bot.report import Choices, Report
from bot.slack import ids
from bot.slack.views import digest
from bot.slack.views.blocks import (
    Block,
    actions,
    button,
    checkboxes,
    context,
    escape,
    field,
    modal,
    multi_select,
    option,
    radio,
    section,
    select,
)

MOST_BLOCKS, MOST_TICKS, MOST_OPTIONS = 100, 10, 100
_ANY = "any"
_FILES = {
    # Translators: as which files a report can be had
    "chart": N_("Chart"),
    "csv": N_("CSV"),
    "html": N_("Page (HTML)"),
}


def button_row() -> Block:
    """On the home page."""
    return actions("reports", [button(_("Ask for a report"), ids.REPORT)])


def message(it: Report) -> dict[str, Any]:
    """The answer to a command."""
    said = digest.message(it.payload, with_chart=False)
    return {"text": said["text"], "blocks": [*said["blocks"], *_notes(it)][:50]}


def form(it: Choices) -> Block:
    whens = [
        option("quarter", _("This quarter")),
        option("last-quarter", _("Last quarter")),
        option("year", _("This year")),
    ]
    files = checkboxes("files", [option(code, _(words)) for code, words in _FILES.items()], ())
    # Translators: files are sent to whoever ticks them here
    sent = field("files", _("Also as a file, in our direct messages"), files, optional=True)
    blocks = [
        _teams(it),
        field("window", _("When"), radio("window", whens, "quarter"), optional=False),
        *_one_of("only", _("Task type"), _("All task types"), it.types),
        *_one_of("tool", _("AI tool"), _("All work, whichever tool"), it.tools),
        sent,
    ]
    # Translators: the title of a window, of at most 24 characters
    title = pgettext("title", "Ask for a report")
    return modal(ids.REPORT_FORM, title, blocks, submit=pgettext("button", "Show"))


def _teams(it: Choices) -> Block:
    if not it.teams:
        return section(_("*All teams of the workspace together.* A single team is for its own people alone."))
    options = [option(key, name) for key, name in it.teams[:MOST_OPTIONS]]
    chosen = [it.teams[0][0]] if len(it.teams) == 1 else []
    pick = _("Teams")
    many = len(options) > MOST_TICKS
    ticks = multi_select("teams", options, chosen, pick) if many else checkboxes("teams", options, chosen)
    return field("teams", pick, ticks, optional=False, hint=_("Several are shown together, never one beside another."))


def _one_of(name: str, label: str, all_of_them: str, options: tuple[tuple[str, str], ...]) -> list[Block]:
    if not options:
        return []
    offered = [option(_ANY, all_of_them), *(option(key, words) for key, words in options[: MOST_OPTIONS - 1])]
    return [field(name, label, select(name, offered, _ANY, label), optional=False)]


def window(it: Report) -> Block:
    """The report in the place of the form, and its files of exactly this print."""
    blocks = [*digest.message(it.payload, with_chart=False)["blocks"], *_notes(it)]
    row = [button(_(_FILES[code]), ids.report_file(code)) for code in it.files]
    # Translators: buttons for files stand below
    offer = [section(_("The same as a file, in our direct messages:")), actions(ids.block_id("report", it.key), row)]
    blocks = [*blocks[: MOST_BLOCKS - len(offer)], *(offer if row else [])]
    # Translators: the title of a window, of at most 24 characters
    return modal("report", pgettext("title", "Report"), blocks, submit=None)


def _notes(it: Report) -> list[Block]:
    return [section(escape(note)) if "\n" in note else context(escape(note)) for note in it.notes]
