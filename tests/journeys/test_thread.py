"""Answering in the check-in's thread: by buttons, by typing, mixed."""

from tests.conftest import Cast, Running


def test_ada_answers_by_buttons(bot: Running, cast: Cast) -> None:
    ada = cast.ada
    bot.until("2026-07-07 15:00")
    assert "Quick check-in" in ada.sees()
    ada.clicks("Answer here")
    for label in ("Bug triage", "About usual", "With AI", "45 min", "No", "At"):
        ada.clicks(label)
    print(ada.sees())
    ada.ticks(["Less time"])
    ada.clicks("It helps with this")
    ada.clicks("No preference")
    print(ada.sees())
