"""Whose every row is: one table that says of each table how it leads to a person, what of it they are given, and how it goes.

Export, deletion and retention are made of it (`personal.py`). A test walks all tables and fails with the name of one that is
not in here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Lead(StrEnum):
    """What a column that leads to a person holds, and what becomes of the row when that person is forgotten."""

    KEY = "their key: the row is theirs and goes"
    SLACK = "their Slack id: the row is theirs and goes"
    CHANNEL = "their direct messages: the row is theirs and goes"
    NAMED = "their key, in somebody else's row: the column is emptied"


class Kept(StrEnum):
    """How long a row stays, if nobody deletes it before."""

    MONTHS = "as many months as KEEP_ROWS_MONTHS says, and to the end of that quarter"
    BELONGING = "as long as they are in the team"
    TRIAL = "as long as the trial runs"
    KNOWN = "as long as they are in a team, or any row of theirs is kept"
    DAYS = "thirty days"
    ASKED_BACK = "until they take it back by /candor resume"
    STAYS = "as long as the database"


@dataclass(frozen=True)
class Rule:
    """One table. `given` names each column as its person reads it; what is `left_out` of that says why."""

    kept: Kept
    leads: Mapping[str, Lead] = field(default_factory=dict)
    called: str = ""
    given: Mapping[str, str] = field(default_factory=dict)
    left_out: Mapping[str, str] = field(default_factory=dict)
    nobody: str = ""  # why there is no person in it
    not_people: frozenset[str] = frozenset()  # columns that only sound as if they led to one


_OURS = "a key of ours, which says nothing"
_WHOSE = "it is the reader"
_WHERE = "it stands once, at the top"
_COPY = {"workspace": _WHERE, "person_id": _WHOSE}

RULES: Mapping[str, Rule] = {
    "workspace": Rule(
        Kept.STAYS,
        nobody="the workspace itself, and who the bot is there",
        not_people=frozenset({"bot_user"}),
    ),
    "team": Rule(Kept.STAYS, nobody="what a team's file says of the team; its people stand in membership"),
    "person": Rule(
        Kept.KNOWN,
        {"id": Lead.KEY, "user": Lead.SLACK},
        "you",
        {
            "id": "your key",
            "workspace": "workspace",
            "user": "Slack user id",
            "zone": "time zone you chose",
            "zone_found": "time zone in your Slack profile",
            "work_days": "working days, Monday being 0",
            "work_start": "working day starts",
            "work_end": "working day ends",
            "per_week": "asked at most so often a week",
            "paused_until": "paused until",
            "imported": "known from an import only",
            "country": "whose public holidays you have",
            "ignored": "reminders in a row that nothing came of",
            "unreachable": "why nothing can be sent to you",
            "language": "language you chose",
            "language_found": "language in your Slack profile",
            "informed_at": "first told what happens with your answers",
            "may_own": "an admin has named you as somebody who may own teams",
        },
    ),
    "membership": Rule(
        Kept.BELONGING,
        {"person_id": Lead.KEY},
        "teams",
        {
            "team_id": "team",
            "is_member": "you are asked",
            "is_owner": "you are in charge",
            "reviews": "you look at work of others",
            "joined_at": "since",
        },
        _COPY,
    ),
    "absence": Rule(
        Kept.MONTHS,
        {"person_id": Lead.KEY, "said_by": Lead.NAMED},
        "days away",
        {"since": "first day", "until": "last day", "said_by": "said by", "said_at": "said at"},
        {**_COPY, "id": _OURS},
    ),
    "checkin": Rule(
        Kept.MONTHS,
        {"person_id": Lead.KEY},
        "check-ins",
        {
            "id": "key",
            "team_id": "team",
            "local_date": "day",
            "slot": "0 if the team's rhythm asked, more if it was a wish",
            "due_at": "due at",
            "send_by": "to be sent by",
            "closes_at": "closes at",
            "remind_at": "reminder due at",
            "state": "state",
            "talk": "said so far",
            "channel": "conversation in Slack",
            "ts": "message there",
            "question_ts": "message with the open question",
            "reminder_ts": "message with the reminder",
            "queued_at": "put in the outbox at",
            "follows_up": "asks again about the answer",
            "asked_at": "asked at",
            "settled_at": "settled at",
            "task_type": "kind of a task you started",
            "expected_minutes": "expected beforehand in minutes",
            "started_at": "started at",
            "stopped_at": "stopped at",
            "forgotten": "stopped by itself",
            "overlapping": "beside another task",
            "taps": "clicks, picks and replies it took so far",
            "seconds": "seconds it took so far",
            "touched_at": "the newest of these at",
        },
        {**_COPY, "reply_url": "an address Slack lends for half an hour", "reply_url_until": "of that address"},
    ),
    "answer": Rule(
        Kept.MONTHS,
        {"person_id": Lead.KEY},
        "answers",
        {
            "id": "key",
            "team_id": "team",
            "checkin_id": "check-in",
            "task_type": "kind of task",
            "approach": "how it was done",
            "finished_on": "day",
            "size": "size against the usual, 1 to 5",
            "minutes": "own working time in minutes",
            "finished": "finished",
            "fixing": "fixing afterwards",
            "fix_minutes": "fixing in minutes",
            "quality": "result against the usual standard",
            "tool": "AI tool",
            "differences": "what was different because of AI",
            "skip_reasons": "why without AI",
            "why_ai": "why with AI",
            "next_time": "next time",
            "guess": "guess at the other way",
            "own": "answers to your team's own questions",
            "note": "what you added",
            "shared": "the sentence of it you share",
            "shared_at": "shared at",
            "printed_at": "stood in a digest at",
            "expected_minutes": "expected beforehand in minutes",
            "timer_minutes": "timer in minutes",
            "overlapping": "beside another task",
            "taps": "clicks, picks and replies it took",
            "seconds": "seconds it took",
            "assigned": "who decided how",
            "trial_id": "in the trial",
            "questions": "version of the questions",
            "shown": "the words you chose from",
            "stored_at": "first stored at",
            "answered_at": "last changed at",
        },
        {**_COPY, "imported_row": "a fingerprint of an imported row, which says nothing"},
    ),
    "letter": Rule(
        Kept.MONTHS,
        {"person_id": Lead.KEY, "user": Lead.SLACK, "channel": Lead.CHANNEL},
        "messages",
        {
            "kind": "kind",
            "way": "how",
            "payload": "what it is to say",
            "language": "language",
            "checkin_id": "check-in",
            "channel": "conversation in Slack",
            "thread": "in the thread of",
            "ts": "message there",
            "state": "state",
            "due_at": "due at",
            "expires_at": "too late after",
            "attempt_at": "last tried at",
            "attempts": "tries",
            "sent_at": "sent at",
            "reason": "why not",
        },
        {
            **_COPY,
            "id": _OURS,
            "key": _OURS,
            "lane": _OURS,
            "claim": _OURS,
            "user": _WHOSE,
            "url": "an address Slack lends for half an hour",
            "url_until": "of that address",
        },
    ),
    "participation": Rule(
        Kept.TRIAL,
        {"person_id": Lead.KEY},
        "trials you take part in",
        {"registration_id": "trial", "joined_at": "since"},
        _COPY,
    ),
    "flip": Rule(
        Kept.MONTHS,
        {"person_id": Lead.KEY},
        "flips of a coin",
        {
            "id": "key of the flip",
            "registration_id": "trial",
            "checkin_id": "check-in",
            "number": "which of yours there, from 1",
            "with_ai": "it said with AI",
            "forced": "decided by the balance",
            "size": "size you said beforehand, 1 to 5",
            "expected_minutes": "expected beforehand in minutes",
            "flipped_at": "flipped at",
            "declined": "why you did not do as it said",
            "declined_at": "declined at",
        },
        _COPY,
    ),
    "work": Rule(
        Kept.MONTHS,
        {"person_id": Lead.KEY},
        "work you attached for review",
        {
            "team_id": "team",
            "answer_id": "answer",
            "text": "link or sentence",
            "attached_at": "attached at",
            "drawn_at": "picked for review at",
        },
        {**_COPY, "id": _OURS},
    ),
    "review": Rule(
        Kept.MONTHS,
        {"person_id": Lead.KEY},
        "your reviews",
        {
            "state": "state",
            "asked_at": "asked at",
            "score": "score, 1 to 5",
            "can_tell": "you could tell how it was made",
            "reviewed_at": "reviewed at",
        },
        {**_COPY, "id": _OURS, "work_id": "it leads to somebody else's work"},
    ),
    "registration": Rule(Kept.STAYS, nobody="a goal or a trial of a team, as it was registered, and what was printed of it"),
    "amendment": Rule(Kept.STAYS, nobody="a change of a registration, and why, as its team reads it"),
    "lease": Rule(Kept.STAYS, nobody="which process sends, by a random name"),
    "hold": Rule(Kept.STAYS, nobody="what Slack asked us to wait with"),
    "release": Rule(
        Kept.STAYS,
        nobody="figures about groups and sentences without a name, after every gate; it says that a digest is out",
    ),
    "printed": Rule(Kept.STAYS, nobody="figures about groups; kept so that nothing can be got by subtracting a later print"),
    "invitation": Rule(Kept.STAYS, nobody="on which days a team was asked in its channel, and by which message"),
    "seen": Rule(Kept.DAYS, nobody="hashes of what came in, which cannot be turned back"),
    "declined": Rule(Kept.ASKED_BACK, nobody="a salted hash: it can be compared with an id that is at hand, and not read"),
}
