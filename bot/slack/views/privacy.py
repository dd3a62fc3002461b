"""What happens with one's answers, as a whole page in plain words. `docs/privacy.md` says the same, with every column."""

from bot.domain.language import N_, _, ngettext, number
from bot.keep import Explained
from bot.slack.views.blocks import Block, divider, modal, section

_IN_SHORT = N_(
    "*In short.* What you answer is seen by you alone. Your team and its owners read figures about at least {k} people, the "
    "same text at the same time. Whoever runs the database can read its rows. So an answer is *confidential, not anonymous*: "
    "trust in it is trust in whoever runs Candor."
)
_WHO_SEES = (
    N_("*Who sees what*"),
    N_("You see your own check-ins and answers, here and in our direct messages."),
    N_("The others in your team see the weekly digest and reports: figures about groups, never an answer or a name."),
    N_("The owners of your team see exactly the same."),
    N_("People outside the team, guests and people of other workspaces see nothing."),
    N_(
        "Admins of this Slack workspace see which teams there are, who owns them, and whether messages arrive, and no answer. "
        "Slack keeps your conversation with the bot like any direct message."
    ),
    N_(
        "Whoever runs Candor can read the rows of the database, print single answers with keys for names, and print everything "
        "about one person."
    ),
    N_(
        "What you write under “Anything to add” is shown to nobody else, and is in no figure, report or export of your team, "
        "unless you share one sentence of it: that one stands in the next digest, without your name."
    ),
    N_(
        "Where your team reviews work, colleagues who review read what you attach to an answer, without your name and without "
        "how it was made. Their scores count in figures about groups, and nobody reads a single one."
    ),
    N_(
        "Whether you have joined a trial, what its coin said to you, and whether you did it the other way, nobody else reads. "
        "While it runs, everybody reads only how many flips there were; its result is about groups."
    ),
)
_STORED = (
    N_("*What is stored*"),
    N_("Your Slack id, your settings, your teams, and the days you are away, without a reason. Not your name, and no picture."),
    N_(
        "Each check-in: when it was due, sent and answered, and what was said so far. Of a task you start: its kind, the time "
        "you expected, and when its clock ran."
    ),
    N_(
        "Each answer: what you said to each question, with the version of the questions and the very words you chose from, and "
        "in how many clicks and seconds."
    ),
    N_(
        "What you attach for blind review, and the reviews you give. Of a trial: that you have joined it, and each flip of its "
        "coin for you, with the size and the time you said before it, and why you did it the other way, if you did."
    ),
    N_("What was sent to you and when, and when you were first told what happens with your answers."),
    N_("Nothing leaves for elsewhere, except what is said to people in Slack. No language model is asked."),
)
_GROUPS = (
    N_("*What every figure passes*"),
    N_("It is about at least {k} people, and no single one of them makes up more than half of it."),
    N_("Where hiding one small group would let it be computed from the total, the next group is hidden as well."),
    N_("It is rounded, and counts of people and answers are given in bands such as 5–9."),
    N_(
        "Nothing can be got by subtracting: a figure stays as printed until at least {k} people, who were in the team at both "
        "times, have new answers to it."
    ),
)
_NEVER = (
    N_("*What is never counted*"),
    N_("How much AI anybody uses: no prompts, no sessions, and no share of tasks done with it, for nobody and no group."),
    N_("Who has answered and who has not: there is no list of it, and no figure about a person."),
    N_(
        "Check-ins you let go. How many in a row is kept only so that you are asked less often, and is shown to nobody. Any "
        "answer sets it back to none."
    ),
)
_YOURS = (
    N_("*What you can do*"),
    N_("See: your answers and *My own record* are on the home page, and *What others see* is the last digest word for word."),
    N_(
        "Change: an answer until its week's digest is out, by *Change*. Delete: any answer at any time, by *Delete*, on the "
        "home page, under *My earlier answers*, or below its message."
    ),
    N_("Export: *My data*, or `/candor mydata`, brings everything stored about you as a file. The file itself is not kept."),
    N_(
        "Delete everything: the button of that name, or `/candor forget-me`, shows what there is first. You are not asked any "
        "more afterwards. For that a mark is kept that cannot be read; `/candor resume` removes it."
    ),
    N_("Be asked less or not at all: *Pause*, *Stop for good*, or `/candor pause`."),
    N_(
        "What stays: what you typed in Slack until you delete it there, a file you were given, and figures that were printed. "
        "They hold no person."
    ),
)


def page(it: Explained) -> Block:
    k = number(it.k)
    parts = [_listed(_WHO_SEES), _listed(_STORED), _listed(_GROUPS, k=k), _listed(_NEVER), _kept(it), _listed(_YOURS)]
    blocks = [section(_(_IN_SHORT, k=k))]
    for part in parts:
        blocks += [divider(), section(part)]
    return modal("what_happens", _("Your answers"), blocks, submit=None)


def _listed(lines: tuple[str, ...], **filled: str) -> str:
    head, *rest = (_(line, **filled) for line in lines)
    return "\n".join([head, *(f"• {line}" for line in rest)])


def _kept(it: Explained) -> str:
    """As whoever runs this has set it."""
    words = ngettext(
        "What you add in your own words or attach for review, and what was said in a conversation that is over: one day.",
        "What you add in your own words or attach for review, and what was said in a conversation that is over: {n} days.",
        it.words_days,
    )
    rows = ngettext(
        "Answers, check-ins, days away, flips, reviews, and what was sent to you and when: one month, and to the end of that "
        "quarter.",
        "Answers, check-ins, days away, flips, reviews, and what was sent to you and when: {n} months, and to the end of that "
        "quarter.",
        it.rows_months,
    )
    keys = ngettext("Keys of what came in, as hashes: one day.", "Keys of what came in, as hashes: {n} days.", it.keys_days)
    settings = _("Your settings: as long as you are in a team, are named as somebody who may own one, or any of this is kept.")
    printed = _("Printed figures, which hold no person: as long as the database, because a later print is compared with them.")
    return "\n".join([_("*How long it is kept*"), *(f"• {line}" for line in (words, rows, settings, keys, printed))])
