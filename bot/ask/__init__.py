"""Ask: plan the check-ins that are coming, queue those that are due, remind once, close what is over.

The plan is rows, one per team, person and local date; a restart finds them where they were. Nobody is asked while paused, on
a day off, while away, twice on one day or within twenty hours, more often than twice a week, after having answered that day,
or more than two hours late: then it is let go, and recorded so.

`week.py` says what one person's week is like, `plan.py` makes and changes the plan, `send.py` owes what is due, and `after.py`
is what comes of it: the reminder, the end of the window, and what somebody who never answers is asked. `channel.py` asks a
whole team by one message in its channel, and `clock.py` is for the tasks people start themselves. `announcing.py` is what a
team reads before all of it, and `halt.py` is when it stops asking.
"""

from bot.ask.after import Lateness, answered_today, close, lateness, remind
from bot.ask.announcing import ANNOUNCEMENT, announce, announcement, unannounce
from bot.ask.channel import may_begin, own_of
from bot.ask.clock import begun, stop_clocks, stopped
from bot.ask.halt import halt
from bot.ask.plan import leave, look_up, next_one, noted, plan, replan
from bot.ask.send import ask_now, queue_due
from bot.ask.week import RARELY_AFTER, hours_of
from bot.services import Services


def turn(services: Services) -> None:
    """One turn of the asking loop."""
    look_up(services)
    stop_clocks(services)
    close(services)  # first, because what was let go decides how often somebody is asked
    plan(services)
    queue_due(services)
    remind(services)


__all__ = [
    "ANNOUNCEMENT",
    "RARELY_AFTER",
    "Lateness",
    "announce",
    "announcement",
    "answered_today",
    "ask_now",
    "begun",
    "close",
    "halt",
    "hours_of",
    "lateness",
    "leave",
    "look_up",
    "may_begin",
    "next_one",
    "noted",
    "own_of",
    "plan",
    "queue_due",
    "remind",
    "replan",
    "stop_clocks",
    "stopped",
    "turn",
    "unannounce",
]
