"""Every word an employee or owner reads in Slack is looked up: nothing is left in English where another language is spoken.

Once by looking at what is shown, in a made-up language that puts every message in brackets, and once by reading the source.
What people made up themselves begins with Ω here.
"""

import ast
import gettext
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from babel import dates

from bot.collect import Declining, Form, StartForm
from bot.domain import (
    conversation,
    daywords,
    declining,
    language,
    schedule,
    summary,
    teamform,
    trialsaid,
    trialwords,
    whywords,
    wording,
)
from bot.domain import trialform as trialform_rules
from bot.domain.conversation import State
from bot.domain.goalform import Choices as GoalChoices
from bot.domain.questions import SOMETHING_ELSE, Asked, Kind, Option
from bot.domain.refusal import Refusal
from bot.domain.registration import Looks, Stage, TrialTerms, WhyOver
from bot.domain.schedule import Every, Rhythm
from bot.domain.teamform import Who
from bot.domain.teamstate import TeamState
from bot.domain.timer import Calibration, Ran
from bot.domain.trialfigures import Effect, Problem, TrialFigures
from bot.domain.trialform import Draft
from bot.domain.trialpower import plan
from bot.domain.trialpowerwords import advice, words
from bot.domain.trialsaid import over, terms_lines, waits
from bot.domain.trialtermwords import Change, Registered
from bot.domain.trialwords import Standing as Standing_
from bot.domain.verdict import Because
from bot.keep import Goes
from bot.manage import Administration, AtWork, Condition, Kept, Owned, Preview, Ruled, RuledTeam, Set, Standing, Week
from bot.prove import TABLES, Card, Changeable, TrialChoices, TrialLine, TrialPreview, Trials
from bot.prove.goals import Change as GoalChange
from bot.prove.goals import Draft as GoalDraft
from bot.prove.goals import OfTeam, Shown
from bot.prove.power import Power
from bot.report import Asked as Asked_
from bot.report import Choices, Past, Report, Shelf
from bot.review import Attaching, Reviews, Standard, TeamReviews, ToGive
from bot.services import Keeping
from bot.slack.messenger import VIEWS
from bot.slack.views import (
    about,
    admin,
    checkin,
    coin,
    digest,
    goals,
    keep,
    ownquestions,
    past,
    report,
    review,
    settings,
    task,
    team,
    teampreview,
    teams,
    trialcard,
    trialform,
    trials,
)
from tests.gathered import known

ROOT = Path(__file__).parents[2]
ELSEWHERE = {"digest"}  # its words are made and looked at elsewhere


class Marked(gettext.NullTranslations):
    """A language in which every message stands in brackets."""

    def gettext(self, message: str) -> str:
        return f"⟦{known(message)}⟧"

    def pgettext(self, context: str, message: str) -> str:
        return f"⟦{known(message, context)}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{known(msgid1 if n == 1 else msgid2)}⟧"


@pytest.fixture(autouse=True)
def marked(monkeypatch: pytest.MonkeyPatch) -> None:
    days = dates.get_day_names()
    monkeypatch.setattr(language, "catalogue", lambda _code: Marked())
    monkeypatch.setattr(dates, "get_day_names", lambda *_: {n: f"⟦{name}⟧" for n, name in days.items()})


def bare(text: str) -> str:
    """What stands in no brackets, is no made-up word, and none of the names that are the same everywhere."""
    depth, outside = 0, ""
    for sign in text:
        depth += (sign == "⟦") - (sign == "⟧")
        outside += sign if depth == 0 else ""
    outside = "" if outside in language.LANGUAGES.values() else outside  # a language is called as its speakers call it
    outside = re.sub(r"/candor [a-z-]+|Candor|Ω\w*|<@U\w+>|&\w+;", " ", outside)
    return " ".join(re.findall(r"[^\W\d_]+", outside))


def shown(part: Any, key: str = "") -> Iterator[str]:
    """Every text of a message or form that somebody sees or hears."""
    if isinstance(part, dict):
        for name, one in part.items():
            yield from shown(one, name)
    elif isinstance(part, list):
        for one in part:
            yield from shown(one)
    elif key in ("text", "accessibility_label", "alt_text"):
        yield part


