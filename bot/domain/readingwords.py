"""What stands around a digest's figures: how to read the first one, and what the whole is for whoever it is forwarded to."""

from bot.domain.language import N_, _
from bot.domain.words import Line, Section

KEY = "reading"
_TITLE = N_("How to read this, said once")
# Translators: five lines below a team's first digest; the first words of each are bold, before a colon
_LINES = (
    (N_("A range"), N_("everything between its ends fits the answers; the best guess alone is not the result.")),
    (N_("Not enough evidence yet"), N_("a normal result. It means wait or ask more, and neither yes nor no.")),
    (N_("Observed"), N_("people chose themselves when to use AI, so it is a lead and never proof.")),
    (N_("What is missing"), N_("groups of fewer than {k} people are left out; each gap says why.")),
    (N_("About work"), N_("never about people. Nobody is named, and nobody is asked which answers are theirs.")),
)
_CLOSING = N_(
    "This is from Candor, which asks the team about finished tasks, with and without AI, and shows only groups of {k} people "
    "or more. Ask an owner of the team about it, or type /candor help in Slack."
)


def reading(k: int) -> Section:
    """Five lines, below the first digest a team ever gets and no other."""
    return Section(KEY, _(_TITLE), tuple(Line(_(lead), _(text, k=k)) for lead, text in _LINES))


def closing(k: int) -> str:
    """The last line: a digest that was passed on still says what it is, and where to ask."""
    return _(_CLOSING, k=k)
