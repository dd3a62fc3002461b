"""The names Slack sends back to us: actions, views, blocks. Every one carries opaque keys only, never anybody's words."""

from collections.abc import Iterable
from typing import Any

COMMAND = "/candor"

ANSWER_HERE, OPEN_FORM = "answer_here", "open_form"
NOTHING, NOT_TODAY, MORE = "nothing", "not_today", "more"
CHANGE, DELETE, OTHERS_SEE = "change", "delete", "others_see"
SAY, PICK, TURN = "say", "pick", "turn"
FORM = "checkin_form"
SHARE, SHARE_FORM, WITHDRAW = "share", "share_form", "withdraw"

DONE, NOT_FINISHED, CANCEL = "task_done", "task_not_finished", "task_cancel"
DECLINE, DECLINE_AS, DECLINE_FORM = "task_decline", "decline_as", "decline_form"
START, START_FORM, START_TASK = "task_start", "start_form", "start_task"
HOME = "home"

ONCE, STOP, AS_BEFORE = "often_once", "often_stop", "often_as_before"
FORGET = "forget_everything"
PRIVATELY, WHAT_HAPPENS = "answer_privately", "what_happens"
TAKE, LEAVE = "take_reply", "leave_reply"
FEWER, PAUSE, PRIVACY = "fewer", "pause", "privacy"

WEEK, PAUSE_FOR, AWAY, RESUME = "my_week", "pause_for", "away", "resume"
STOP_ASKING, STRIKE, TEAM_SEES, MINE = "stop_asking", "strike_out", "team_sees", "own_record"
PAGE, EARLIER, DELETE_EARLIER, MY_DATA, GOES = "privacy_page", "my_earlier", "delete_earlier", "my_data", "what_goes"
ADMIN, ADMIN_CHANGE, ADMIN_FORM = "administration", "admin_change", "admin_form"
REPORT, REPORT_FORM, REPORT_FILE = "ask_report", "report_form", "report_file"
REVIEW_LOOK, REVIEW_PASS, REVIEWER, STANDARD, ATTACH = "review_look", "review_pass", "reviewer", "team_standard", "attach_work"
REVIEW_FORM, STANDARD_FORM, ATTACH_FORM = "review_form", "standard_form", "attach_form"
WEEK_FORM, PAUSE_FORM, AWAY_FORM = "week_form", "pause_form", "away_form"

TEAM_NEW, TEAM_EDIT, TEAM_STEP, TEAM_DISCARD, TEAM_OWNERS = "team_new", "team_edit", "team_step", "team_discard", "team_owners"
QUESTIONS, QUESTIONS_FORM = "team_questions", "team_questions_form"
TEAM_TRY, SAMPLE_OPEN = "team_try", "sample_open"
PART_NEW, PART = "team_new_part", "team_part"  # what changes a form that is open
TEAM_NEW_FORM, TEAM_FORM, TEAM_BEGIN = "team_new_form", "team_form", "team_begin"
OWNERS_FORM, SAMPLE_FORM = "owners_form", "sample_form"
WHY_NOT = "why_not"
GOAL_NEW, GOAL_CHANGE, GOAL_OFF = "goal_new", "goal_change", "goal_off"
GOAL_FORM, GOAL_CHANGE_FORM, GOAL_OFF_FORM = "goal_form", "goal_change_form", "goal_off_form"
PAST, PAST_OF, PAST_OLDER, PAST_NEWER = "earlier_digests", "digests_of", "digests_older", "digests_newer"
PAST_READ, PAST_BACK = "digest_of_week", "digests_back"

TRIALS, GOALS, REVIEWS = "trials", "goals", "reviews"  # on the home page
TRIAL_NEW, TRIAL_JOIN, TRIAL_LEAVE, TRIAL_READ = "trial_new", "trial_join", "trial_leave", "trial_read"
TRIAL_CHANGE, TRIAL_STOP, TRIAL_BACK, TRIAL_FILE = "trial_change", "trial_stop", "trial_back", "trial_file"
TRIAL_FORM, TRIAL_REGISTER = "trial_form", "trial_register"
TRIAL_CHANGE_FORM, TRIAL_STOP_FORM = "trial_change_form", "trial_stop_form"