def asked(kind: Kind, *, required: bool = False, options: int = 2, key: str = "Ωkey") -> Asked:
    return Asked(key, "Ωquestion?", kind, tuple(Option(f"Ω{n}", f"Ω{n}") for n in range(options)), required, hint="Ωhint")


QUESTIONS = (
    asked(Kind.ONE),
    asked(Kind.ONE, required=True, options=9),
    asked(Kind.MANY),
    asked(Kind.TEXT, options=0),
    asked(Kind.TIME, key="expected"),
    asked(Kind.TIME, options=0),
)
SETTLED = (State.NOTHING, State.NOT_TODAY, State.LAPSED, State.CANCELLED, State.DELETED)
DAYS = (date(2026, 7, 8), date(2026, 9, 30))
TRIALS = [TrialTerms("Ωname", "Ωtask", *DAYS, flips=flips, looks=looks) for looks in Looks for flips in (140, None)]
A_TASK = {"checkin": "Ωid", "task_type": "Ωtask", "expected": 40.0, "at": "17:00"}
EVERY: tuple[Every, ...] = ("week", "two weeks", "month")
RHYTHMS = [Rhythm("fixed", days=(1, 3)[:days], time=time(15), every=every) for days in (1, 2) for every in EVERY]
FLIPS: list[dict[str, Any]] = [
    {"with_ai": with_ai, "forced": forced, "key": "Ωkey", **declined}
    for with_ai in (True, False)
    for forced in (True, False)
    for declined in ({}, *({"declined": reason} for reason in declining.REASONS))
]
PRINTED = {"key": "Ωkey", "team": "Ωteam", "name": "Ωname", "sections": [], "text": "Ωtext"}
LETTERS: list[tuple[str, dict[str, Any]]] = [
    *(("prompt", {"checkin": "Ωid", "k": k, "ignored": ignored}) for k, ignored in ((5, 0), (10, 3), (40, 0))),
    ("prompt", {"checkin": "Ωid", "k": 5, "first": True}),
    *(("invitation", {"invitation": "Ωid", "k": k}) for k in (5, 10)),
    *(("announcement", {"team": "Ωteam", "k": 5, "rhythm": rhythm.to_json()}) for rhythm in RHYTHMS),
    *(("trial", {"trial": "Ωid", "team": "Ωteam", "terms": one.to_json(), "fingerprint": "0", "k": 5}) for one in TRIALS),
    *(("reminder", {"checkin": "Ωid", "begun": begun}) for begun in (True, False)),
    *(
        ("question", {"checkin": "Ωid", "asked": one.to_json(), "said": said, "remark": said})
        for one in QUESTIONS
        for said in ("", "Ωsaid")
    ),
    ("answered", {"question": "Ωquestion?", "answer": "Ωanswer"}),
    ("stopped", {}),
    ("finished", {}),
    *(("saved", {"checkin": "Ωid", "summary": "Ωsaid", "may_change": may}) for may in (True, False)),
    *(("saved", {"checkin": "Ωid", "summary": "Ωsaid", "may_change": True, "work": work}) for work in ("nothing", "attached")),
    *(("settled", {"checkin": "Ωid", "state": state}) for state in SETTLED),
    ("note", {"text": "Ωnote {by}", "by": "U012"}),
    ("passing", {"text": "Ωnote"}),
    *((kind, {**A_TASK, **more}) for kind in ("working", "ended", "done") for more in ({}, {"task_type": SOMETHING_ELSE})),
    ("working", {**A_TASK, "team": "Ωteam"}),
    *((kind, {**A_TASK, "flip": flip}) for kind in ("working", "ended", "done") for flip in FLIPS),
    *(("declining", {"checkin": "Ωid", "declined": declined}) for declined in (True, False)),
    *(("declined", {"reason": reason}) for reason in (*declining.REASONS, None)),
    *(("settled", {"checkin": "Ωid", "state": state, "flipped": True}) for state in (State.CANCELLED, State.DELETED)),
    ("saved", {"checkin": "Ωid", "summary": "Ωsaid", "may_change": True, "flipped": True}),
    *(("mydata", payload) for payload in ({"file": "Ωlink"}, {"without": "leave"}, {"without": "luck"})),
    *(
        ("report_file", {"format": form, "title": "Ωteam", **more})
        for form in ("chart", "csv", "html")
        for more in ({"file": "Ωlink"}, {"without": "leave"}, {"without": "luck"})
    ),
    *(("report_file", {"format": table, "title": "Ωtrial", "file": "Ωlink"}) for table in TABLES),
    ("trial_result", {**PRINTED, "tables": TABLES}),
    ("emptied", {}),
    ("sample", {"team": "Ωid", "k": 5}),
    ("discussion", {"question": "Ωquestion?"}),
    ("reviewing", {}),
]

