"""The metronome and the postman: they come when they should, and come again after a failure."""

from datetime import UTC, datetime, timedelta
from threading import Event

import pytest

from bot import ticker
from bot.postman import Postman

NOW = datetime.now(UTC)


def test_the_first_turn_comes_at_once_and_the_next_after_fifteen_seconds() -> None:
    turned = Event()
    metronome = ticker.start(turned.set, NOW)
    assert turned.wait(10)
    (job,) = metronome.get_jobs()
    metronome.shutdown()
    assert job.trigger.interval == timedelta(seconds=15)
    assert job.max_instances == 1


def test_a_turn_that_fails_is_logged_without_its_words_and_the_metronome_goes_on(capsys: pytest.CaptureFixture[str]) -> None:
    failed = Event()

    def fail() -> None:
        failed.set()
        raise RuntimeError("what Ada said")

    metronome = ticker.start(fail, NOW)
    assert failed.wait(10)
    metronome.shutdown()
    logged = capsys.readouterr().out
    assert "turn failed" in logged
    assert "RuntimeError" in logged
    assert "Ada" not in logged


def test_the_postman_comes_when_poked_also_after_a_failure_and_stops_when_told() -> None:
    came = [Event(), Event()]

    def drain() -> None:
        first = not came[0].is_set()
        came[0 if first else 1].set()
        if first:
            raise RuntimeError

    postman = Postman(drain, lambda: NOW)
    postman.start()
    postman.poke()
    assert came[0].wait(10)
    postman.poke()
    assert came[1].wait(10)
    postman.stop()
