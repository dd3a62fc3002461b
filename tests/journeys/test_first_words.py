"""Before somebody is asked anything for the first time, they read in three lines what Candor is; and not again after that."""

from tests.conftest import IN_ITS_CHANNEL, Cast, Running

WHAT_IT_IS = "Candor asks about the last task you finished"
LINES = ("at most twice a week", "nobody counts how much AI you use", "Nobody sees your answer")


def test_the_first_check_in_says_what_candor_is_and_the_second_does_not(bot: Running, cast: Cast) -> None:
    bot.until("2026-07-07 15:00")
    (first,) = cast.ada.messages()
    assert all(line in first.shown for line in LINES)
    assert first.shown.index(WHAT_IT_IS) < first.shown.index("Quick check-in")
    assert first.text.startswith(WHAT_IT_IS)
    bot.until("2026-07-09 15:00")
    assert "Quick check-in" in cast.ada.last().shown
    assert WHAT_IT_IS not in cast.ada.last().shown


def test_one_that_never_arrived_has_said_nothing(bot: Running, cast: Cast) -> None:
    bot.clock.is_at("2026-07-07 18:00")  # too late by then, so it is let go
    bot.turn()
    bot.until("2026-07-09 15:00")
    assert cast.ada.sees().count(WHAT_IT_IS) == 1


def test_whoever_starts_a_task_before_they_were_ever_asked_reads_it_there(bot: Running, cast: Cast) -> None:
    bot.turn()
    cast.ada.runs("/candor start triage 40 min")
    bot.turn()
    assert cast.ada.last().shown.index(WHAT_IT_IS) < cast.ada.last().shown.index("Working on")
    bot.until("2026-07-09 15:00")
    assert "Quick check-in" in cast.ada.last().shown
    assert WHAT_IT_IS not in cast.ada.last().shown


def test_whoever_answers_in_a_channel_first_reads_it_in_the_form(bot: Running, cast: Cast) -> None:
    bot.slack.channel("support", [cast.ada, cast.ben, cast.cleo, cast.dan, cast.eli, cast.mo])
    bot.apply(IN_ITS_CHANNEL)
    bot.turn()
    bot.until("2026-07-07 15:00")
    cast.ada.clicks("Answer privately")
    assert cast.ada.form
    assert all(line in cast.ada.form.shown for line in LINES)
    cast.ada.clicks("Answer privately")
    assert cast.ada.form
    assert WHAT_IT_IS not in cast.ada.form.shown


def test_whose_public_reply_is_taken_first_reads_it_with_the_first_question(bot: Running, cast: Cast) -> None:
    room = bot.slack.channel("support", [cast.ada, cast.ben, cast.cleo, cast.dan, cast.eli, cast.mo])
    bot.apply(IN_ITS_CHANNEL)
    bot.turn()
    bot.until("2026-07-07 15:00")
    cast.ada.replies("triage, with AI", to=cast.ada.last(room))
    cast.ada.clicks("Take it as my answer")
    bot.turn()
    assert cast.ada.sees().index(WHAT_IT_IS) < cast.ada.sees().index("how big was this one?")
    cast.ada.clicks("About usual")
    assert "Your own working time" in cast.ada.sees()
    assert cast.ada.sees().count(WHAT_IT_IS) == 1
