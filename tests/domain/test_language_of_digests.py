"""Digests in another language: every word of theirs can be translated, and no figure changes with the language.

A made-up language stands for all: it says each sentence with dots for its letters, so a letter that is left was not looked up.
"""

import gettext
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot import chart, page
from bot.domain import bandwords, language, ownwords, volume, words
from bot.domain.answer import Fixing, NextTime, Quality
from bot.domain.digest import Bar, Digest, Prices, as_csv, as_dict, as_text
from bot.domain.durations import as_words
from bot.domain.figures import CellFigures, Figures
from bot.domain.language import speaking
from bot.domain.outcomes import Outcome
from bot.domain.own import Own, OwnTimes
from bot.domain.refusal import Refusal
from bot.domain.timer import Calibration
from bot.domain.verdict import Verdict
from bot.domain.wording import BY_KEY, SKIP_GROUPS
from bot.manage import Seen
from bot.slack.views import chart as in_slack
from bot.slack.views import mine, seen
from bot.slack.views.digest import message
from tests.domain.team import DAY, TYPES, digest, task
from tests.gathered import known

NAMES = (*TYPES, "Claude", "Support", "EUR", "July", "August", " and ")  # what people named, money, months and joined lists
MARKUP = re.compile(r"<style>.*?</style>|<[^>]*>|&\w+;|&#\d+;", re.DOTALL)
OUTSIDE = re.compile(r"[^\W\d_]")
SHARES = ("few", "most", "under 5 %", "30 %", "95 % or more")
BANDS = ("5–9", "10–19", "50+")
RATIOS = (0.5, 1.0, 1.3, 3.0, 30.0)


def veiled(text: str) -> str:
    return "⟦" + "".join(part if part[:1] == "{" else OUTSIDE.sub("·", part) for part in re.split(r"(\{\w+\})", text)) + "⟧"


class MadeUp(gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        return veiled(known(message))

    def pgettext(self, context: str, message: str) -> str:
        return veiled(known(message, context))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return veiled(known(msgid1 if n == 1 else msgid2))


@pytest.fixture
def made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "catalogue", lambda _: MadeUp())


@pytest.fixture
def untranslated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "catalogue", lambda _: gettext.NullTranslations())


def english(texts: Iterable[str]) -> list[str]:
    """Those with letters that nobody could translate."""
    found = []
    for text in texts:
        rest = text
        for name in sorted(NAMES, key=len, reverse=True):
            rest = rest.replace(name, "")
        if OUTSIDE.search(rest):
            found.append(text)
    return found


def texts_of(value: Any) -> Iterator[str]:
    """Whatever a block of Slack shows."""
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        if isinstance(inner, str):
            yield from [inner] if key in ("text", "title", "alt_text", "x_label", "y_label", "name", "label") else []
        elif isinstance(inner, dict | list | tuple) and key != "close":  # of every window, and no word of a digest
            yield from texts_of(inner)


def said(figures: Figures) -> Iterator[str]:
    for section in words.sections(figures):
        yield section.title
        for line in section.lines:
            yield from (line.lead or "", line.text)


def answers() -> list[Any]:
    """People who said everything there is to say, of one kind of task with every outcome and of one without enough."""
    arms: tuple[tuple[str, float, dict[str, Any]], ...] = (
        ("with_ai", 0.7, {"differences": frozenset({"less_time"}), "next_time": NextTime.WITHOUT}),
        ("without_ai", 1.0, {"skip_reasons": frozenset({"judgement"}), "next_time": NextTime.WITHOUT}),
    )
    done = [
        task(n, way, (40 + 10 * size) * factor * (1 + n / 50 + again / 20), size=size, fixing=fix, quality=quality, **more)
        for n in range(12)
        for size, fix, quality in ((2, Fixing.NO, Quality.AT), (3, Fixing.UP_TO_60, Quality.BELOW), (4, Fixing.NO, Quality.AT))
        for again in range(2)
        for way, factor, more in arms
    ]
    dropped = [task(n, "dropped_ai", 60, TYPES[1], why_ai=frozenset({"expected"})) for n in range(8)]
    return [*done, *dropped, *(task(n, minutes=None) for n in range(12)), *(task(0, task_type=TYPES[2]) for _ in "ab")]


def composed() -> Digest:
    return digest(answers(), prices=Prices(60, 300, "EUR"), answering="about 45 s")