def block_id(name: str, checkin: str) -> str:
    """Which check-in a row of buttons belongs to."""
    return f"{name}/{checkin}"


def checkin_of(action: dict[str, Any]) -> str:
    return str(action.get("block_id", "")).partition("/")[2]


def team_of(action: dict[str, Any]) -> str:
    """Which team a row of buttons is about."""
    return checkin_of(action)


def trial_of(action: dict[str, Any]) -> str:
    """Which trial a row of buttons is about."""
    return checkin_of(action)


def whose(action: dict[str, Any]) -> str:
    """To whom a button was shown, as an opaque key."""
    return checkin_of(action)


def reply_key(invitation: str, ts: str) -> str:
    """Something that was written below a team's check-in: where it stands."""
    return f"{invitation}/{ts}"


def reply_of(action: dict[str, Any]) -> tuple[str, str]:
    invitation, _, ts = checkin_of(action).partition("/")
    return invitation, ts


def say(key: str, code: str) -> str:
    """The answer `code` to the question `key`."""
    return f"{SAY}:{key}:{code}"


def said(action_id: str) -> tuple[str, str]:
    _, key, code = action_id.split(":", 2)
    return key, code


def decline_as(reason: str) -> str:
    """Not as the coin said, for this reason, by its code."""
    return f"{DECLINE_AS}:{reason}"


def reason_of(action: dict[str, Any]) -> str:
    return str(action.get("action_id", "")).partition(":")[2]


def why_key(k: int, cases: Iterable[str]) -> str:
    """Which rules a digest asks to have explained, by their codes, and the smallest group they speak of."""
    return f"{k}/{'.'.join(cases)}"


def why_of(action: dict[str, Any]) -> tuple[int, str]:
    k, _, cases = checkin_of(action).partition("/")
    return int(k) if k.isdecimal() else 0, cases


def shelf_key(team: str, what: str | int) -> str:
    """A page of a team's earlier digests, or one of them by its week."""
    return f"{team}/{what}"


def shelf_of(action: dict[str, Any]) -> tuple[str, str]:
    team, _, what = checkin_of(action).partition("/")
    return team, what


def shelf_page_of(action: dict[str, Any]) -> tuple[str, int]:
    team, page = shelf_of(action)
    return team, int(page) if page.isdecimal() else 0


def page_key(checkin: str, page: int, place: str = "") -> str:
    """`place` is where a form was opened from, so that a home page is shown anew afterwards."""
    return f"{checkin}/{page}/{place}"


def page_of(private_metadata: str) -> tuple[str, int, str]:
    checkin, page, place = private_metadata.split("/")
    return checkin, int(page), place


def look_key(checkin: str, mark: str, place: str = "") -> str:
    """Which sentence was looked at, by its mark."""
    return f"{checkin}/{mark}/{place}"


def looked_at(private_metadata: str) -> tuple[str, str, str]:
    checkin, mark, place = private_metadata.split("/")
    return checkin, mark, place


def draft_key(team: str, fingerprint: str) -> str:
    """The form of a team's new goal, and which terms were shown in it, if any were."""
    return f"{team}/{fingerprint}"


def draft_of(private_metadata: str) -> tuple[str, str]:
    team, _, fingerprint = private_metadata.partition("/")
    return team, fingerprint


def trial_file(table: str) -> str:
    return f"{TRIAL_FILE}:{table}"


def report_file(form: str) -> str:
    return f"{REPORT_FILE}:{form}"


def form_of(action: dict[str, Any]) -> str:
    """As which kind of file a report is wished for."""
    return str(action.get("action_id", "")).partition(":")[2]
