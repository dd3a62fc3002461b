"""One sentence, shared: what a note offers, what is taken, and how it stands in a digest."""

import pytest

from bot.domain import sentences
from bot.domain.refusal import Refusal
from bot.domain.words import Line, Section

QUESTION = Section("question", "One question", (Line(None, "Why?"),))
TRUST = Section("trust", "How far to trust this", (Line(None, "Not far."),))


@pytest.mark.parametrize(
    ("note", "offered"),
    [
        ("It missed the point. I wrote it anew.", "It missed the point."),
        ("It missed the point", "It missed the point"),
        ("Asked Dr. Meyer, e.g. about the tax, etc. and went on.", "Asked Dr. Meyer, e.g. about the tax, etc. and went on."),
        ("It took 1.5 hours! Never again.", "It took 1.5 hours!"),
        ("two\nlines  and\tmore", "two lines and more"),
        ("¿Por qué? ¡Nunca más!", "¿Por qué?"),
        ("safe \u202egnp.exe\u202c \u200b\ufeff", "safe gnp.exe"),
        ("\U0001f468\u200d\U0001f469 fine", "\U0001f468\u200d\U0001f469 fine"),
    ],
)
def test_a_note_offers_its_first_sentence_on_one_line(note: str, offered: str) -> None:
    assert sentences.suggested(note) == offered
    assert sentences.checked(sentences.suggested(note)) == offered


@pytest.mark.parametrize("note", ["word " * 100, "x" * 500])
def test_a_long_one_is_shortened_at_a_word_where_there_is_one(note: str) -> None:
    offered = sentences.suggested(note)
    assert len(offered) <= sentences.LIMIT
    assert offered.endswith(("word…", "x…"))


def test_two_hundred_characters_are_taken_and_one_more_is_not() -> None:
    assert sentences.checked("x" * 200)
    with pytest.raises(Refusal, match="at most 200 characters"):
        sentences.checked("x" * 201)


@pytest.mark.parametrize("words", ["ask <@U0MO>", "see <#C0GENERAL|general>", "<!here>", "@mo knows", "(@mo knows)"])
def test_it_points_at_nobody(words: str) -> None:
    with pytest.raises(Refusal, match="without pointing at a person or a channel"):
        sentences.checked(words)


def test_they_stand_in_alphabetical_order_above_the_question() -> None:
    found = sentences.beside([TRUST, QUESTION], ["zebras", "Apples", "apples", "Bees"])
    assert [section.key for section in found] == ["trust", sentences.KEY, "question"]
    assert [line.text for line in found[1].lines[1:]] == ["“Apples”", "“apples”", "“Bees”", "“zebras”"]
    assert found == sentences.beside([TRUST, QUESTION], ["Bees", "apples", "zebras", "Apples"])


def test_without_any_there_is_no_section() -> None:
    assert sentences.beside([TRUST, QUESTION], []) == (TRUST, QUESTION)


def test_the_mark_of_a_sentence_holds_none_of_its_words() -> None:
    assert sentences.mark("It missed the point.") != sentences.mark("It missed the point")
    assert len(sentences.mark("x" * 200)) == 16