def cell(**more: Any) -> CellFigures:
    """Settled, with something in every field."""
    given: dict[str, Any] = {
        "task_type": TYPES[0], "rung": "sized", "verdict": "faster", "level": 0.99, "people": "10–19",
        "ratio": 0.8, "low": 0.7, "high": 0.9, "steady": 0.85, "balance": 1.5, "more_tasks": 20, "more_weeks": 1,
        "typical_with_ai": 30, "typical_without_ai": 90, "fixed": (-20, -30, 0), "below": (10, 0, 20), "sure": ("fixed",),
        "alike": ("below",), "main_reason": "Quicker by hand", "trend": "steady",
        "cost_with_ai": (50.0, 40.0, 60.0), "cost_without_ai": (1200.0, 950.0, 1500.0),
        "shares": {str(outcome): "30 %" for outcome in Outcome},
        "as_of": dict.fromkeys(
            ("times", "typical", "balance", "unfinished", "fixing", "skips", "worse", "trend", "cost"), "2026-07-06"
        ),
    }  # fmt: skip
    return CellFigures(**{**given, **more})


def figures(*cells: CellFigures, **more: Any) -> Figures:
    reasons = tuple((text, BANDS[0]) for text in (*SKIP_GROUPS, *_options("skip_reasons"), "other reasons"))
    felt = tuple((text, BANDS[1]) for text in (*_options("differences"), "other"))
    left_out = ("no_time", "too_long", "far_from_expected", "unfinished", "other_type", "randomised", "all")
    given: dict[str, Any] = {
        "skip_reasons": reasons, "felt": felt, "left_out": tuple((one, BANDS[0]) for one in left_out), "tools_bill": 1234.5,
        "expected": BANDS[0], "guessed": "most", "fixing_open": BANDS[0], "answering": "over a minute", "currency": "EUR",
        "all_shares": {str(outcome): "most" for outcome in Outcome}, "hidden_types": (TYPES[1],), "more_types": 2,
        "withheld": True, "priced": True,
        "as_of": dict.fromkeys(("skips", "reasons", "worse", "left_out", "fixing_open", "felt", "guessed"), "2026-07-06"),
    }  # fmt: skip
    return Figures(5, "most", cells=cells, **{**given, **more})


def _options(key: str) -> list[str]:
    return [option.words for option in BY_KEY[key].options]


def varied() -> Iterator[CellFigures]:
    """One thing changed at a time, and what may stand beside it."""
    yield from (cell(verdict=verdict) for verdict in Verdict)
    yield from (cell(verdict=verdict, ratio=1.0, low=1.0, high=1.0) for verdict in ("faster", "slower"))
    yield from (cell(ratio=ratio, low=ratio, high=ratio, steady=ratio / 2, balance=ratio) for ratio in RATIOS)
    yield from (cell(verdict="slower", ratio=ratio, low=1.0, high=ratio) for ratio in RATIOS)
    yield from (cell(balance=None, size=size) for size in ("smaller", "alike", "bigger"))
    yield from (cell(shares={str(outcome): share for outcome in Outcome}) for share in SHARES)
    yield from (cell(shares={str(outcome): "50 %"}) for outcome in (Outcome.NO_DIFFERENCE, Outcome.WORSE, Outcome.DROPPED))
    yield cell(shares={str(Outcome.RIGHT_SKIP): "80 %"}, main_reason=None)
    yield from (cell(sure=(), trend=trend, fixed=(20, 0, 30)) for trend in ("less", "more"))
    yield cell(fixed=(20, 0, 30))
    plain: dict[str, Any] = {"verdict": "not_enough", "sure": ()}
    whys = ("few_people", "few_tasks", "no_spread", "not_adjusted", "unfinished", "wide", "by_chance", "few_answers")
    for why in (*whys, "unfair_coin", "borderline", None):
        yield from (cell(**plain, because=why, rung=rung) for rung in ("expected", "sized", "unadjusted"))
    yield cell(**plain, because="wide", more_tasks=None)
    yield cell(**plain, more_weeks=None)
    yield cell(**plain, ratio=None)
    yield cell(**plain, ratio=None, people=None)


@pytest.mark.usefixtures("made_up")
def test_every_word_of_a_digest_can_be_translated() -> None:
    found = composed()
    assert len(found.sections) >= 8
    assert found.chart
    assert not english(as_text(found).splitlines())


@pytest.mark.usefixtures("made_up")
def test_so_can_whatever_else_figures_may_say() -> None:
    together = figures(cell(), cell(verdict="not_enough"), coin=(cell(evidence="coin-decided"),), all_work=cell(tool="Claude"))
    left = set(english(said(together)))
    for one in varied():
        left |= set(english(said(figures(one, coin=(replace(one, evidence="coin-decided"),)))))
    for response in words._RESPONSE:
        left |= set(english([*said(Figures(5, response)), words.answered(response)]))
    nothing = figures(cell(shares={}, trend=None, ratio=None, people=None), left_out=(), expected=None, all_shares={})
    left |= set(english(said(nothing)))
    assert not left
    assert not english([words.too_small(5).lines[0].text])