AT_WORK = (
    AtWork("Ωid", "Ωtask", 40.0),
    AtWork("Ωid", "Ωtask", 90.0, "17:00"),
    AtWork("Ωid", SOMETHING_ELSE, 5.0, "", FLIPS[0]),
)
OWN = Set("Ωset", (("Ωkey", "Ωwhen"),), "Ωzone", "Ωday")
HOME = Standing(
    1,
    ["Ωteam", "Ωother"],
    may_start=True,
    at_work=AT_WORK,
    calibration=Calibration(1.0, 7),
    kept=(Kept("Ωid", "Ωsaid"), Kept("Ωid", "Ωsaid", changing=True, flipped=True)),
    own=OWN,
    owned=tuple(Owned("Ωid", "Ωteam", state, 6, "C0") for state in TeamState),
    may_set_up=True,
)
# Every field there can be.
TEAM = {**teamform.DEFAULTS, "name": "Ωname", "who": "group", "types": "Ωtype", "rhythm": "fixed", "currency": "Ω"}
TEAM_FORM = team.Shown("Ωid", TEAM, more=True, has_groups=True, groups={"S0": "Ωgroup"})
ANNOUNCED = {"team": "Ωteam", "k": 5, "rhythm": schedule.Rhythm().to_json()}
PREVIEW = Preview("Ωid", "Ωteam", Who.PEOPLE, "", 5, "Ωwhen", 5, "Ωquestion?", ("Ωone", "Ωtwo"), None, ANNOUNCED)
WEEK = Week((0, 1, 4), time(9), time(17), "Ωzone", "Ωelsewhere", "Ωcountry", 2, "en")
FIXED = {"kind": "fixed", "per_week": 2, "days": [1, 3], "time": "15:00"}
RULED = Ruled(True, ("U012",), 5, 60, 12, Keeping())
RULING = Administration(
    Ruled(False, (), 7, None, None, Keeping()),
    (
        RuledTeam("Ωteam", TeamState.NEW, ("U012",) * 9, "5–9", date(2026, 7, 6), Rhythm(), 5),
        *(
            RuledTeam("Ωteam", state, (), None, None, Rhythm.from_json({**FIXED, "every": every}), 5)
            for state, every in zip(list(TeamState)[1:], ("week", "two weeks", "month"), strict=True)
        ),
    ),
    Condition(datetime(2026, 7, 6, tzinfo=UTC), 1, 2, 3, ("U012",), 4, 5, "0012", stopped=False, stuck=True),
)
GOAL = Shown("Ωid", "Ωgoal", "Ωterms", "Ωstands", "Ωlocked", ("Ωchange",), may_change=True)
GOAL_DRAFT = GoalDraft("Ωid", "Ωteam", GoalChoices(("Ωtask",), (), costs=True), {})
LINE = TrialLine(
    "Ωid", "Ωname", "Ωteam", "Ωtask", Stage.RUNNING, "Ωprogress", "0", "0", ("Ωterms",), is_owner=True, reason="Ωreason"
)
TRIAL_LINES = (
    replace(LINE, joined=True),
    replace(LINE, may_join=True, is_owner=False),
    replace(LINE, stage=Stage.STOPPED, has_result=True),
)
POWER = Power(
    356,
    30,
    tuple(
        line
        for made in (plan(0.8, None, 6, 2.0), plan(0.5, 0.4, 6, 2.0), plan(0.8, None, 0, 2.0))
        for line in (words(made), *advice(made))
    ),
)
DRAFT = Draft("Ωid", "Ωtask", 20, Looks.END, *DAYS, "Ωname", 356)
TRIAL_PREVIEW = TrialPreview(DRAFT, "Ωteam", POWER, tuple(terms_lines(DRAFT.terms(""))), 5)
TRIAL_CHOICES = TrialChoices((("Ωid", "Ωtask"),), {"looks": Looks.END})
SHARES = dict.fromkeys(("declined", "unfinished", "missing", "overlapping", "fixing", "below"), ("10 %", "few"))
SHOWN_OF_TRIALS = (
    TrialFigures("faster", assigned=Effect(0.8, 0.7, 1.0), followed=Effect(1, 0.9, 1.1), p=0.01, people="5–9", tasks="50+"),
    *(TrialFigures(way, assigned=Effect(ratio, 0.9, 4)) for way, ratio in (("slower", 1.0), ("faster", 1.0), ("slower", 3.0))),
    TrialFigures("about_same", assigned=Effect(1, 0.9, 1.1), rung="expected", people="5–9", tasks="50+", balance=0.5),
    *(TrialFigures("not_enough", why, assigned=Effect(1, 0.5, 2), flips=1) for why in Because),
    TrialFigures("not_enough", "few_people"),
    TrialFigures("not_enough", problems=tuple(Problem), assigned=Effect(1, 0.5, 2), forced="10 %", **SHARES),  # type: ignore[arg-type]  # shares
    TrialFigures("faster", assigned=Effect(0.5, 0.4, 0.6), reviewed=(0.1, -0.2, 0.3), p=0.0001, **SHARES),  # type: ignore[arg-type]  # shares
)
_DAYS = (date(2026, 7, 1), date(2026, 9, 30))
STANDINGS = (
    Standing_(None, _DAYS[1], 52, 140, 5),
    Standing_(None, _DAYS[1], 52, None, 5),
    Standing_(_DAYS[0], _DAYS[1], 0, 140, 5),
    Standing_(None, _DAYS[1], 0, 140, 5, waiting=True),
    Standing_(None, _DAYS[1], 140, 140, 5, closing=True),
)


