"""What Candor is and what it takes, in a few lines, and the words the command knows."""

from bot.domain.language import N_, _, ngettext, pgettext
from bot.domain.questions import kind_of_task
from bot.domain.timer import Calibration
from bot.manage import AtWork, Kept, Standing
from bot.slack import ids
from bot.slack.views import coin, keep, proving, report, settings, sharing, task, teams
from bot.slack.views.blocks import Block, actions, button, context, divider, escape, section
from bot.slack.views.checkin import INTRODUCTION, delete

ABOUT = N_(
    "*Candor asks about the last task you finished*: how long it took, with or without AI, and what that changed. "
    "A task done without AI, for a good reason, counts exactly as much as one done with it. "
    "Nobody counts how much AI you use, and nobody sees your answer: only groups of five people or more are ever shown."
)

# Each with what may follow it, and what it does.
COMMANDS = {
    "checkin": ("", N_("answer now")),
    # Translators: what may be typed after a command; keep words that are typed as they stand, and translate what they stand for
    "start": (N_("[type] [expected time]"), N_("begin a task: its kind, and how long it would take without AI")),
    "done": (N_("[which]"), N_("the task is finished: a few questions about it")),
    "report": (
        # Translators: typed as they stand: all, this quarter, last quarter, year, type, tool, week, trial, help, --chart …
        N_(
            "[teams | all] [this quarter | last quarter | year] [type NAME] [tool NAME] [--chart --csv --html] | "
            "week 2026-W28 | trial NAME [--csv] | help"
        ),
        N_("what the answers add up to, as your team reads it"),
    ),
    "mine": ("", N_("your own record: your times both ways, your choices, your timer; only you see it")),
    # Translators: typed as they stand: until, days
    "pause": (N_("[until DATE | N days]"), N_("no check-ins for a while")),
    "resume": ("", N_("check-ins again")),
    # Translators: typed as it stands: cancel
    "out": (N_("[DATE | DATE..DATE | cancel]"), N_("the days you are away; an owner writes @NAME before them")),
    "hours": (
        # Translators: all typed as they stand
        N_("[days | time | zone | country | language | often]"),
        N_("your working week, and when the next check-in comes"),
    ),
    # Translators: NAME and the dots stand for what may be typed
    "team": (N_("[new | NAME …]"), N_("your teams: set one up, change it, pause it, hand it over")),
    "trial": (
        # Translators: NAME stands for what is typed, the words before it are typed as they stand
        N_("[status | new | join NAME | leave NAME | change NAME | stop NAME]"),
        N_("trials, in which a coin decides: how far they are, and taking part"),
    ),
    # Translators: typed as they stand: new, change, off
    "goal": (N_("[NAME | new | change NAME | off NAME]"), N_("what your team wants to improve, registered before it looks")),
    # Translators: typed as it stands: standard; NAME is a team's name
    "review": (N_("[standard NAME]"), N_("work that waits for your blind review, and what your team judges it by")),
    "mydata": ("", N_("everything stored about you, as a file")),
    "forget-me": ("", N_("delete all of it, and be left alone")),
    # Translators: typed as they stand
    "admin": (N_("[k | owners | owner | keep]"), N_("for admins: who may own teams, what is kept, and how it runs")),
    "help": ("", N_("this page")),
}


def help_text() -> str:
    return f"{_(ABOUT)}\n\n{_commands()}"


def _commands() -> str:
    return "\n".join(
        f"• `/candor {' '.join(filter(None, (word, _(after))))}` {_(meaning)}" for word, (after, meaning) in COMMANDS.items()
    )


