"""Languages: everybody is written to in their own, and what was said in one counts like what was said in another."""

from datetime import date

import pytest

from bot import report
from bot.domain.language import LANGUAGES, speaking
from bot.domain.language import _ as said
from bot.domain.language import pgettext as named
from sandbox import Person, Slack
from tests.conftest import SUPPORT, Cast, Running
from tests.conversing import has_history, quarter_of_triage, the_answer

LOCALES = {"de": "de-DE", "es": "es-419", "fr": "fr-CA", "tr": "tr-TR"}
TYPED = {
    "de": ("Triage, mit KI, wie üblich, eine halbe Stunde, keine Nacharbeit", "Das ist alles."),
    "es": ("Triage, con IA, como siempre, media hora, sin arreglos", "Eso es todo."),
    "fr": ("Triage, avec l'IA, comme d'habitude, une demi-heure, aucune correction", "C'est tout."),
    "tr": ("Triage, yapay zeka ile, her zamanki gibi, yarım saat, düzeltme yok", "Bu kadar."),
}
DONE = {"de": "Fertig!", "es": "Terminé.", "fr": "C'est terminé", "tr": "Tamamlandı"}
PROMPT = "Quick check-in"


@pytest.fixture(params=LOCALES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def reads(slack: Slack, bot: Running, person: Person, locale: str) -> None:
    """Their Slack is in this language from now on, and whoever applies the file looks it up."""
    slack.changes(person, locale=locale)
    bot.apply(SUPPORT)


def clicks(person: Person, language: str, *labels: tuple[str, str]) -> None:
    for context, label in labels:
        with speaking(language):
            words = named(context, label) if context else said(label)
        person.clicks(words)


def test_ada_is_asked_and_answers_in_the_language_of_her_slack(slack: Slack, bot: Running, cast: Cast, language: str) -> None:
    reads(slack, bot, cast.ada, LOCALES[language])
    bot.until("2026-07-07 15:00")
    assert PROMPT not in cast.ada.sees()
    assert PROMPT in cast.cleo.sees()
    clicks(cast.ada, language, ("", "Answer here"))
    cast.ada.clicks("Bug triage")
    clicks(cast.ada, language, ("size", "About usual"), ("approach", "Without AI"), ("time", "45 min"))
    clicks(cast.ada, language, ("fixing", "No"), ("questions", "That is all"))
    answer = the_answer(bot, cast.ada)
    assert (answer.approach, answer.size, answer.minutes, answer.fixing) == ("without_ai", 3, 45, "no")
    with speaking(language):
        assert answer.shown["approach"]["text"] == named("approach", "How did you do it?") != "How did you do it?"
        assert said("Saved: {answer}.").partition("{")[0] in cast.ada.sees()
    assert answer.questions == f"2-{language}"


def test_typing_alone_will_do_in_every_language(slack: Slack, bot: Running, cast: Cast, language: str) -> None:
    reads(slack, bot, cast.ada, LOCALES[language])
    bot.until("2026-07-07 15:00")
    for words in TYPED[language]:
        cast.ada.replies(words)
    answer = the_answer(bot, cast.ada)
    assert (answer.task_type, answer.approach, answer.size) == ("Bug triage", "with_ai", 3)
    assert (answer.minutes, answer.fixing) == (30, "no")


def test_english_is_understood_from_whoever_reads_something_else(slack: Slack, bot: Running, cast: Cast, language: str) -> None:
    reads(slack, bot, cast.ada, LOCALES[language])
    bot.until("2026-07-07 15:00")
    cast.ada.replies("triage, by hand, about usual, half an hour, no fixing")
    cast.ada.replies("that's all")
    assert the_answer(bot, cast.ada).approach == "without_ai"


def test_what_she_chooses_counts_for_more_than_her_slack(slack: Slack, bot: Running, cast: Cast) -> None:
    reads(slack, bot, cast.ada, "de-DE")
    cast.ada.runs("/candor hours language français")
    bot.until("2026-07-07 15:00")
    with speaking("fr"):
        assert f"[{said('Answer here')}]" in cast.ada.sees()
    cast.ada.runs("/candor hours language slack")
    cast.ada.opens_home()
    assert cast.ada.home is not None
    with speaking("de"):
        assert f"[{said('Change my week')}]" in cast.ada.home.shown


def test_a_language_is_chosen_by_clicking(bot: Running, cast: Cast) -> None:
    bot.turn()
    cast.ada.opens_home()
    cast.ada.clicks("Change my week", on="home")
    cast.ada.fills({"Language": "Türkçe"})
    assert cast.ada.submits()
    with speaking("tr"):
        assert cast.ada.home is not None
        assert said("Change my week") in cast.ada.home.shown


def test_a_language_nobody_speaks_here_is_refused_in_one_sentence(cast: Cast, bot: Running) -> None:
    bot.turn()
    assert "is not a language I speak: write one of en (English), de (Deutsch)" in cast.ada.runs("/candor hours language nl")


def test_a_slack_in_a_language_we_do_not_speak_is_answered_in_english(slack: Slack, bot: Running, cast: Cast) -> None:
    reads(slack, bot, cast.ada, "pt-BR")
    bot.until("2026-07-07 15:00")
    assert PROMPT in cast.ada.sees()


def test_whoever_changes_the_language_of_their_slack_is_followed_within_a_day(slack: Slack, bot: Running, cast: Cast) -> None:
    bot.until("2026-07-07 15:00")
    assert PROMPT in cast.ada.sees()
    slack.changes(cast.ada, locale="de-DE")
    bot.until("2026-07-08 12:00")
    bot.until("2026-07-09 15:00")
    with speaking("de"):
        assert f"[{said('Answer here')}]" in cast.ada.sees()


def test_a_reminder_and_the_end_of_the_window_come_in_her_language_too(slack: Slack, bot: Running, cast: Cast) -> None:
    reads(slack, bot, cast.ada, "es-ES")
    bot.apply(SUPPORT.replace("15:00", "10:00"))
    bot.turn()
    for moment in ("07 10:00", "09 10:00", "09 13:00", "09 14:00"):
        bot.until(f"2026-07-{moment}")
    with speaking("es"):
        assert said("This is the only reminder, and it is fine to leave it.") in cast.ada.sees()
    bot.until("2026-07-13 10:00")
    with speaking("es"):
        assert said("This check-in has closed without an answer. That is fine; the next one comes as usual.") in cast.ada.sees()


def test_what_an_owner_notes_for_her_is_told_in_her_language_and_answered_in_his(
    slack: Slack, bot: Running, cast: Cast
) -> None:
    reads(slack, bot, cast.ada, "fr-FR")
    answer = cast.mo.runs("/candor out @ada 2026-07-20..2026-07-24")
    bot.turn()
    assert "Noted: they are out" in answer
    with speaking("fr"):
        told = said(
            "{by} has noted that you are out {when}. Nothing is asked on these days. /candor out cancel strikes it out."
        )
    assert told.rpartition(". ")[2] in cast.ada.sees()
    assert "has noted that you are out" not in cast.ada.sees()


def test_a_refusal_is_in_the_language_of_who_is_refused(slack: Slack, bot: Running, cast: Cast, language: str) -> None:
    reads(slack, bot, cast.ada, LOCALES[language])
    with speaking(language):
        no = said("No task is running. /candor start begins one.")
    assert cast.ada.runs("/candor done") == no
    assert cast.mo.runs("/candor done") == "No task is running. /candor start begins one." != no


def test_the_digest_is_one_text_for_all_in_the_language_of_the_team(slack: Slack, bot: Running, cast: Cast) -> None:
    slack.changes(cast.ada, locale="fr-FR")
    bot.apply(f'{SUPPORT}\nlanguage = "de"\n')
    has_history(bot, quarter_of_triage([cast.ada, cast.cleo, cast.dan, cast.eli, cast.mo]))
    bot.until("2026-07-12 08:00")
    bot.until("2026-07-13 09:00")
    with speaking("de"):
        title = said("In one sentence")
    texts = {person.last().text for person in (cast.ada, cast.ben, cast.mo)}
    assert len(texts) == 1
    assert title in texts.pop()


def test_only_the_words_of_a_digest_differ_by_language(bot: Running, cast: Cast) -> None:
    has_history(bot, quarter_of_triage([cast.ada, cast.cleo, cast.dan, cast.eli, cast.mo]))
    bot.until("2026-07-12 08:00")
    found = {}
    for language in LANGUAGES:
        with speaking(language):
            digest = report.for_week(bot.bot.services, "Support", date(2026, 7, 6))
            found[language] = (digest.figures, [section.key for section in digest.sections], digest.chart)
    assert all(one == found["en"] for one in found.values())


def test_a_started_task_is_done_when_she_says_so_in_her_language(slack: Slack, bot: Running, cast: Cast, language: str) -> None:
    reads(slack, bot, cast.ada, LOCALES[language])
    cast.ada.runs("/candor start triage 40 min")
    bot.turn()
    bot.clock.forward(minutes=30)
    cast.ada.replies(DONE[language])
    with speaking(language):
        assert named("approach", "How did you do it?") in cast.ada.sees()