def a_trial(why: str, said: TrialFigures) -> dict[str, Any]:
    terms = {"starts_on": "2026-07-01", "ends_on": "2026-09-30", "flips": 50, "name": "Ωname"}
    change = Change(_DAYS[0], dict.fromkeys(terms, ""), terms, "Ωreason", "Ωmark")
    looks = list(Looks)[list(WhyOver).index(WhyOver(why)) % len(Looks)]
    declared = TrialTerms("Ωname", "Ωtask", *_DAYS, flips=140, looks=looks, seed_hash="Ωhash")
    it = Registered(declared, "Ωmark", _DAYS[0], _DAYS[1], why, "Ωreason", "Ωseed", (change,))
    return trialcard.window(Asked_("Ωname", Card("Ωkey", "Ωteam", "Ωname", trialwords.sections(it, said), TABLES, {})))


def a_standing(it: Standing_) -> dict[str, Any]:
    return trialcard.window(Asked_("Ωname", standing=trialwords.standing(it)))


PRINT = {"team": "Ωteam", "period": "Ωperiod", "response": "", "sections": [], "chart": [], "text": "Ωtext"}
REVIEWING = tuple(
    TeamReviews("Ωid", "Ωteam", pieces, reviews, owns)
    for pieces in (0, 1, 4)
    for reviews in (True, False)
    for owns in (True, False)
)
PAGES: dict[str, Callable[[], dict[str, Any]]] = {
    "home": lambda: about.home(HOME),
    "home of somebody known": lambda: about.home(replace(HOME, new=False)),
    "home without check-ins": lambda: about.home(replace(HOME, own=replace(OWN, stopped=True, paused_until=""))),
    "home of nobody": lambda: about.home(Standing(0, [])),
    "home of an admin": lambda: about.home(HOME, admin=True),
    "admin": lambda: admin.message(RULING),
    "admin, in a window": lambda: admin.page(replace(RULING, rules=RULED, teams=())),
    "admin's form": lambda: admin.form(RULED),
    "help": lambda: {"text": about.help_text()},
    "report form": lambda: report.form(Choices((("Ωid", "Ωteam"),), (("Ωkey", "Ωtask"),), (("Ωkey", "Ωtool"),))),
    "report form of an admin": lambda: report.form(Choices((), (), ())),
    "report": lambda: report.window(Report(PRINT, ("Ωnote", "Ωnotes\nΩmore"), "Ωkey", ("chart", "csv", "html"))),
    "week": lambda: settings.week(WEEK),
    "week as Slack says": lambda: settings.week(replace(WEEK, zone_found="")),
    "pause": settings.pause,
    "away": settings.away,
    **{f"form, page {n}": partial(checkin.form, Form("Ωid", n, tuple((one, None) for one in QUESTIONS))) for n in (1, 2)},
    "start": lambda: task.form(StartForm(tuple((one, None) for one in QUESTIONS), "Ωtyped", "Ωremark")),
    "the other way": lambda: coin.form(Declining("Ωid")),
    "the other way, said before": lambda: coin.form(Declining("Ωid", "customer")),
    "notice": lambda: checkin.notice("Ωsentence"),
    "others see": lambda: {"text": checkin.others_see(5)},
    **{
        f"team form, {who} and {rhythm}": partial(
            team.form, replace(TEAM_FORM, values={**TEAM, "who": who, "rhythm": rhythm}, team=known_team)
        )
        for who in Who
        for rhythm in teamform.Rhythm
        for known_team in ("", "Ωid")
    },
    **{f"preview of {who}": partial(teampreview.form, replace(PREVIEW, who=who), tried=True) for who in Who},
    "sample form": lambda: teampreview.sample_form(Form("", 1, tuple((one, None) for one in QUESTIONS))),
    "owners": lambda: teams.owners("Ωid", "Ωteam", ("U0",)),
    "own questions": lambda: ownquestions.form("Ωid", ()),
    "goals": lambda: goals.window((OfTeam("Ωid", "Ωteam", True, (GOAL,), 2), OfTeam("Ωid", "Ωother", True))),
    "a new goal": lambda: goals.form(GOAL_DRAFT),
    "a goal to look at": lambda: goals.form(replace(GOAL_DRAFT, terms="Ωterms", fingerprint="0" * 64)),
    "a goal to change": lambda: goals.change(GoalChange("Ωid", "Ωgoal", "Ωterms")),
    "a goal to call off": lambda: goals.off(GoalChange("Ωid", "Ωgoal", "Ωterms")),
    "reviews": lambda: review.window(Reviews((("Ωid", "Ωteam", "Ωtask"), ("Ωid", "Ωteam", SOMETHING_ELSE)), REVIEWING)),
    "no reviews": lambda: review.window(Reviews((), ())),
    **{
        f"a piece of work, {n}": partial(review.piece, ToGive("Ωid", "Ωtask", standard, work))
        for n, (standard, work) in enumerate((("Ωstandard", "Ωwork"), ("", "Ωwork")))
    },
    "attach work": lambda: review.attach(Attaching("Ωid", "Ωteam", "Ωwork")),
    "standard": lambda: review.standard(Standard("Ωid", "Ωteam", 4, "Ωtext", (("Ωblock", "Ωkind", "Ωtext"),))),
    "why not": lambda: digest.why_not(whywords.explained(whywords.CASES, 5)),
    "earlier digests of teams": lambda: past.shelves((("Ωid", "Ωteam", True), ("Ωid", "Ωother", False))),
    "earlier digests": lambda: past.shelf(Shelf("Ωid", "Ωteam", 1, (("2026-28", date(2026, 7, 12)),), True)),
    "no earlier digests": lambda: past.shelf(Shelf("Ωid", "Ωteam", 0, (), False)),
    "an earlier digest": lambda: past.form(Past("Ωid", "Ωteam", "2026-28", "Ωtext")),
    "trials": lambda: trials.window(Trials(TRIAL_LINES, may_register=True), "Ωsaid"),
    "trials, by command": lambda: trials.message(Trials(TRIAL_LINES)),
    "no trials": lambda: trials.message(Trials(())),
    "a trial's form": lambda: trialform.form(TRIAL_CHOICES),
    "change a trial": lambda: trialform.change(Changeable("Ωid", "Ωname", date(2026, 9, 30), 140)),
    "stop a trial": lambda: trialform.stop(Changeable("Ωid", "Ωname", date(2026, 9, 30), 140)),
    **{f"trial, {why}, {n}": partial(a_trial, why, said) for why in WhyOver for n, said in enumerate(SHOWN_OF_TRIALS)},
    **{f"standing of a trial, {n}": partial(a_standing, one) for n, one in enumerate(STANDINGS)},
    "what goes": lambda: keep.goes(Goes("Ωkey", ((1, "answer"), (2, "check-in"), (3, "range of days away")), ("Ωteam",))),
}


