"""How long answering takes: said to team and owner as a band, and asked less of whoever it takes long."""

from sqlmodel import select

from sandbox import Person
from storage.tables import Answer, CheckIn, Release
from tests.conftest import Cast, Running
from tests.conversing import skips_the_rest, the_answer

TOOK = "Answering: took {} (half of the answers)."

FIXED = "Did anything have to be fixed or redone afterwards?"


def answers(bot: Running, person: Person, seconds: float) -> None:
    """Two gestures or more, so far apart in all."""
    person.clicks("Answer here")
    for label in ("Bug triage", "About usual", "Without AI"):
        bot.clock.forward(seconds=seconds / 4)
        person.clicks(label)
    bot.clock.forward(seconds=seconds / 4)
    person.clicks("45 min")
    skips_the_rest(person)


def five(cast: Cast) -> list[Person]:
    return [cast.ada, cast.cleo, cast.dan, cast.eli, cast.mo]


def printed(bot: Running) -> list[str | None]:
    """What each digest so far said of it."""
    with bot.rows() as session:
        digests = session.exec(select(Release).order_by(Release.until))  # type: ignore[arg-type]
        return [release.figures["answering"] for release in digests]


def test_the_digest_says_how_long_half_of_the_answers_took_and_a_report_repeats_it(bot: Running, cast: Cast) -> None:
    bot.until("2026-07-07 15:00")
    for person, seconds in zip(five(cast), (20, 40, 48, 90, 200), strict=True):
        answers(bot, person, seconds)
    assert "Answering: took" not in cast.mo.runs("/candor report")
    bot.until("2026-07-13 09:00")
    assert TOOK.format("about 45 s") in cast.mo.sees().replace("*", "")
    assert TOOK.format("about 45 s") in cast.ada.runs("/candor report").replace("*", "")


def test_of_four_people_nothing_is_said(bot: Running, cast: Cast) -> None:
    bot.until("2026-07-07 15:00")
    for person in five(cast)[1:]:
        answers(bot, person, 40)
    bot.until("2026-07-13 09:00")
    assert printed(bot) == [None]


def test_it_is_said_anew_only_when_five_people_have_answered_since(bot: Running, cast: Cast) -> None:
    bot.until("2026-07-07 15:00")
    for person in five(cast):
        answers(bot, person, 40)
    bot.until("2026-07-13 09:00")
    for day, answering in (("14", five(cast)[:4]), ("21", five(cast))):
        bot.until(f"2026-07-{day} 15:00")
        for person in answering:
            answers(bot, person, 236)
        bot.until(f"2026-07-{int(day) + 6} 09:00")
    assert printed(bot) == ["about 45 s", "about 45 s", "over a minute"]


def test_whoever_took_long_five_times_is_asked_only_what_is_needed_every_second_time(bot: Running, cast: Cast) -> None:
    asked = []
    for day in ("07-07", "07-09", "07-14", "07-16", "07-21", "07-23", "07-28", "08-04", "08-06"):
        bot.until(f"2026-{day} 15:00")
        answers(bot, cast.ada, 80)
        with bot.rows() as session:
            newest = session.exec(select(Answer).order_by(Answer.stored_at.desc()).limit(1)).one()  # type: ignore[attr-defined]
        asked.append(len(newest.shown))
    whole, thinned = set(asked[:5]), set(asked[5:])
    assert min(whole) >= 9
    assert min(thinned) == 4
    assert max(thinned) >= 9


def test_what_an_answer_took_goes_with_it(bot: Running, cast: Cast) -> None:
    bot.until("2026-07-07 15:00")
    answers(bot, cast.ada, 40)
    assert the_answer(bot, cast.ada).seconds == 40
    cast.ada.clicks("Delete")
    with bot.rows() as session:
        (row,) = [row for row in session.exec(select(CheckIn)) if row.state == "deleted"]
    assert (row.taps, row.seconds, row.touched_at) == (None, None, None)


def test_a_form_that_asks_only_what_is_needed_has_one_page(bot: Running, cast: Cast) -> None:
    for day in ("07-07", "07-09", "07-14", "07-16", "07-21"):
        bot.until(f"2026-{day} 15:00")
        answers(bot, cast.ada, 80)
    for day in ("07-23", "07-28", "07-30", "08-04", "08-06"):
        bot.until(f"2026-{day} 15:00")
        cast.ada.clicks("Open form")
        assert cast.ada.form
        if FIXED not in cast.ada.form.labels:
            break
        cast.ada.clicks("Not today")
    cast.ada.fills(
        {"What kind of task was it?": "Bug triage", "Compared with your usual task, how big was this one?": "Bigger"}
    )
    cast.ada.fills(
        {"How did you do it?": "Without AI", "Your own working time, from start to handover, without waiting or breaks?": "1 h"}
    )
    assert cast.ada.submits()
    assert cast.ada.form is None
    assert "Saved: Bug triage · bigger · without AI · 1 h." in cast.ada.sees()
