"""What stands around a digest: why something is not shown, how the first is read, what is left when passed on, and its day."""

import pytest
from sqlmodel import select

from sandbox import Message, Person
from storage.prints import Release
from tests.conftest import SUPPORT, Cast, Running
from tests.conversing import digests, has_history, letters, quarter_of_triage

MONDAY = "2026-07-13 09:00"
READING = "How to read this, said once"


def people(cast: Cast) -> list[Person]:
    return [cast.ada, cast.cleo, cast.dan, cast.eli, cast.mo]


@pytest.fixture
def history(bot: Running, cast: Cast) -> None:
    has_history(bot, quarter_of_triage(people(cast)))


def released(bot: Running) -> list[Release]:
    with bot.rows() as session:
        return list(session.exec(select(Release).order_by(Release.week)))


def window(person: Person) -> str:
    assert person.form is not None
    return person.form.shown


# Why something is not shown


@pytest.mark.usefixtures("history")
def test_every_hidden_kind_of_task_is_named_and_a_button_says_why(bot: Running, cast: Cast) -> None:
    bot.until(MONDAY)
    assert "Customer reply, Escalation and Weekly report: not shown: too few people answered about it" in cast.ada.last().text
    cast.ada.clicks("Why is something not shown?", on=cast.ada.last())
    said = window(cast.ada)
    assert "Fewer than 5 people answered about it, perhaps nobody" in said
    assert "Sentences people share stand in a weekly digest" in said
    assert "Costs need" not in said  # nobody has said what an hour costs


@pytest.mark.usefixtures("history")
def test_a_report_says_why_as_well_in_the_language_of_who_asks(cast: Cast) -> None:
    cast.mo.runs("/candor report")
    cast.mo.runs("/candor hours language de")
    cast.mo.runs("/candor report")
    cast.mo.clicks("Why is something not shown?")
    assert "Weniger als 5 Personen haben dazu geantwortet" in window(cast.mo)


@pytest.mark.usefixtures("bot")
def test_where_too_few_answered_the_button_says_that_alone(cast: Cast) -> None:
    cast.mo.runs("/candor report")
    cast.mo.clicks("Why is something not shown?")
    assert "once at least 5 people have answered in a period" in window(cast.mo)
    assert "Fewer than 5 people answered about it" not in window(cast.mo)


@pytest.mark.usefixtures("history")
def test_the_button_carries_no_name_and_no_word(bot: Running, cast: Cast) -> None:
    bot.until(MONDAY)
    (block,) = (block for block in cast.ada.last().blocks if str(block.get("block_id", "")).startswith("why/"))
    assert block["block_id"] == "why/5/kinds.compared.evidence.shares.reasons.sentences"
    assert "value" not in block["elements"][0]


@pytest.mark.usefixtures("history")
def test_a_stranger_is_told_that_they_are_one(bot: Running, cast: Cast) -> None:
    bot.until(MONDAY)
    cast.ada.clicks("Why is something not shown?", on=cast.ada.last())
    seen = bot.slack.deliveries[-1].payload
    forged = {**seen, "user": {**seen["user"], "id": cast.zoe.id}, "response_url": None}
    bot.slack.forge("interactive", {**forged, "trigger_id": seen["trigger_id"]})
    assert cast.zoe.form is None


# The first one


@pytest.mark.usefixtures("history")
def test_only_the_first_digest_says_how_to_read_it(bot: Running, cast: Cast) -> None:
    bot.until(MONDAY)
    assert READING in cast.ada.last().text
    assert cast.ada.last().text.count("• A range: ") == 1
    bot.until("2026-07-20 09:00")
    assert len(digests(cast.ada)) == 2
    assert READING not in cast.ada.last().text
    first, second = released(bot)
    assert (READING in first.text, READING in second.text) == (True, False)


def test_a_team_that_was_too_small_so_far_gets_it_with_its_first_real_one(bot: Running, cast: Cast) -> None:
    bot.until(MONDAY)
    assert letters(bot, kind="digest") == []
    assert len(released(bot)) == 1
    has_history(bot, quarter_of_triage(people(cast)))
    bot.until("2026-07-20 09:00")
    assert READING in cast.ada.last().text


@pytest.mark.usefixtures("history")
def test_it_is_in_the_teams_language(bot: Running, cast: Cast) -> None:
    bot.apply(SUPPORT.replace("zone =", 'language = "fr"\nzone ='))
    bot.until(MONDAY)
    assert "Comment lire ceci, dit une seule fois" in cast.ada.last().text