def test_every_kind_of_letter_is_looked_at() -> None:
    assert {kind for kind, _ in LETTERS} == set(VIEWS) - ELSEWHERE


@pytest.mark.parametrize(("kind", "payload"), LETTERS)
def test_a_message_has_no_word_of_its_own(kind: str, payload: dict[str, Any]) -> None:
    texts = list(shown(VIEWS[kind](payload)))
    assert texts
    assert [text for text in texts if bare(text)] == []


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_page_has_no_word_of_its_own(page: Callable[[], dict[str, Any]]) -> None:
    texts = list(shown(page()))
    assert texts
    assert [text for text in texts if bare(text)] == []


SAID = [
    lambda: summary.summary({"task_type": "Ωtask", "size": 3, "approach": "with_ai", "fixing": "no"}),
    lambda: summary.summary({"task_type": SOMETHING_ELSE, "minutes": "unfinished", "fixing": "too_early", "expected": 40.0}),
    lambda: Ran(45).question,
    lambda: Ran(45, forgotten=True, overlapping=True).question,
    lambda: conversation.why_not(State.FIXED),
    lambda: conversation.unit_doubt("minutes", (90, 5400)).text,
    lambda: daywords.spelled_range(date(2026, 12, 4), date(2026, 12, 4)),
    lambda: daywords.spelled_range(date(2026, 12, 4), date(2027, 1, 2)),
    lambda: Refusal().sentence,
    *(lambda why=why: over(why) for why in WhyOver),
    lambda: "".join(waits(5, enough=False, paused=True)),
    lambda: trialsaid.changed({"ends_on": "2026-10-15", "flips": 80}, "Ωreason"),
    lambda: trialform_rules.default_name("Ωtask", DAYS[0]),
]


