"""What Candor is and what it takes, in a few lines, and the words the command knows."""

from bot.slack.views.blocks import Block, divider, escape, section

ABOUT = (
    "*Candor asks about the last task you finished*: how long it took, with or without AI, and what that changed. "
    "A task done without AI, for a good reason, counts exactly as much as one done with it. "
    "Nobody counts how much AI you use, and nobody sees your answer: only groups of five people or more are ever shown."
)

COMMANDS = {
    "checkin": "answer now",
    "report [team] [this quarter | last quarter | year | type NAME]": "what the answers add up to, as your team reads it",
    "pause [until DATE | N days]": "no check-ins for a while",
    "resume": "check-ins again",
    "out [DATE | DATE..DATE | cancel]": "the days you are away; an owner writes @NAME before them",
    "hours [days | time | zone | country | often]": "your working week, and when the next check-in comes",
    "help": "this page",
}


def help_text() -> str:
    lines = [f"• `/candor {words}` {meaning}" for words, meaning in COMMANDS.items()]
    return "\n".join([ABOUT, "", *lines])


def home(open_checkins: int, teams: list[str]) -> Block:
    """App Home: what is open, where one belongs, and what the commands are."""
    where = f"You are in: {escape(', '.join(teams))}." if teams else "You are not in a team yet. A team's owner can add you."
    waiting = "A check-in is open in Messages." if open_checkins else "Nothing is waiting for you."
    return {
        "type": "home",
        "blocks": [section(ABOUT), divider(), section(f"{waiting} {where}"), divider(), section(help_text().split("\n\n")[1])],
    }
