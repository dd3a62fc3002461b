"""Every message and form we build: taken by Slack's own models as well as by the sandbox, and readable without blocks."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.collect import Declining, Form, StartForm
from bot.domain import trialwords, whywords, wording
from bot.domain.conversation import State, Talk, unit_doubt
from bot.domain.declining import REASONS
from bot.domain.goalform import Choices
from bot.domain.ownquestions import OwnQuestion, parse
from bot.domain.questions import Setting, of_own, present
from bot.domain.registration import Looks, Stage, TrialTerms
from bot.domain.schedule import Rhythm
from bot.domain.timer import Calibration, Ran
from bot.domain.trialfigures import Effect, TrialFigures
from bot.domain.trialform import Draft
from bot.domain.trialtermwords import Change, Registered
from bot.keep import Earlier, Explained, Goes
from bot.manage import AtWork, Kept, Seen, Set, Standing, Week
from bot.prove import TABLES, Card, Changeable, TrialChoices, TrialLine, TrialPreview, Trials
from bot.prove.goals import Change as GoalChange
from bot.prove.goals import Draft as GoalDraft
from bot.prove.goals import OfTeam, Shown
from bot.prove.power import Power
from bot.report import Asked, Past, Shelf
from bot.review import Attaching, Reviews, Standard, TeamReviews, ToGive
from bot.slack.messenger import VIEWS
from bot.slack.views import (
    about,
    blocks,
    chart,
    checkin,
    coin,
    digest,
    earlier,
    goals,
    keep,
    mine,
    ownquestions,
    past,
    privacy,
    review,
    seen,
    settings,
    task,
    trialcard,
    trialform,
    trials,
)
from sandbox.blocks import message_problems, view_problems

LONG = "Ünïcödé & <!channel> *bold* " + "x" * 60
SETTING = Setting("T/U", tuple(f"{n} {LONG}"[:60] for n in range(8)), ("Drafter & Co", "B", "C", "D", "E"), asks_guess=True)
SAID = {"task_type": SETTING.task_types[0], "approach": "with_ai", "fixing": "more"}


def question(key: str) -> dict[str, Any]:
    asked = present(wording.BY_KEY[key], SAID, SETTING)
    return {"checkin": "opaque", "asked": asked.to_json(), "said": "Bug triage · with AI", "remark": "I could not read that."}


OWN = (
    parse(f"{LONG}?", "scale", low="<!channel> & *bold*", high="x" * 40),
    parse(f"{LONG} how long?", "number", unit="<!channel> & co"),
    parse(f"{LONG} which?", "choice", options=[f"{n} {LONG}"[:60] for n in range(6)], good=f"1 {LONG}"[:60].strip()),
)


def own_question(own: OwnQuestion) -> dict[str, Any]:
    asked = present(of_own(own), SAID, SETTING)
    return {"checkin": "opaque", "asked": asked.to_json(), "said": "Bug triage · 4 of 5", "remark": ""}


def clocked() -> dict[str, Any]:
    asked = present(wording.BY_KEY["minutes"], SAID, replace(SETTING, ran=Ran(45)))
    return {"checkin": "opaque", "asked": asked.to_json(), "said": "", "remark": ""}


def doubt() -> dict[str, Any]:
    asked = unit_doubt("minutes", (90, 5400))
    options = [[option.code, option.words] for option in asked.options]
    shown = {"key": "minutes", "text": asked.text, "kind": "one", "options": options, "required": True, "hint": ""}
    return {"checkin": "opaque", "asked": shown, "said": "", "remark": ""}


def bar(name: str, low: float, ratio: float, high: float, *, settled: bool = False) -> dict[str, Any]:
    return {"task_type": name, "low": low, "ratio": ratio, "high": high, "settled": settled}


DIGEST: dict[str, Any] = {
    "team": LONG,
    "period": "weeks 1–8",
    "response": "most check-ins answered",
    "text": LONG * 100,
    "sections": [{"key": "time", "title": "Time", "lines": [[LONG, "about 40 min " * 60]] * 12}],
}
CHARTS = {
    "one": [bar("Bug triage", 0.65, 0.9, 1.25)],
    "five": [bar(f"Customer replies of the kind {n}", 0.5, 0.8, 1 + n, settled=n == 2) for n in range(5)],
    "alike": [bar(LONG, 0.05, 3.0, 90.0), bar(f"{LONG} 2", 1.0, 1.0, 1.0), bar(f"{LONG} 3", 0.9, 1.0, 1.1, settled=True)],
}

FLIPS: tuple[dict[str, Any], ...] = (
    *({"with_ai": with_ai, "forced": forced, "key": "0123456789ab"} for with_ai in (True, False) for forced in (True, False)),
    *({"with_ai": True, "forced": False, "key": "0123456789ab", "declined": reason} for reason in REASONS),
)
TERMS = TrialTerms(LONG[:60], LONG[:60], date(2026, 7, 8), date(2026, 9, 30), flips=140, seed_hash="0f" * 32)
REGISTERED = {"trial": "opaque", "team": LONG, "terms": TERMS.to_json(), "fingerprint": TERMS.fingerprint, "k": 5}
TRIAL_FIGURES = TrialFigures(
    "faster_clear",
    flips=140,
    people="5–9",
    tasks="50+",
    assigned=Effect(0.8, 0.7, 0.9),
    followed=Effect(0.85, 0.7, 1.0),
    p=0.004,
    rung="expected",
    **dict.fromkeys(("declined", "unfinished", "missing", "overlapping", "fixing", "below"), ("10 %", "few")),  # type: ignore[arg-type]  # shares
    forced="20 %",
    balance=0.7,
    reviewed=(0.2, -0.1, 0.5),
)
CHANGES = tuple(Change(date(2026, 7, day), {"flips": day}, {"flips": 90}, LONG * 3, "0f" * 32) for day in range(1, 9))
ENDED = Registered(
    TrialTerms(LONG, LONG, date(2026, 7, 1), date(2026, 9, 30), flips=140, seed_hash="0f" * 32),
    *("0f" * 32, date(2026, 6, 30), date(2026, 10, 1), "stopped", LONG * 8, "0f" * 32, CHANGES),
)
CARD = Card("opaque", LONG[:60], LONG[:60], trialwords.sections(ENDED, TRIAL_FIGURES), TABLES, {})
SETTLED = (State.NOTHING, State.NOT_TODAY, State.LAPSED, State.CANCELLED, State.DELETED)
PAYLOADS: list[tuple[str, dict[str, Any]]] = [
    ("prompt", {"checkin": "opaque", "k": 5}),
    ("invitation", {"invitation": "opaque", "k": 5}),
    ("announcement", {"team": LONG, "k": 12, "rhythm": Rhythm().to_json()}),
    ("trial", REGISTERED),
    ("reminder", {"checkin": "opaque", "begun": False}),
    ("reminder", {"checkin": "opaque", "begun": True}),
    *[("question", question(q.key)) for q in wording.QUESTIONS],
    *[("question", own_question(one)) for one in OWN],
    ("question", doubt()),
    ("answered", {"question": "How long?", "answer": LONG}),
    ("stopped", {}),
    ("finished", {}),
    ("saved", {"checkin": "opaque", "summary": LONG, "may_change": True}),
    ("saved", {"checkin": "opaque", "summary": LONG, "may_change": True, "noted": True}),
    ("saved", {"checkin": "opaque", "summary": LONG, "may_change": True, "changing": True, "shared": True, "least": 10}),
    *[("saved", {"checkin": "opaque", "summary": LONG, "may_change": True, "work": work}) for work in ("nothing", "attached")],
    ("reviewing", {}),
    *[("settled", {"checkin": "opaque", "state": state}) for state in SETTLED],
    ("note", {"text": LONG}),
    ("question", clocked()),
    ("working", {"checkin": "opaque", "task_type": LONG, "expected": 40.0}),
    ("working", {"checkin": "opaque", "task_type": LONG, "expected": 40.0, "team": LONG}),
    *[("working", {"checkin": "opaque", "task_type": LONG, "expected": 40.0, "flip": flip}) for flip in FLIPS],
    ("ended", {"checkin": "opaque", "task_type": LONG, "at": "17:00"}),
    *[("ended", {"checkin": "opaque", "task_type": LONG, "at": "17:00", "flip": flip}) for flip in FLIPS],
    *[("done", {"checkin": "opaque", "task_type": LONG, "flip": flip}) for flip in FLIPS],
    *[("declining", {"checkin": "opaque", "declined": declined}) for declined in (True, False)],
    *[("declined", {"reason": reason}) for reason in (*REASONS, None)],
    *[("settled", {"checkin": "opaque", "state": state, "flipped": True}) for state in (State.CANCELLED, State.DELETED)],
    ("saved", {"checkin": "opaque", "summary": LONG, "may_change": True, "flipped": True}),
    ("done", {"checkin": "opaque", "task_type": LONG}),
    ("passing", {"text": LONG}),
    ("emptied", {}),
    ("sample", {"team": "opaque", "k": 5}),
    ("mydata", {"file": "https://files.slack.com/files-pri/T0-F0/everything-about-me.json"}),
    *[("mydata", {"without": why}) for why in ("leave", "luck")],
    ("discussion", {"question": LONG}),
    *[
        ("report_file", {"title": LONG, "format": form, "file": "https://files.slack.com/x"})
        for form in ("chart", "csv", "html")
    ],
    *[("report_file", {"title": LONG, "format": "csv", "without": why}) for why in ("leave", "luck")],
    *[("report_file", {"title": LONG, "format": table, "file": "https://files.slack.com/x"}) for table in TABLES],
    ("trial_result", CARD.to_payload()),
    ("trial_result", replace(CARD, tables=()).to_payload()),
    ("digest", DIGEST),
    ("digest", {**DIGEST, "closing": LONG, "why": list(whywords.CASES), "k": 5}),
    *[("digest", {**DIGEST, "chart": bars}) for bars in CHARTS.values()],
    ("digest", {**DIGEST, "chart": CHARTS["one"], "chart_as": "picture", "chart_file": "F0123456789"}),
    ("digest", {**DIGEST, "chart": CHARTS["one"], "chart_as": "words"}),
    ("digest", {**DIGEST, "sections": [{"key": "own_words", "title": "Words", "lines": [[None, LONG]] * 30}]}),
]
UNKNOWN_TO_THE_SDK = {"data_visualization"}


def read_as_markup(part: Any) -> Iterator[str]:
    """Every text Slack would read mentions and links in."""
    if isinstance(part, dict):
        if part.get("type") == "mrkdwn":
            yield part["text"]
        part = list(part.values())
    if isinstance(part, list):
        for one in part:
            yield from read_as_markup(one)


def test_every_kind_of_letter_is_looked_at_here() -> None:
    assert {kind for kind, _ in PAYLOADS} == set(VIEWS)


@pytest.mark.parametrize(("kind", "payload"), PAYLOADS)
def test_a_message_is_valid_and_can_be_read_without_its_blocks(kind: str, payload: dict[str, Any]) -> None:
    message = VIEWS[kind](payload)
    assert message["text"].strip()
    stays = kind in ("digest", "trial_result")  # what may be changed later is kept short
    assert len(message["text"]) <= (12_000 if stays else 4000)
    assert not any("<!channel>" in text for text in (message["text"], *read_as_markup(message["blocks"])))
    assert message_problems(message["blocks"]) == []
    for block in message["blocks"]:
        if block["type"] in UNKNOWN_TO_THE_SDK:
            continue
        parsed = Block.parse(block)
        assert parsed is not None
        parsed.validate_json()


@pytest.mark.parametrize("page", [1, 2])
@pytest.mark.parametrize("approach", ["with_ai", "without_ai", "dropped_ai"])
def test_a_form_is_a_valid_modal(page: int, approach: str) -> None:
    draft = {**SAID, "approach": approach, "minutes": 50.0, "size": 3, "quality": "at"}
    asked = tuple((present(q, draft, SETTING), Talk(draft).draft.get(q.key)) for q in wording.applying(draft, SETTING))
    view = checkin.form(Form("opaque", page, asked))
    View(**view).validate_json()
    for block in view["blocks"]:
        parsed = Block.parse(block)
        assert parsed is not None
        parsed.validate_json()


@pytest.mark.parametrize("own", [OWN[:2], OWN[2:], ()])
def test_own_questions_are_valid_in_a_form_and_in_that_which_declares_them(own: tuple[OwnQuestion, ...]) -> None:
    asked = tuple((present(of_own(one), SAID, SETTING), 2.0 if one.unit else 2) for one in own)
    for fields in ([block for one, value in asked for block in checkin.fields(one, value)], ownquestions.fields(own)):
        view = blocks.modal("form", "Title", fields or [blocks.section("Nothing")], submit="Send")
        View(**view).validate_json()
        assert view_problems(view) == []


@pytest.mark.parametrize(
    ("value", "typed", "remark"), [(None, "", ""), (90.0, "", ""), (None, "90", "Is that 1 h 30 or 90 h?")]
)
def test_the_form_before_a_task_is_a_valid_modal(value: float | None, typed: str, remark: str) -> None:
    values = {"task_type": SETTING.task_types[0], "size": 3, "expected": value}
    asked = tuple((replace(present(one, {}, SETTING), hint=LONG), values[one.key]) for one in wording.STARTING)
    view = task.form(StartForm(asked, typed, remark), "home")
    View(**view).validate_json()
    for block in view["blocks"]:
        parsed = Block.parse(block)
        assert parsed is not None
        parsed.validate_json()


def test_what_would_be_deleted_is_valid_and_shows_names_as_text() -> None:
    goes = keep.goes(Goes("opaque", ((1, "answer"), (31, "check-in"), (0, "range of days away")), ("Support", LONG)))
    assert message_problems(goes["blocks"]) == []
    assert "1 answer, 31 check-ins, what I wrote to you here, your settings, your place in Support and" in goes["text"]
    assert not any("<!channel>" in text for text in (goes["text"], *read_as_markup(goes["blocks"])))


def test_home_is_valid() -> None:
    at_work = (
        AtWork("one", LONG, 40.0),
        AtWork("two", LONG, 90.0, "17:00", FLIPS[-1]),
        AtWork("three", LONG, 5.0, "", FLIPS[0]),
    )
    own = Set(f"You work Monday. {LONG}", tuple((f"key{n}", LONG) for n in range(20)), "Asia/Tokyo", "Friday 4 December 2026")
    kept = tuple(Kept(f"c{n}", LONG, changing=n == 1) for n in range(10))
    full = Standing(
        1, [LONG], may_start=True, at_work=at_work, calibration=Calibration(1.2, 7), kept=kept, own=own, new=False, stored=True
    )
    stopped = replace(full, own=replace(own, paused_until="", stopped=True), new=True)
    for view in (about.home(Standing(0, [])), about.home(full), about.home(stopped)):
        View(**view).validate_json()
        assert view_problems(view) == []
        assert len(view["blocks"]) <= 100
        assert not any("<!channel>" in text for text in read_as_markup(view))


WEEK = Week((0, 1, 4), time(9), time(17), "Europe/Berlin", "Asia/Tokyo", "DE-BY", 2, "de")
GOALS = [
    OfTeam(
        f"opaque{team}",
        LONG,
        team % 2 == 0,
        tuple(Shown(f"opaque{team}-{n}", LONG, LONG, LONG, LONG, (LONG, LONG), may_change=n < 3) for n in range(12)),
        team,
    )
    for team in range(9)
]
GOAL_CHOICES = Choices(tuple(f"{n} {LONG}"[:60] for n in range(8)), OWN, costs=True)
GOAL = {"name": LONG[:60], "outcome": "time", "way": "less", "size": "20", "least": "40", "since": "2026-07-07"}
SEEN = Seen(LONG, 5, "\n".join([LONG] * 500), among=True, day="Monday")
LINES = [(LONG, "not enough yet."), ("Your choices", LONG * 60)]
TEAM = TeamReviews("opaque", LONG, 4, True, True)
LINE = TrialLine(
    "opaque",
    LONG[:60],
    LONG[:60],
    LONG[:60],
    Stage.RUNNING,
    "52 of 140 flips",
    "0f" * 32,
    "0f" * 32,
    (LONG,) * 6,
    (LONG,),
    (LONG * 8,) * 9,
    LONG * 8,
    joined=True,
    is_owner=True,
)
JOINABLE = replace(LINE, joined=False, may_join=True)
OVER = replace(LINE, stage=Stage.STOPPED, joined=False, has_result=True)
MANY = tuple(replace(one, trial=f"opaque{n}") for n, one in enumerate((LINE, JOINABLE, OVER) * 20))
DRAFT = Draft("opaque", LONG[:60], 20, Looks.QUARTERS, date(2026, 7, 8), date(2026, 9, 30), LONG[:60], 356)
PREVIEW = TrialPreview(DRAFT, LONG, Power(356, 30, (LONG,) * 4), (LONG,) * 5, 5)
CHOICES = TrialChoices(tuple((f"opaque.{n}", LONG) for n in range(150)), {"name": LONG[:60], "looks": "at_the_end"})
OWN_FORMS: dict[str, dict[str, Any]] = {
    "the other way": coin.form(Declining("opaque")),
    "the other way, said before": coin.form(Declining("opaque", "customer"), "home"),
    "week": settings.week(WEEK),
    "plain week": settings.week(replace(WEEK, zone_found="", country="")),
    "pause": settings.pause(),
    "away": settings.away(),
    "others see": seen.form([SEEN, SEEN, replace(SEEN, text="")]),
    "others see, of no team": seen.form([]),
    "very much to see": seen.form([SEEN] * 20),
    "reviews": review.window(
        Reviews(tuple((f"r{n}", LONG, LONG) for n in range(30)), tuple(replace(TEAM, key=f"t{n}") for n in range(40)))
    ),
    "a piece of work": review.piece(ToGive("opaque", LONG, f"{LONG}\n{LONG}", LONG)),
    "a link that is none": review.piece(ToGive("opaque", LONG, "", "https://example.org/<!channel>")),
    "a link": review.piece(ToGive("opaque", LONG, "", "https://example.org/?a=1&b=2")),
    "attach work": review.attach(Attaching("opaque", LONG, LONG)),
    "standard": review.standard(Standard("opaque", LONG, 4, "", tuple((f"standard_{n}", LONG, LONG) for n in range(8)))),
    "own record": mine.form(LINES * 30),
    "no record": mine.form([]),
    "earlier answers": earlier.form([Earlier(f"c{n}", date(2026, 7, 7), LONG) for n in range(30)], True),
    "no earlier answers": earlier.form([], False),
    "why not": digest.why_not(whywords.explained(whywords.CASES, 5)),
    "whose digests": past.shelves([(f"t{n}", LONG, n % 2 == 0) for n in range(200)]),
    "earlier digests": past.shelf(
        Shelf("opaque", LONG, 1, tuple((f"2026-W{n}", date(2026, 7, 7)) for n in range(10, 22)), True)
    ),
    "no earlier digests": past.shelf(Shelf("opaque", LONG, 0, (), False)),
    "an earlier digest": past.form(Past("opaque", LONG, "2026-W28", "\n".join([LONG] * 9000), 3)),
    "goals": goals.window(GOALS),
    "no goals": goals.window([OfTeam("opaque", LONG, may_register=True)]),
    "a new goal": goals.form(GoalDraft("opaque", LONG, GOAL_CHOICES, GOAL)),
    "a goal to look at": goals.form(GoalDraft("opaque", LONG, GOAL_CHOICES, GOAL, LONG, "0f" * 32)),
    "a goal to change": goals.change(GoalChange("opaque", LONG, LONG, {**GOAL, "until": "2026-08-02"})),
    "a goal to call off": goals.off(GoalChange("opaque", LONG, LONG)),
    "a trial that is over": trialcard.window(Asked(LONG, CARD)),
    "a trial that runs": trialcard.window(Asked(LONG, standing="52 of 140 flips, opens 9 May.")),
    "what happens": privacy.page(Explained(5, 9000, 240)),
    "trials": trials.window(Trials(MANY, may_register=True), LONG),
    "no trials": trials.window(Trials(())),
    "a trial's form": trialform.form(CHOICES),
    "a trial's preview": trialform.preview(PREVIEW),
    "a trial's preview, without a planned number": trialform.preview(
        replace(PREVIEW, draft=replace(DRAFT, looks=Looks.ALWAYS, flips=None))
    ),
    "change a trial": trialform.change(Changeable("opaque", LONG[:60], date(2026, 9, 30), 140)),
    "change a trial without a planned number": trialform.change(Changeable("opaque", LONG[:60], date(2026, 9, 30), None)),
    "stop a trial": trialform.stop(Changeable("opaque", LONG[:60], date(2026, 9, 30), 140)),
    "everything goes": keep.form(Goes("opaque", ((1, "answer"), (31, "check-in")), (LONG,))),
}


@pytest.mark.parametrize("view", OWN_FORMS.values(), ids=OWN_FORMS)
def test_what_opens_from_home_is_a_valid_modal(view: dict[str, Any]) -> None:
    View(**view).validate_json()
    assert view_problems(view) == []
    assert not any("<!channel>" in text for text in read_as_markup(view))


def test_a_digest_is_shown_word_for_word_in_parts_slack_takes() -> None:
    parts = [block["text"]["text"] for block in seen.form([SEEN])["blocks"][3:]]
    assert "\n".join(parts) == SEEN.text
    assert max(map(len, parts)) <= 3000


def test_a_record_in_answer_to_the_command_is_valid() -> None:
    message = mine.message(LINES)
    assert message_problems(message["blocks"]) == []
    assert "<!channel>" not in message["text"]


def test_goals_in_answer_to_the_command_are_valid() -> None:
    for message in (goals.message(GOALS), goals.one(GOALS[0].goals[0])):
        assert message_problems(message["blocks"]) == []
        assert not any("<!channel>" in text for text in (message["text"], *read_as_markup(message["blocks"])))


def test_a_list_of_trials_in_answer_to_the_command_is_valid() -> None:
    message = trials.message(Trials(MANY, may_register=True))
    assert message_problems(message["blocks"]) == []
    assert not any("<!channel>" in text for text in (message["text"], *read_as_markup(message["blocks"])))


@pytest.mark.parametrize("text", ["<!channel>", "<@U0ADA>", "<https://evil|click>", "a & b < c > d"])
def test_what_a_person_wrote_can_neither_mention_nor_link(text: str) -> None:
    shown = blocks.escape(text)
    assert "<" not in shown
    assert ">" not in shown
    assert shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == text


def test_what_is_too_long_is_cut_where_slack_would_refuse_it() -> None:
    assert len(blocks.button("x" * 200, "a")["text"]["text"]) == 75
    assert len(blocks.section("x" * 9000)["text"]["text"]) == 3000


def test_a_range_goes_to_both_sides_of_the_same_time() -> None:
    """What a manager sees: one bar down, one up, and that it settles nothing."""
    assert chart.native(CHARTS["one"]) == {
        "type": "data_visualization",
        "title": "Nothing settled yet: time with AI (observed)",
        "chart": {
            "type": "bar",
            "series": [
                {"name": "lowest that fits", "data": [{"label": "Bug triage ?", "value": -35}]},
                {"name": "best guess", "data": [{"label": "Bug triage ?", "value": -10}]},
                {"name": "highest that fits", "data": [{"label": "Bug triage ?", "value": 25}]},
            ],
            "axis_config": {
                "categories": ["Bug triage ?"],
                "x_label": "0 = same, ? = not settled",
                "y_label": "% less (below 0) or more time with AI",
            },
        },
    }


def test_what_is_settled_carries_no_question_mark() -> None:
    block = chart.native(CHARTS["five"])
    labels = block["chart"]["axis_config"]["categories"]
    assert [label for label in labels if not label.endswith(" ?")] == ["Customer replies of…"]
    assert block["title"] == "Time with AI against without (observed)"
    assert chart.native([bar("Triage", 0.6, 0.7, 0.9, settled=True)])["chart"]["axis_config"]["x_label"] == "0 = same"


def test_a_kind_of_task_a_coin_decided_says_so_beside_the_same_kind_as_people_chose() -> None:
    chosen, tossed = bar("Customer reply", 0.6, 0.8, 1.1), bar("Customer reply", 0.7, 0.8, 0.9, settled=True)
    tossed["evidence"] = "coin-decided"
    both = chart.native([chosen, tossed])["chart"]["axis_config"]["categories"]
    assert both == ["Customer reply ?", "Customer reply, coin"]
    assert chart.native([tossed])["chart"]["axis_config"]["categories"] == ["Customer reply"]


def test_how_goals_are_read_that_are_not_listed_any_more_is_said() -> None:
    told = "2 older goals are shown by `/candor goal NAME`."
    assert told in str(goals.window([OfTeam("opaque", "Support", False, (), 2)])["blocks"])
    assert "older" not in str(goals.window([OfTeam("opaque", "Support", False)])["blocks"])


def test_the_newest_trials_are_listed_each_with_its_newest_changes() -> None:
    changes = tuple(f"Change {n}." for n in range(9))
    shown = str(trials.window(Trials(tuple(replace(LINE, name=f"Trial {n}", amendments=changes) for n in range(25))))["blocks"])
    assert [f"*Trial {n}*" in shown for n in (0, 19, 20)] == [True, True, False]
    assert "5 older trials are shown by" in shown
    assert [one in shown for one in changes] == [False] * 4 + [True] * 5


def test_long_reasons_of_owners_push_out_nothing_but_themselves() -> None:
    _heading, locked, below, _buttons, *_rest = trials.window(Trials((LINE,)))["blocks"]
    assert "You take part" in below["elements"][0]["text"]
    assert f"Fingerprint: `{LINE.fingerprint}`. Hash of the coin's seed: `{LINE.seed_hash}`." in locked["elements"][0]["text"]
    _heading, below, _buttons, *_rest = trials.window(Trials((OVER,)))["blocks"]
    assert "Registered as 0f0f0f0f0f0f" in below["elements"][0]["text"]


@pytest.mark.parametrize("bars", CHARTS.values(), ids=CHARTS)
def test_labels_are_short_and_each_its_own(bars: list[dict[str, Any]]) -> None:
    labels = chart.native(bars)["chart"]["axis_config"]["categories"]
    assert len(set(labels)) == len(bars)
    assert all(1 <= len(label) <= 20 for label in labels)


def test_a_range_without_an_end_does_not_flatten_the_others() -> None:
    block = chart.native(CHARTS["alike"])["chart"]
    assert block["series"][2]["data"][0]["value"] == 300
    assert block["axis_config"]["x_label"] == "0 = same, ? = not settled, 300 = 4 times or more"


def test_the_chart_stands_below_the_lines_about_time_and_only_there() -> None:
    parts = [{"key": key, "title": key, "lines": [[None, "words"]]} for key in ("summary", "time", "trust")]
    shown = digest.message({**DIGEST, "sections": parts, "chart": CHARTS["one"]})["blocks"]
    assert [block["type"] for block in shown] == ["header", "context", "section", "section", "data_visualization", "section"]


@pytest.mark.parametrize("payload", [DIGEST, {**DIGEST, "chart": []}, {**DIGEST, "sections": [{"title": "Time", "lines": []}]}])
def test_where_there_is_nothing_to_draw_there_is_no_chart(payload: dict[str, Any]) -> None:
    assert {block["type"] for block in digest.message(payload)["blocks"]} <= {"header", "context", "section"}


def test_an_answer_that_cannot_be_taken_back_has_no_chart() -> None:
    shown = digest.message({**DIGEST, "chart": CHARTS["five"]}, with_chart=False)["blocks"]
    assert "data_visualization" not in {block["type"] for block in shown}


def test_a_long_digest_ends_its_plain_text_with_a_whole_line() -> None:
    lines = [f"{number} of many & more lines" for number in range(800)]
    payload = {
        "team": "Support",
        "period": "",
        "response": "",
        "sections": [],
        "text": "\n".join(lines),
        "closing": "Ask & see.",
    }
    text = digest.message(payload)["text"]
    *kept, more, empty, last = text.splitlines()
    assert (more, empty, last) == ("…", "", "Ask &amp; see.")
    assert [line.replace("&amp;", "&") for line in kept] == lines[: len(kept)]
    assert 11_800 < len(text) <= 12_000
