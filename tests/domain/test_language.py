"""Languages: what is said in which, and how days, numbers and lists are written there."""

from datetime import date

import pytest

from bot.domain import language
from bot.domain.language import speaking


def test_english_is_spoken_unless_somebody_chose_otherwise() -> None:
    assert language.spoken() == "en"
    with speaking("de"):
        assert language.spoken() == "de"
        with speaking(None):
            assert language.spoken() == "en"
    assert language.spoken() == "en"


def test_a_language_we_do_not_speak_is_answered_in_english() -> None:
    with speaking("nl"):
        assert language.spoken() == "en"


@pytest.mark.parametrize(
    ("locale", "found"),
    [
        ("de-DE", "de"),
        ("de_CH", "de"),
        ("fr-CA", "fr"),
        ("es-419", "es"),
        ("tr-TR", "tr"),
        ("en-US", "en"),
        ("pt-BR", None),
        (None, None),
    ],
)
def test_a_locale_of_slack_names_its_language(locale: str | None, found: str | None) -> None:
    assert language.of_locale(locale) == found


@pytest.mark.parametrize(
    ("spoken", "day", "number", "names"),
    [
        ("en", "21 November", "1,234.5", "Ada, Ben and Mo"),
        ("de", "21. November", "1.234,5", "Ada, Ben und Mo"),
        ("es", "21 de noviembre", "1.234,5", "Ada, Ben y Mo"),
        ("fr", "21 novembre", "1 234,5", "Ada, Ben et Mo"),
        ("tr", "21 Kasım", "1.234,5", "Ada, Ben ve Mo"),
    ],
)
def test_days_numbers_and_lists_are_written_as_the_language_has_them(spoken: str, day: str, number: str, names: str) -> None:
    with speaking(spoken):
        assert language.day(date(2026, 11, 21)) == day
        assert language.number(1234.5).replace("\u202f", " ") == number
        assert language.join(["Ada", "Ben", "Mo"]) == names


def test_turkish_has_two_kinds_of_i() -> None:
    with speaking("tr"):
        assert language.capital("iş") == "İş"
    assert language.capital("it") == "It"
