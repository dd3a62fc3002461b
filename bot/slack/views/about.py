"""What Candor is and what it takes, in a few lines, and the words the command knows."""

from bot.domain.timer import Calibration
from bot.manage import AtWork, Kept, Standing
from bot.slack import ids
from bot.slack.views import settings, task
from bot.slack.views.blocks import Block, actions, button, confirm, divider, escape, section

ABOUT = (
    "*Candor asks about the last task you finished*: how long it took, with or without AI, and what that changed. "
    "A task done without AI, for a good reason, counts exactly as much as one done with it. "
    "Nobody counts how much AI you use, and nobody sees your answer: only groups of five people or more are ever shown."
)

WELCOME = (
    "*Candor asks about the last task you finished*, at most twice a week: how long it took, with or without AI.\n"
    "A task done without AI, for a good reason, counts as much as one done with it, and nobody counts how much AI you use.\n"
    "Nobody sees your answer: only groups of five people or more are ever shown. The first check-in comes in Messages."
)

COMMANDS = {
    "checkin": "answer now",
    "start [type] [expected time]": "begin a task: its kind, and how long it would take without AI",
    "done [which]": "the task is finished: a few questions about it",
    "report [team] [this quarter | last quarter | year | type NAME]": "what the answers add up to, as your team reads it",
    "mine": "your own record: your times both ways, your choices, your timer; only you see it",
    "pause [until DATE | N days]": "no check-ins for a while",
    "resume": "check-ins again",
    "out [DATE | DATE..DATE | cancel]": "the days you are away; an owner writes @NAME before them",
    "hours [days | time | zone | country | language | often]": "your working week, and when the next check-in comes",
    "mydata": "everything stored about you, as a file",
    "forget-me": "delete all of it, and be left alone",
    "help": "this page",
}


def help_text() -> str:
    lines = [f"• `/candor {words}` {meaning}" for words, meaning in COMMANDS.items()]
    return "\n".join([ABOUT, "", *lines])


def home(it: Standing) -> Block:
    """App Home: what is open and what runs, where one belongs, one's own record, and what the commands are."""
    where = (
        f"You are in: {escape(', '.join(it.teams))}." if it.teams else "You are not in a team yet. A team's owner can add you."
    )
    waiting = "A check-in is open in Messages." if it.open_checkins else "Nothing is waiting for you."
    own = [section(_record(it.calibration)), divider()] if it.calibration else []
    commands = section(help_text().split("\n\n")[1])
    about = section(WELCOME if it.new and it.teams else ABOUT)
    open_now = [section(f"{waiting} {where}"), *_tasks(it), divider(), *_answers(it)]
    mine = [*settings.standing(it.own), divider()] if it.own else []
    return {"type": "home", "blocks": [about, divider(), *open_now, *own, *mine, commands]}


def _answers(it: Standing) -> list[Block]:
    """What was said and is in no digest yet, and what is."""
    if it.own is None:
        return []
    head = [section("*Your answers since the last digest.* Until the next one is out, they can be changed.")] if it.kept else []
    listed = [block for one in it.kept for block in _answer(one)]
    return [
        *head,
        *listed,
        actions("look", [button("My own record", ids.MINE), button("What others see", ids.TEAM_SEES)]),
        divider(),
    ]


def _answer(one: Kept) -> list[Block]:
    sure = confirm("Delete this answer?", "Nothing of it will be kept.", "Delete", "Keep it")
    row = [button("Change", ids.CHANGE), button("Delete", ids.DELETE, confirm=sure)]
    text = f"{escape(one.summary)}{' (a change that is not sent yet)' if one.changing else ''}"
    return [section(text), actions(ids.block_id("kept", one.checkin), row)]


def _tasks(it: Standing) -> list[Block]:
    blocks = [block for one in it.at_work for block in _task(one)]
    if it.may_start:
        blocks.append(actions("start", [button("Start a task", ids.START)]))
    return blocks


def _task(one: AtWork) -> list[Block]:
    stopped = f"{escape(one.task_type)}. Stopped at {one.stopped}, the end of your day. Was it finished?"
    text = stopped if one.stopped else f"Working on: {task.in_words(one.task_type, one.expected)}."
    return [section(text), task.buttons(one.checkin, one.task_type, stopped=bool(one.stopped))]


def _record(own: Calibration) -> str:
    return (
        f"*Your own record.* Over {own.tasks} tasks you started here, the time you said was about {own.ratio:.1f} times "
        "what the timer showed. Only you see this."
    )