@pytest.mark.parametrize("say", SAID)
def test_a_sentence_of_the_rules_is_looked_up(say: Callable[[], str]) -> None:
    assert not bare(say())


@pytest.mark.parametrize(
    ("text", "left"),
    [("⟦one ⟦Two⟧⟧ 3", ""), ("⟦one⟧ two", "two"), ("• `/candor start` Ωword", ""), ("/candor start [type]", "type")],
)
def test_a_bare_word_is_seen(text: str, left: str) -> None:
    assert bare(text) == left


def test_a_summary_in_english_says_what_was_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "catalogue", lambda _code: gettext.NullTranslations())
    for key in ("size", "approach"):
        for option in wording.BY_KEY[key].options:
            assert summary.summary({key: option.code}) == option.words[:1].lower() + option.words[1:]
    for option in wording.BY_KEY["fixing"].options:
        assert summary.summary({"fixing": option.code})


# The source

VIEWS_HERE = (
    *("about", "blocks", "checkin", "goals", "keep", "proving", "settings", "task", "team", "teampreview", "teams"),
    *("trialcard", "trialform", "trials"),
)
RULES = (
    "conversation",
    "daywords",
    "entries",
    "goalform",
    "goalwords",
    "refusal",
    "summary",
    "teamform",
    "timer",
    "trialform",
    "trialpowerwords",
    "trialsaid",
    "trialwords",
    "trialtermwords",
    "understanding",
    "workfields",
)
FILES = (
    *(ROOT / "bot" / "slack").glob("*.py"),
    *(ROOT / "bot" / "slack" / "views" / f"{name}.py" for name in VIEWS_HERE),
    *(path for verb in ("ask", "collect", "deliver", "keep", "manage", "prove") for path in (ROOT / "bot" / verb).glob("*.py")),
    *(ROOT / "bot" / "domain" / f"{name}.py" for name in RULES),
)
ENGLISH = {
    "bot/slack/socket.py": "whoever runs the process reads it, in the log or where it ends",
    "bot/manage/operator.py": "what an operator's file does is said by the command line",
    "bot/deliver/health.py": "the doctor says it",
}
NOT_SAID = {
    "Nothing is stored about {}.": "the command line's, for an operator whom somebody has asked",
    "They have paused, or are away today.": "the command line's, where an operator asks a team now",
    "Slack asks to wait": "a reason kept with a letter, for operators",
    "HTTP {}, no answer in words": "likewise",
}
MARKS = {"_", "N_", "ngettext", "pgettext"}


