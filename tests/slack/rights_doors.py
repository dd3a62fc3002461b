"""For every door there is what Slack would send when somebody comes to it, with the keys of Mo's team and of Ada's things.

Who may come in is what `bot/domain/roles.py` says of the door's right, or fewer, where a key says whose it is (`only`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.domain.conversation import State
from bot.domain.teamstate import TeamState
from bot.slack import ids
from sandbox import Person, payloads
from sandbox.records import Group
from storage.tables import Answer, CheckIn
from tests.slack.rights_world import ASKED_HERE, HERE, HERS, OWNERS, OWNS_HERE, Json, World

Gesture = Callable[[World, Person], None]
Key = tuple[str, str]


@dataclass(frozen=True)
class Example:
    """A gesture, and who of those whom the table lets in may make it with this key. The team is in that state before.

    `named`: whoever does it has typed the team's name themselves, or reads it in the channel where they are.
    """

    gesture: Gesture
    only: frozenset[str] | None = None
    state: TeamState | None = None
    named: bool = False
    before: Callable[[World], None] = field(default=lambda _world: None)


def types(line: str, only: frozenset[str] | None = None, state: TeamState | None = None) -> Example:
    return Example(lambda world, who: world.runs(who, line), only, state, named="Support" in line)


def presses(
    action: str,
    key: str = "",
    place: str = "message",
    only: frozenset[str] | None = None,
    state: TeamState | None = None,
    rest: str = "",
    named: bool = False,
    **value: Any,
) -> Example:
    """`key` is the name of one of the world's; `rest` follows it."""

    def gesture(world: World, who: Person) -> None:
        world.presses(who, action, f"{world.keys.get(key, key)}{rest}", place, value)

    return Example(gesture, only, state, named)


def submits(name: str, only: frozenset[str] | None = None, state: TeamState | None = None) -> Example:
    return Example(lambda world, who: world.submits(who, name), only, state)


def _hers(action: str, key: str, **value: Any) -> Example:
    return presses(action, key, only=HERS, **value)


def _owned(action: str, place: str = "home", state: TeamState | None = None, **value: Any) -> Example:
    return presses(action, "team", place, OWNS_HERE, state, **value)


def _picks(code: str) -> Json:
    return {"type": "overflow", "selected_option": {"value": code, "text": {"type": "plain_text", "text": code}}}


def _typed(world: World, who: Person) -> None:
    """In the thread of Ada's check-in."""
    where = {"channel": world.prompt.channel, "channel_type": "im", "thread_ts": world.prompt.ts}
    _says(world, who, "no fixing", **where)


def _overheard(world: World, who: Person) -> None:
    """Below what a team was asked in its channel."""
    root = next(one for one in world.room.messages.values() if one.thread_ts is None)
    _says(world, who, "triage, with AI", channel=world.room.id, channel_type="channel", thread_ts=root.ts)


def _says(world: World, who: Person, text: str, **where: str) -> None:
    ts = world.slack.space.new_ts()
    said = {"type": "message", "user": who.id, "text": text, "ts": ts, "event_ts": ts, "team": who.member.team, **where}
    world.happens({**said, "client_msg_id": f"client-{ts}"})


def _opens_home(world: World, who: Person) -> None:
    world.happens({"type": "app_home_opened", "user": who.id, "channel": f"D0{who.id[2:]}", "tab": "home", "event_ts": "1.1"})


def _moves(kind: str) -> Example:
    def gesture(world: World, who: Person) -> None:
        where = {"channel": world.room.id, "channel_type": "C", "team": who.member.team, "event_ts": "1.1"}
        world.happens({"type": kind, "user": who.id, **where})

    return Example(gesture)


def _regroups(world: World, who: Person) -> None:
    group = Group("S0SUPPORT", "support", "Support", [who.id], 0, 0)
    world.happens(payloads.regrouped(group, [], 0, world.slack.space))