# Passed on


def passed_on(message: Message) -> list[str]:
    """All that is left of a message where its blocks are not shown: in an e-mail, a notification, another place."""
    return [line for line in message.text.splitlines() if line]


@pytest.mark.usefixtures("history")
def test_its_text_alone_makes_sense_to_somebody_who_has_never_heard_of_it(bot: Running, cast: Cast) -> None:
    bot.until(MONDAY)
    lines = passed_on(cast.mo.last())
    assert lines[0].startswith("Support · 1 July to 12 July 2026 · ")
    assert lines[0].endswith("check-ins sent")
    with bot.rows() as session:
        (release,) = session.exec(select(Release))
    titles = [line for line in lines if not line.startswith("•")][1:-1]
    assert titles[:2] == ["In one sentence", "Time by task type"]
    assert titles[-2:] == ["One question for your next meeting", READING]
    assert lines[-1].startswith("This is from Candor, which asks the team about finished tasks")
    assert lines[-1].endswith("Ask an owner of the team about it, or type /candor help in Slack.")
    assert release.text.split() == cast.mo.last().text.split()


@pytest.mark.usefixtures("history")
def test_every_line_of_the_text_is_whole(bot: Running, cast: Cast) -> None:
    bot.until(MONDAY)
    assert not [line for line in passed_on(cast.mo.last()) if line.startswith(" ")]
    shown = cast.mo.last().shown.replace("*", "")
    assert [line for line in passed_on(cast.mo.last())[1:] if line.removeprefix("• ") not in shown] == []


# Its day


def holiday(bot: Running, *days: str) -> None:
    bot.apply(SUPPORT.replace("zone =", f"holidays = [{', '.join(days)}]\nzone ="))


@pytest.mark.usefixtures("history")
def test_on_a_holiday_it_goes_out_the_next_working_day_at_its_time_once(bot: Running) -> None:
    holiday(bot, "2026-07-13")
    for moment in (MONDAY, "2026-07-13 15:00", "2026-07-14 08:59"):
        bot.until(moment)
        assert letters(bot, kind="digest") == []
    for moment in ("2026-07-14 09:00", "2026-07-14 09:15", "2026-07-15 09:00", "2026-07-16 09:00"):
        bot.until(moment)
    assert len(letters(bot, kind="digest")) == 6
    assert len({letter.sent_at for letter in letters(bot, kind="digest")}) == 1
    assert [one.week for one in released(bot)] == ["2026-W28"]
    bot.until("2026-07-20 09:00")
    assert [one.week for one in released(bot)] == ["2026-W28", "2026-W29"]


@pytest.mark.usefixtures("history")
def test_a_holiday_on_a_friday_moves_it_over_the_weekend(bot: Running) -> None:
    holiday(bot, "2026-07-17")
    friday = SUPPORT.replace("zone =", 'holidays = [2026-07-17]\ndigest = {day = "fri", time = "16:00"}\nzone =')
    bot.apply(friday)
    bot.until("2026-07-17 16:00")
    assert [one.week for one in released(bot)] == []
    bot.until("2026-07-20 16:00")
    assert [one.week for one in released(bot)] == ["2026-W28"]


@pytest.mark.usefixtures("history")
def test_a_holiday_declared_meanwhile_counts(bot: Running) -> None:
    bot.until("2026-07-12 12:00")
    holiday(bot, "2026-07-13", "2026-07-14")
    bot.until("2026-07-14 09:00")
    assert letters(bot, kind="digest") == []
    bot.until("2026-07-15 09:00")
    assert len(letters(bot, kind="digest")) == 6


def test_it_comes_at_the_same_hour_after_the_clocks_have_changed(bot: Running, cast: Cast) -> None:
    bot.until("2026-10-12 09:00")
    has_history(bot, quarter_of_triage(people(cast), "2026-10-14"))
    for moment in ("2026-10-19 08:59", "2026-10-19 09:00", "2026-10-26 08:00", "2026-10-26 08:59", "2026-10-26 09:00"):
        bot.until(moment)
    sent = sorted({f"{letter.sent_at:%m-%d %H:%M}" for letter in letters(bot, kind="digest") if letter.sent_at})
    assert sent == ["10-19 07:00", "10-26 08:00"]
