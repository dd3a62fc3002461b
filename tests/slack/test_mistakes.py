"""What a person sees when something breaks, and what Slack is told so that nothing is lost."""

import pytest
from sqlalchemy.exc import OperationalError

from bot import collect
from tests.conftest import Cast, Running
from tests.conversing import checkins_of, skips_the_rest, the_answer


@pytest.fixture(autouse=True)
def asked(bot: Running) -> None:
    bot.until("2026-07-07 15:00")


def broken(*_: object, **__: object) -> None:
    raise OperationalError("SELECT 'what Ada said'", {}, Exception("what Ada said"))


def test_a_click_that_breaks_is_answered_with_a_reference_the_log_has_too(
    bot: Running, cast: Cast, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with monkeypatch.context() as breaking:
        breaking.setattr(collect, "answer_here", broken)
        cast.ada.clicks("Answer here")
    told = cast.ada.last().text
    assert told.startswith("That did not work, so it was not kept. Please try again; reference ")
    logged = capsys.readouterr().out
    assert told.rpartition(" ")[2].strip(".") in logged
    assert "what Ada said" not in logged
    cast.ada.clicks("Answer here")
    assert checkins_of(bot, cast.ada)[0].state == "answering"


def test_a_message_that_breaks_is_sent_again_by_slack_and_then_taken(
    bot: Running, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as breaking:
        breaking.setattr(collect, "typed", broken)
        cast.ada.replies("triage, with AI, 40 min, no fixing, usual size")
    lost = bot.slack.deliveries[-1]
    assert (lost.ok, lost.status) == (False, 500)
    bot.slack.refusals.clear()
    bot.slack.redeliver(lost)
    skips_the_rest(cast.ada)
    assert the_answer(bot, cast.ada).minutes == 40


def test_a_command_that_breaks_is_answered(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot import manage

    with monkeypatch.context() as breaking:
        breaking.setattr(manage, "require", broken)
        assert "not kept" in cast.ada.runs("/candor help")


def test_a_form_that_breaks_says_so_in_the_form(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.conversing import fills_first_page

    cast.ada.clicks("Open form")
    fills_first_page(cast.ada)
    with monkeypatch.context() as breaking:
        breaking.setattr(collect, "submit_form", broken)
        cast.ada.submits()
    assert cast.ada.form is not None
    assert "not kept" in cast.ada.form.shown


def test_a_spent_reply_address_falls_back_to_the_message_itself(bot: Running, cast: Cast) -> None:
    cast.ada.clicks("Open form")
    bot.clock.forward(minutes=26)
    from tests.conversing import fills_first_page

    fills_first_page(cast.ada)
    cast.ada.submits()
    cast.ada.submits()
    assert "Saved: Bug triage" in cast.ada.sees()
    assert "chat.update" in {call.method for call in bot.slack.calls}