def called(node: ast.AST) -> str:
    """The name something is called by; `log.info` is "log"."""
    if not isinstance(node, ast.Call):
        return ""
    owner = node.func.value if isinstance(node.func, ast.Attribute) else node.func
    return owner.id if isinstance(owner, ast.Name) else ""


def literals(node: ast.AST) -> Iterator[tuple[int, str]]:
    """Every text that is no docstring and stands in no mark and no log; `{}` for what is filled in."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    if isinstance(node, ast.JoinedStr):
        yield node.lineno, "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
        parts: list[ast.AST] = [part for part in node.values if isinstance(part, ast.FormattedValue)]
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.lineno, node.value
        return
    else:
        parts = list(ast.iter_child_nodes(node))
    if called(node) in {*MARKS, "log"}:
        return
    for part in parts:
        yield from literals(part)


def sentence(text: str) -> bool:
    """Whether somebody could read it as one."""
    return len(re.findall(r"\S+", text)) >= 3 and bool(re.match(r"[A-Z]", text) or re.search(r"[.?!…]$", text.strip()))


def unmarked(source: str) -> list[tuple[int, str]]:
    return [(line, text) for line, text in literals(ast.parse(source)) if sentence(text) and text not in NOT_SAID]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_sentence_is_left_unmarked(path: Path) -> None:
    name = path.relative_to(ROOT).as_posix()
    found = unmarked(path.read_text(encoding="utf-8"))
    if name in ENGLISH:
        assert found, f"{name} need not be excepted any more: {ENGLISH[name]}"
    else:
        assert not found, "\n".join(f"{name}:{line} “{text}” is in no _, N_, ngettext or pgettext" for line, text in found)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_mark_hides_where_it_is_not_found(path: Path) -> None:
    """What collects the messages reads neither into an f-string nor into another message."""
    outer = [
        node
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.JoinedStr) or called(node) in MARKS
    ]
    found = [
        inner.lineno
        for node in outer
        for inner in ast.walk(node)
        if isinstance(inner, ast.Call) and inner is not node and called(inner) in MARKS
        if any(isinstance(given, ast.Constant) for given in inner.args)
    ]
    assert not found, f"{path.name}: the messages in lines {found} would not be collected"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ('x = "Nothing of this"', "Nothing of this"),
        ('raise Refusal(f"it is {a} so.")', "it is {} so."),
        ('x = f"{a} and " "more of it."', "{} and more of it."),
        ('button(_("Fine as it is"), "Not marked here")', "Not marked here"),
    ],
)
def test_what_is_not_marked_is_seen(source: str, text: str) -> None:
    assert [found for _, found in unmarked(source)] == [text]


@pytest.mark.parametrize(
    "source",
    ['"""A docstring is not said."""', 'x = _("This is marked well.")', 'log.info("This is a log.")', 'x = "one_key two"'],
)
def test_what_is_not_said_is_let_through(source: str) -> None:
    assert unmarked(source) == []