@pytest.mark.usefixtures("made_up")
def test_so_can_its_chart_as_a_picture_on_a_page_and_in_a_message() -> None:
    bars = [
        Bar(TYPES[0], ratio, low, high, settled, adjusted=adjusted, evidence=evidence)
        for ratio, low, high in ((0.8, 0.7, 1.0), (1.2, 1.0, 1.3), (1.0, 0.9, 1.5), (15.0, 3.0, 30.0))
        for settled, adjusted, evidence in ((True, True, "observed"), (False, False, "observed"), (True, True, "coin-decided"))
    ]
    for shown in ([], bars[:1], bars[1:2], bars[2:3], bars):
        found = replace(composed(), chart=tuple(shown))
        assert not english(part.words for part in chart.sketch(found)[1] if isinstance(part, chart.Text))
        assert not english(MARKUP.sub("\n", page.html(found)).splitlines())
        assert not english(re.findall(r'aria-label="([^"]*)"', page.html(found)))
        payload = {**_payload(found), "chart_file": "F1"}
        for way in (in_slack.NATIVE, in_slack.PICTURE, in_slack.WORDS):
            blocks = message({**payload, "chart_as": way})["blocks"]
            assert not english(text for text in texts_of(blocks) if text not in ("plain_text", "mrkdwn"))


def _payload(found: Digest) -> dict[str, Any]:
    from bot.report import to_payload

    return to_payload(found)


@pytest.mark.usefixtures("made_up")
def test_so_can_somebodys_own_record() -> None:
    times = [OwnTimes(TYPES[0], True, 0.8, 0.5, 1.0, verdict) for verdict in Verdict]
    own = Own((*times, OwnTimes(TYPES[1], False, 3.0, 1.2, 30.0), OwnTimes(TYPES[2])), dict.fromkeys(Outcome, 1))
    own.choices.update(dict.fromkeys((Outcome.RIGHT_SKIP, Outcome.REGRETTED_SKIP), 2))
    lines = list(ownwords.lines(own, Calibration(1.25, 7)))
    assert len(lines) == len(own.times) + 2
    assert not english(text for line in lines for text in line)
    for told in (lines, []):
        assert not english(texts_of(mine.message(told)))
        assert not english(texts_of(mine.form(told)))


@pytest.mark.usefixtures("made_up")
def test_so_can_times_refusals_and_what_stands_around_the_last_digest() -> None:
    assert not english(as_words(minutes) for minutes in (5, 60, 90))
    with pytest.raises(Refusal) as unknown:
        digest([], only="Support")
    with pytest.raises(Refusal) as volumes:
        volume.refuse("How often do you use AI?")
    assert volumes.value.sentence.startswith("⟦“How often do you use AI?” ·")
    assert not english([unknown.value.sentence])
    shown = seen.form([Seen("Support", 5, "", day="July"), Seen("Support", 5, "5", among=True), Seen("Support", 5, "5")])
    assert not english(text for block in shown["blocks"][1:] for text in texts_of(block) if "⟦" not in text)


def test_figures_files_and_the_ledgers_codes_are_the_same_in_every_language(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = composed()
    monkeypatch.setattr(language, "catalogue", lambda _: MadeUp())
    found = composed()
    assert (found.figures, found.chart, as_csv(found)) == (plain.figures, plain.chart, as_csv(plain))
    assert [section.key for section in found.sections] == [section.key for section in plain.sections]
    words_apart = {**as_dict(found), "sections": (), "window": (), "why_not_shown": ()}
    assert words_apart == {**as_dict(plain), "sections": (), "window": (), "why_not_shown": ()}
    assert "⟦" not in json.dumps(words_apart, ensure_ascii=False)


@pytest.mark.usefixtures("untranslated")
def test_days_numbers_and_the_page_follow_the_language() -> None:
    with speaking("de"):
        found = digest([], since=DAY, until=date(2026, 8, 30))
        assert found.period == "1. Juli to 30. August 2026"
        assert (bandwords.money(1234.5), bandwords.tenths(2.0)) == ("1.234,5", "2,0")
        assert '<html lang="de">' in page.html(found)


@pytest.mark.usefixtures("untranslated")
@pytest.mark.parametrize(
    ("spoken", "option", "inside"),
    [
        ("en", "Quicker by hand", "quicker by hand"),
        ("en", "I want to learn", "I want to learn"),
        ("de", "Fehler wären teuer", "Fehler wären teuer"),
        ("fr", "Élan", "élan"),
        ("tr", "Insan", "ınsan"),
        ("tr", "İnsan", "insan"),
    ],
)
def test_an_option_begins_small_inside_a_sentence_where_the_language_has_it_so(spoken: str, option: str, inside: str) -> None:
    with speaking(spoken):
        assert bandwords.reason(option) == inside
