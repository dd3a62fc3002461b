"""What is typed in German, Spanish, French and Turkish is understood as it is in English, and English besides."""

from collections.abc import Iterator

import pytest

from bot.domain import vocabulary
from bot.domain.conversation import Talk
from bot.domain.durations import Took, Unclear, parse
from bot.domain.language import ENGLISH, LANGUAGES, speaking
from bot.domain.questions import Setting
from bot.domain.understanding import first_words
from bot.domain.wording import BY_KEY

TIMES = {
    "de": [
        ("90 Min.", 90), ("90 Minuten", 90), ("1,5 Std.", 90), ("1,5 h", 90), ("anderthalb Stunden", 90),
        ("eineinhalb Stunden", 90),
        ("eine Stunde", 60), ("eine halbe Stunde", 30), ("eine Viertelstunde", 15),
        ("eine Dreiviertelstunde", 45), ("2 Stunden 15", 135),
        ("zwei Stunden und zwanzig Minuten", 140), ("etwa 40 Minuten", 40), ("hat 40 Minuten gedauert", 40),
        ("ein halber Tag", 240),
        ("zweieinhalb Stunden", 150), ("einen Tag", 480), ("1:30", 90), ("45 min", 45),
        ("2 hours", 120), ("an hour and a half", 90),
    ],
    "es": [
        ("90 minutos", 90), ("hora y media", 90), ("una hora y media", 90), ("media hora", 30), ("un cuarto de hora", 15),
        ("tres cuartos de hora", 45), ("una hora y cuarto", 75), ("1,5 horas", 90), ("dos horas", 120), ("2 h 15", 135),
        ("unos 40 minutos", 40), ("medio día", 240), ("un par de horas", 120), ("cuarenta y cinco minutos", 45),
        ("half an hour", 30),
    ],
    "fr": [
        ("90 minutes", 90), ("une heure et demie", 90), ("une demi-heure", 30), ("demi-heure", 30), ("un quart d'heure", 15),
        ("trois quarts d’heure", 45), ("1h30", 90), ("1 h 30", 90), ("deux heures", 120), ("environ 40 minutes", 40),
        ("une heure et quart", 75), ("une demi-journée", 240), ("1,5 heure", 90), ("quarante minutes", 40), ("2 hours", 120),
    ],
    "tr": [
        ("90 dakika", 90), ("90 dk", 90), ("bir buçuk saat", 90), ("iki buçuk saat", 150), ("yarım saat", 30), ("1,5 saat", 90),
        ("bir saat", 60), ("iki saat on beş dakika", 135), ("bir saat otuz dakika", 90), ("çeyrek saat", 15),
        ("yaklaşık 40 dakika", 40),
        ("İki saat", 120), ("yarım gün", 240), ("2 sa 15 dk", 135), ("yirmi beş dakika", 25),
        ("on dakika", 10), ("two hours", 120),
    ],
}  # fmt: skip
SENTENCES = {
    "de": ("Triage, mit KI, 40 Min, keine Nacharbeit", "Triage, ohne KI, eine halbe Stunde, viel kleiner, 10 min Nacharbeit"),
    "es": ("Triage, con IA, 40 min, sin arreglos", "Triage, sin IA, media hora, mucho más pequeña, 10 min de arreglos"),
    "fr": (
        "Triage, avec l'IA, 40 min, aucune correction",
        "Triage, sans IA, une demi-heure, beaucoup plus petite, 10 min de corrections",
    ),
    "tr": (
        "Triage, yapay zeka ile, 40 dk, düzeltme yok",
        "Triage, yapay zeka olmadan, yarım saat, çok daha küçük, 10 dk düzeltme",
    ),
    "en": ("Triage, with AI, 40 min, no fixing", "Triage, by hand, half an hour, much smaller, 10 min fixing"),
}
SETTING = Setting("somebody", ("Triage", "Customer reply"))
NOT_UNDERSTOOD = {
    "de": ["um 10:30", "2 Stunden schneller", "3 Tickets in 2 Stunden"],
    "es": ["a las 10:30", "hace 2 horas"],
    "fr": ["depuis 2 heures", "2 heures plus tard"],
    "tr": ["2 saat önce", "2 saat daha hızlı"],
}


@pytest.fixture(params=[language for language in LANGUAGES if language != ENGLISH])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    with speaking(request.param):
        yield request.param


def test_times_are_read_as_people_write_them(language: str) -> None:
    for text, minutes in TIMES[language]:
        assert parse(text) == Took(minutes), text


def test_what_is_another_kind_of_time_is_no_time(language: str) -> None:
    for text in NOT_UNDERSTOOD[language]:
        assert parse(text) is None, text


def test_a_number_without_a_unit_is_asked_back(language: str) -> None:
    assert isinstance(parse("90"), Unclear), language


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_whole_sentence_gives_its_answers(language: str) -> None:
    one, other = SENTENCES[language]
    with speaking(language):
        talk, _ = first_words(Talk(), one, SETTING)
        assert talk.draft == {"task_type": "Triage", "approach": "with_ai", "minutes": 40, "fixing": "no"}
        talk, _ = first_words(Talk(), other, SETTING)
        assert talk.draft == {"task_type": "Triage", "approach": "without_ai", "size": 1, "minutes": 30, "fixing": "up_to_15"}


@pytest.mark.parametrize("language", [*SENTENCES])
def test_english_is_understood_from_everybody(language: str) -> None:
    with speaking(language):
        talk, _ = first_words(Talk(), SENTENCES["en"][0], SETTING)
    assert talk.draft == {"task_type": "Triage", "approach": "with_ai", "minutes": 40, "fixing": "no"}


def test_every_language_has_words_for_the_same_things(language: str) -> None:
    english, theirs = vocabulary.vocabulary(ENGLISH), vocabulary.vocabulary(language)
    assert theirs.said.keys() == english.said.keys()
    for phrases, ours in ((theirs.anywhere, english.anywhere), (theirs.when_asked, english.when_asked)):
        assert {key: set(by_code) for key, by_code in phrases.items()} == {key: set(by_code) for key, by_code in ours.items()}
        for key, by_code in phrases.items():
            assert set(by_code) <= {option.code for option in BY_KEY[key].options}
            assert all(words == words.strip() and words for each in by_code.values() for words in each)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_phrase_stands_for_two_things(language: str) -> None:
    for phrases in (vocabulary.vocabulary(language).anywhere, vocabulary.vocabulary(language).when_asked):
        for key, by_code in phrases.items():
            said = [words for each in by_code.values() for words in each]
            assert len(said) == len(set(said)), (language, key)
