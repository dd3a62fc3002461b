"""Report: the weekly digest and ad hoc reports. Both are the same figures through the same gates.

The team reads what the manager reads, the same text at the same time; so whoever may read a digest may ask for a report. A
digest is released once a team and week, and what it covers can no longer be changed after that.

`weekly.py` releases digests, `shelf.py` has those that are out, and `asked.py` answers who asks for a report: `askable.py` says
who may ask what, `asking.py` understands how they put it, `wishes.py` what a report is about, and `files.py` sends it as files
too. `trials.py` answers who asks about a trial. `compose.py` is the one way from rows to words for all of them.
"""

from bot.report.askable import NotYours, TooFewTeams
from bot.report.asked import Choices, Report, asked_by_form, asked_for, choices, for_teams
from bot.report.compose import compose, to_payload
from bot.report.files import FORMATS, again, file_of
from bot.report.shelf import Past, Shelf, past, past_asked_for, shelf, shelves, why_not
from bot.report.trials import Asked, for_trial, trial, trial_asked_for, trial_file
from bot.report.weekly import for_week, send_now, send_week, turn
from bot.report.wishes import WINDOWS, Wish, last_monday, week, window

__all__ = [
    "FORMATS",
    "WINDOWS",
    "Asked",
    "Choices",
    "NotYours",
    "Past",
    "Report",
    "Shelf",
    "TooFewTeams",
    "Wish",
    "again",
    "asked_by_form",
    "asked_for",
    "choices",
    "compose",
    "file_of",
    "for_teams",
    "for_trial",
    "for_week",
    "last_monday",
    "past",
    "past_asked_for",
    "send_now",
    "send_week",
    "shelf",
    "shelves",
    "to_payload",
    "trial",
    "trial_asked_for",
    "trial_file",
    "turn",
    "week",
    "why_not",
    "window",
]