def home(it: Standing, *, admin: bool = False) -> Block:
    """App Home: what is open and what runs, where one belongs, one's own record, and what the commands are."""
    if it.teams and (it.may_start or not it.owned):
        # Translators: teams, by their names
        where = _("You are in: {teams}.", teams=escape(", ".join(it.teams)))
    elif it.owned:
        where = _("No team asks you at present.")
    elif it.may_set_up:
        where = _("You are not in a team yet. A team's owner can add you, or you set one up.")
    else:
        where = _("You are not in a team yet. A team's owner can add you.")
    waiting = _("A check-in is open in Messages.") if it.open_checkins else _("Nothing is waiting for you.")
    if it.in_channel:
        waiting = _("A check-in is open in your team's channel. You can also answer it by typing in Messages.")
    own = [section(_record(it.calibration)), divider()] if it.calibration else []
    set_up = [teams.set_up()] if it.may_set_up or admin else []
    owned = [*teams.standing(it.owned), *set_up]
    first, owner = ([], owned) if it.may_start else (owned, [])  # what is theirs to begin comes before anything else
    commands = section(_commands())
    about = section(" ".join(_welcome()) if it.new and it.may_start else _(ABOUT))
    open_now = [section(f"{waiting} {where}"), *first, *_tasks(it), divider(), *_answers(it)]
    mine = [*settings.standing(it.own), divider()] if it.own else []
    stored = [*keep.standing(), divider()] if it.stored else []
    ask = [report.button_row()] if it.teams or admin else []
    ask += [proving.row()] if it.teams or it.owned else []
    # Translators: what admins of the workspace see and set
    ruling = [actions("admin", [button(_("Administration"), ids.ADMIN)])] if admin else []
    between = [*_apart(ask), *own, *mine, *_apart(owner), *stored, *_apart(ruling)]
    return {"type": "home", "blocks": [about, divider(), *open_now, *between, commands]}


def _apart(blocks: list[Block]) -> list[Block]:
    return [*blocks, divider()] if blocks else []


def _welcome() -> tuple[str, str]:
    return _(INTRODUCTION), _("The first check-in comes in Messages.")


def _answers(it: Standing) -> list[Block]:
    """What was said and is in no digest yet, and what is."""
    if it.own is None:
        return []
    heading = _("*Your answers since the last digest.* Until the next one is out, they can be changed.")
    head = [section(heading)] if it.kept else []
    listed = [block for one in it.kept for block in _answer(one)]
    return [
        *head,
        *listed,
        actions(
            "look",
            [
                button(_("My own record"), ids.MINE),
                button(_("What others see"), ids.TEAM_SEES),
                button(_("Earlier digests"), ids.PAST),
            ],
        ),
        divider(),
    ]


def _answer(one: Kept) -> list[Block]:
    row = [button(pgettext("button", "Change"), ids.CHANGE), delete(flipped=one.flipped)]
    row += sharing.buttons(noted=one.noted, shared=bool(one.shared_with))
    below = [context(sharing.standing(one.shared_with))] if one.shared_with else []
    text = escape(one.summary)
    if one.changing:
        # Translators: an answer in one line, of which a change was begun
        text = _("{answer} (a change that is not sent yet)", answer=text)
    return [section(text), *below, actions(ids.block_id("kept", one.checkin), row)]


def _tasks(it: Standing) -> list[Block]:
    blocks = [block for one in it.at_work for block in _task(one)]
    if it.may_start:
        blocks.append(actions("start", [button(_("Start a task"), ids.START)]))
    return blocks


def _task(one: AtWork) -> list[Block]:
    kind = kind_of_task(one.task_type)
    text = task.stopped(kind, one.stopped) if one.stopped else task.at_work(kind, one.expected)
    return [section(text), *coin.blocks(one.flip), task.buttons(one.checkin, kind, one.flip, stopped=bool(one.stopped))]


def _record(own: Calibration) -> str:
    return ngettext(
        "*Your own record.* Over {n} task you started here, the time you said was about {times} times what the timer showed. "
        "Only you see this.",
        "*Your own record.* Over {n} tasks you started here, the time you said was about {times} times what the timer showed. "
        "Only you see this.",
        own.tasks,
        times=own.times,
    )