def _takes(world: World, who: Person) -> None:
    """Ada's message, from its menu."""
    message = next(one for one in world.room.messages.values() if one.user == world.people["ada"].id)
    world.sends("interactive", payloads.message_action(who.member, message, ids.START_TASK, world.slack.space))


def _nothing_is_open(world: World) -> None:
    world.set(CheckIn, world.keys["open"], state=State.LAPSED)
    world.set(CheckIn, world.keys["ben's"], state=State.LAPSED)


def _is_shared(world: World) -> None:
    world.set(Answer, world.keys["answer"], shared="Shared by her.", shared_at=world.bot.clock())


def _named(*words: str) -> tuple[Example, ...]:
    return tuple(types(f"team Support {one}", OWNS_HERE) for one in words)


COMMANDS: dict[str, Example | tuple[Example, ...]] = {
    "checkin": replace(types("checkin"), before=_nothing_is_open),
    "start": types("start Something else 30 min"),
    "done": types("done Escalation", HERS),
    "report": (
        types("report Support", HERE),
        types("report Support --csv --html", HERE),
        types("report Support week 2026-W28", HERE),
        types("report Support trial Triage in spring --csv", HERE),
    ),
    "mine": types("mine"),
    "pause": (types("pause 3 days"), types("pause <@U0ADA|ada> 3 days", OWNS_HERE | HERS)),
    "resume": types("resume"),
    "out": (types("out 1 Sep..2 Sep"), types("out <@U0ADA|ada> 1 Sep..2 Sep", OWNS_HERE | HERS)),
    "hours": types("hours days mon-thu"),
    "team": types("team"),
    "goal": (
        types("goal"),
        types("goal Fewer repairs", HERE),
        types("goal new Support", OWNS_HERE),
        types("goal change Fewer repairs", OWNS_HERE),
        types("goal off Fewer repairs", OWNS_HERE),
    ),
    "review": (types("review"), types("review standard Support", OWNS_HERE)),
    "trial": (
        types("trial"),
        types("trial new", OWNERS),
        types("trial join Triage by coin", ASKED_HERE),
        types("trial leave Triage by coin", ASKED_HERE),
        types("trial change Triage by coin", OWNS_HERE),
        types("trial stop Triage by coin", OWNS_HERE),
    ),
    "mydata": types("mydata"),
    "forget-me": types("forget-me"),
    "admin": (types("admin"), types("admin k 7"), types("admin owners <@U0ZOE|zoe>"), types("admin keep words 60 days")),
    "help": types("help"),
    "team new": types("team new"),
    "team NAME edit": _named("edit"),
    "team NAME questions": _named("questions"),
    "team NAME begin": types("team Support begin", OWNS_HERE, TeamState.NEW),
    "team NAME discard": types("team Nova discard", OWNS_HERE),
    "team NAME pause": _named("pause"),
    "team NAME resume": types("team Support resume", OWNS_HERE, TeamState.PAUSED),
    "team NAME archive": _named("archive"),
    "team NAME bring back": types("team Support bring back", OWNS_HERE, TeamState.ARCHIVED),
    "team NAME owners": _named("owners <@U0ZOE|zoe>"),
    "team NAME owners remove": _named("owners remove <@U0RHEA|rhea>"),
    "team NAME hand over": _named("hand over <@U0ZOE|zoe>"),
    "team NAME people add": _named("people add <@U0ZOE|zoe>"),
    "team NAME people remove": _named("people remove <@U0FAY|fay>"),
}
_ANY = {
    "type": "multi_static_select",
    "selected_options": [{"value": "no_difference", "text": {"type": "plain_text", "text": "x"}}],
}
BUTTONS: dict[str, Example | tuple[Example, ...]] = {
    "say": _hers("say:quality:at", "open"),
    "turn": _hers("turn:skip", "open"),
    "pick": _hers("pick:differences", "open", **_ANY),
    ids.ANSWER_HERE: _hers(ids.ANSWER_HERE, "open"),
    ids.OPEN_FORM: _hers(ids.OPEN_FORM, "open"),
    ids.NOTHING: _hers(ids.NOTHING, "open"),
    ids.NOT_TODAY: _hers(ids.NOT_TODAY, "open"),
    ids.MORE: (
        _hers(ids.MORE, "open", **_picks(ids.PRIVACY)),
        presses(ids.MORE, "open", **_picks(ids.FEWER)),  # which each does for themselves
        presses(ids.MORE, "open", **_picks(ids.PAUSE)),
    ),
    ids.PRIVATELY: presses(ids.PRIVATELY, "invitation", only=ASKED_HERE, named=True),
    ids.WHAT_HAPPENS: presses(ids.WHAT_HAPPENS, "invitation", only=ASKED_HERE, named=True),
    ids.TAKE: _hers(ids.TAKE, "reply", named=True),
    ids.LEAVE: presses(ids.LEAVE, "reply", only=ASKED_HERE, named=True),
    ids.CHANGE: _hers(ids.CHANGE, "saved"),
    ids.DELETE: (_hers(ids.DELETE, "saved"), _hers(ids.DELETE, "fixed"), presses(ids.DELETE, "saved", "home", HERS)),
    ids.OTHERS_SEE: _hers(ids.OTHERS_SEE, "saved"),
    ids.SHARE: (_hers(ids.SHARE, "saved"), presses(ids.SHARE, "saved", "home", HERS)),
    ids.WITHDRAW: replace(_hers(ids.WITHDRAW, "saved"), before=_is_shared),
    ids.DONE: (_hers(ids.DONE, "task"), presses(ids.DONE, "task", "home", HERS)),
    ids.NOT_FINISHED: _hers(ids.NOT_FINISHED, "task"),
    ids.CANCEL: _hers(ids.CANCEL, "task"),
    ids.DECLINE: (_hers(ids.DECLINE, "flipped"), presses(ids.DECLINE, "flipped", "home", HERS)),
    ids.DECLINE_AS: _hers(ids.decline_as("rather_not"), "flipped"),
    ids.START: presses(ids.START, "start", "home"),
    ids.WEEK: presses(ids.WEEK, "settings", "home"),
    ids.PAUSE_FOR: presses(ids.PAUSE_FOR, "settings", "home"),
    ids.AWAY: presses(ids.AWAY, "settings", "home"),
    ids.RESUME: presses(ids.RESUME, "settings", "home"),
    ids.STOP_ASKING: presses(ids.STOP_ASKING, "settings", "home"),
    ids.STRIKE: presses(ids.STRIKE, "absence", "home", HERS),
    ids.TEAM_SEES: presses(ids.TEAM_SEES, "look", "home"),
    ids.MINE: presses(ids.MINE, "look", "home"),
    ids.WHY_NOT: presses(ids.WHY_NOT, "5", rest="/few_people"),
    ids.PAST: presses(ids.PAST, "look", "home"),
    ids.PAST_OF: presses(ids.PAST_OF, "team", ids.TEAM_FORM, HERE, rest="/0"),
    ids.PAST_BACK: presses(ids.PAST_BACK, "team", ids.TEAM_FORM, HERE, rest="/0"),
    ids.PAST_OLDER: presses(ids.PAST_OLDER, "team", ids.TEAM_FORM, HERE, rest="/0"),
    ids.PAST_NEWER: presses(ids.PAST_NEWER, "team", ids.TEAM_FORM, HERE, rest="/1"),
    ids.PAST_READ: presses(ids.PAST_READ, "team", ids.TEAM_FORM, HERE, rest="/2026-W28"),
    ids.ATTACH: _hers(ids.ATTACH, "saved"),
    ids.REVIEWS: presses(ids.REVIEWS, "proving", "home"),
    ids.REVIEW_LOOK: presses(ids.REVIEW_LOOK, "review", "home", HERS),
    ids.REVIEW_PASS: presses(ids.REVIEW_PASS, "review", ids.TEAM_FORM, HERS),
    ids.REVIEWER: presses(ids.REVIEWER, "team", ids.TEAM_FORM, HERE),
    ids.STANDARD: _owned(ids.STANDARD),
    ids.REPORT: presses(ids.REPORT, "reports", "home"),
    ids.REPORT_FILE: presses(f"{ids.REPORT_FILE}:csv", "report", ids.TEAM_FORM, frozenset({"mo"})),
    ids.GOALS: presses(ids.GOALS, "proving", "home"),
    ids.GOAL_NEW: (_owned(ids.GOAL_NEW), _owned(ids.GOAL_NEW, ids.TEAM_FORM)),
    ids.GOAL_CHANGE: presses(ids.GOAL_CHANGE, "goal", ids.TEAM_FORM, OWNS_HERE),
    ids.GOAL_OFF: presses(ids.GOAL_OFF, "goal", "home", OWNS_HERE),
    ids.TRIAL_READ: presses(ids.TRIAL_READ, "ended", only=HERE),
    ids.TRIAL_FILE: presses(f"{ids.TRIAL_FILE}:flips", "ended", only=HERE),
    ids.PAGE: presses(ids.PAGE, "stored", "home"),
    ids.EARLIER: presses(ids.EARLIER, "stored", "home"),
    ids.DELETE_EARLIER: presses(ids.DELETE_EARLIER, "fixed", ids.TEAM_FORM, HERS),
    ids.MY_DATA: presses(ids.MY_DATA, "stored", "home"),
    ids.GOES: presses(ids.GOES, "stored", "home"),
    ids.FORGET: (_hers(ids.FORGET, "ada"), presses(ids.FORGET, "ada", ids.TEAM_FORM, HERS)),
    ids.ADMIN: presses(ids.ADMIN, "admin", "home"),
    ids.ADMIN_CHANGE: presses(ids.ADMIN_CHANGE, "administration", ids.TEAM_FORM),
    ids.TEAM_NEW: presses(ids.TEAM_NEW, "set_up", "home"),
    ids.PART_NEW: presses(f"{ids.PART_NEW}:more", "more", ids.TEAM_NEW_FORM),
    ids.PART: presses(f"{ids.PART}:more", "more", ids.TEAM_FORM, OWNS_HERE),
    ids.TEAM_STEP: (
        _owned(f"{ids.TEAM_STEP}:start", state=TeamState.NEW),
        _owned(f"{ids.TEAM_STEP}:pause"),
        _owned(f"{ids.TEAM_STEP}:resume", state=TeamState.PAUSED),
        _owned(f"{ids.TEAM_STEP}:archive"),
        _owned(f"{ids.TEAM_STEP}:bring_back", state=TeamState.ARCHIVED),
    ),
    ids.TEAM_EDIT: (_owned(ids.TEAM_EDIT), _owned(ids.TEAM_EDIT, ids.TEAM_BEGIN)),
    ids.TEAM_DISCARD: presses(ids.TEAM_DISCARD, "new", "home", OWNS_HERE),
    ids.TEAM_OWNERS: _owned(ids.TEAM_OWNERS),
    ids.QUESTIONS: _owned(ids.QUESTIONS),
    ids.TEAM_TRY: _owned(ids.TEAM_TRY, ids.TEAM_BEGIN),
    ids.SAMPLE_OPEN: _owned(ids.SAMPLE_OPEN, "message"),
    ids.TRIALS: presses(ids.TRIALS, "proving", "home"),
    ids.TRIAL_JOIN: (
        presses(ids.TRIAL_JOIN, "trial", only=ASKED_HERE),
        presses(ids.TRIAL_JOIN, "trial", ids.TRIAL_FORM, ASKED_HERE),
    ),
    ids.TRIAL_LEAVE: presses(ids.TRIAL_LEAVE, "trial", only=ASKED_HERE),
    ids.TRIAL_NEW: presses(ids.TRIAL_NEW, "trials", ids.TRIAL_FORM),
    ids.TRIAL_BACK: presses(ids.TRIAL_BACK, "draft", ids.TRIAL_REGISTER),
    ids.TRIAL_CHANGE: presses(ids.TRIAL_CHANGE, "trial", ids.TRIAL_FORM, OWNS_HERE),
    ids.TRIAL_STOP: presses(ids.TRIAL_STOP, "trial", ids.TRIAL_FORM, OWNS_HERE),
    **{often: presses(often, "open") for often in (ids.ONCE, ids.STOP, ids.AS_BEFORE)},
}
FORMS: dict[str, Example | tuple[Example, ...]] = {
    ids.FORM: submits(ids.FORM, HERS),
    ids.SHARE_FORM: submits(ids.SHARE_FORM, HERS),
    ids.START_FORM: submits(ids.START_FORM),
    ids.DECLINE_FORM: submits(ids.DECLINE_FORM, HERS),
    ids.WEEK_FORM: submits(ids.WEEK_FORM),
    ids.PAUSE_FORM: submits(ids.PAUSE_FORM),
    ids.AWAY_FORM: submits(ids.AWAY_FORM),
    ids.ADMIN_FORM: submits(ids.ADMIN_FORM),
    ids.TEAM_NEW_FORM: submits(ids.TEAM_NEW_FORM),
    ids.TEAM_FORM: submits(ids.TEAM_FORM, OWNS_HERE),
    ids.TEAM_BEGIN: submits(ids.TEAM_BEGIN, OWNS_HERE, TeamState.NEW),
    ids.QUESTIONS_FORM: submits(ids.QUESTIONS_FORM, OWNS_HERE),
    ids.OWNERS_FORM: submits(ids.OWNERS_FORM, OWNS_HERE),
    ids.SAMPLE_FORM: submits(ids.SAMPLE_FORM),
    ids.GOAL_FORM: submits(ids.GOAL_FORM, OWNS_HERE),
    ids.GOAL_CHANGE_FORM: submits(ids.GOAL_CHANGE_FORM, OWNS_HERE),
    ids.GOAL_OFF_FORM: submits(ids.GOAL_OFF_FORM, OWNS_HERE),
    ids.ATTACH_FORM: submits(ids.ATTACH_FORM, HERS),
    ids.REVIEW_FORM: submits(ids.REVIEW_FORM, HERS),
    ids.STANDARD_FORM: submits(ids.STANDARD_FORM, OWNS_HERE),
    ids.REPORT_FORM: submits(ids.REPORT_FORM, HERE),
    ids.TRIAL_FORM: submits(ids.TRIAL_FORM, OWNS_HERE),
    ids.TRIAL_REGISTER: submits(ids.TRIAL_REGISTER, OWNS_HERE),
    ids.TRIAL_CHANGE_FORM: submits(ids.TRIAL_CHANGE_FORM, OWNS_HERE),
    ids.TRIAL_STOP_FORM: submits(ids.TRIAL_STOP_FORM, OWNS_HERE),
}
EVENTS: dict[str, Example | tuple[Example, ...]] = {
    "message": (Example(_typed), Example(_overheard)),
    "app_home_opened": Example(_opens_home),
    "member_joined_channel": _moves("member_joined_channel"),
    "member_left_channel": _moves("member_left_channel"),
    "subteam_members_changed": Example(_regroups),
}
FILES: dict[str, Example | tuple[Example, ...]] = {
    "digest": types("report Support week 2026-W28", HERE),
    "digest's picture": types("report Support week 2026-W29", HERE),
    "result of a trial": types("report Support trial Triage in spring", HERE),
    "my data": types("mydata"),
    "report as CSV, page or chart": types("report Support --csv --html", HERE),
}
EXAMPLES: Mapping[Key, Example | tuple[Example, ...]] = {
    **{("command", name): one for name, one in COMMANDS.items()},
    **{("button", name): one for name, one in BUTTONS.items()},
    **{("form", name): one for name, one in FORMS.items()},
    **{("event", name): one for name, one in EVENTS.items()},
    **{("file", name): one for name, one in FILES.items()},
    ("shortcut", ids.START_TASK): Example(_takes),
}
