"""The catalogues: nothing missing, nothing left over, every name filled in, and nothing too long for where it stands."""

import re
import string
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from bot.domain import wording
from bot.domain.language import ENGLISH, LANGUAGES, catalogue, speaking
from bot.domain.questions import words_of
from bot.languages import gather
from bot.slack.views.blocks import OPTION_LIMIT

COMMAND = re.compile(r"/candor(?: [a-z-]+)?")
OTHERS = [language for language in LANGUAGES if language != ENGLISH]
# Of the words people chose from, by version. A changed wording needs a new version in `wording.VERSIONS`, and its print here.
FINGERPRINTS = {
    "1": "7093bbdd3e85",
    "1-de": "98c833c8fe6d",
    "1-es": "7ea2f190b472",
    "1-fr": "806f4299959a",
    "1-tr": "d30781e9a54d",
    "2": "a7fc9f78d0cc",
    "2-de": "ac304dd62f73",
    "2-es": "9d4308f03e29",
    "2-fr": "b9bab81bee3c",
    "2-tr": "fcbd1a858171",
}


@pytest.fixture(scope="module")
def template() -> Catalog:
    return gather.template()


@pytest.fixture(scope="module", params=OTHERS)
def read(request: pytest.FixtureRequest) -> Catalog:
    return gather.read(request.param)


def messages(one: Catalog) -> dict[tuple[str | None, object], Message]:
    return {(message.context, message.id): message for message in one if message.id}


def texts(message: Message) -> Iterator[tuple[str, str]]:
    """Each translation beside the English it is of; every plural form is one of the last English form."""
    if isinstance(message.id, tuple | list):
        yield from ((message.id[-1], str(translated)) for translated in message.string or ())
    else:
        yield str(message.id), str(message.string)


def test_every_sentence_is_translated_and_nothing_else(template: Catalog, read: Catalog) -> None:
    said, known = messages(template), messages(read)
    missing = [str(key) for key in said if key not in known or not all(text for _, text in texts(known[key]))]
    assert not missing, f"{read.locale}: run `make languages`, then translate:\n" + "\n".join(missing)
    unused = [str(key) for key in known if key not in said]
    assert not unused, f"{read.locale}: nobody says this any more, run `make languages`:\n" + "\n".join(unused)
    assert not [message.id for message in read if message.fuzzy and message.id]


def names(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_translation_is_filled_with_the_same_names(read: Catalog) -> None:
    for message in messages(read).values():
        for english, text in texts(message):
            needed = names(english) - {"n"} if isinstance(message.id, tuple | list) else names(english)
            assert needed <= names(text) <= names(english), (read.locale, text)


def test_marks_and_commands_stay_as_they_are(read: Catalog) -> None:
    """A star too few makes the rest of a message bold, and a translated command is none."""
    for message in messages(read).values():
        for english, text in texts(message):
            for mark in ("*", "`", "\n"):
                assert text.count(mark) == english.count(mark), (read.locale, mark, text)
            assert re.findall(r"/candor(?: [a-z-]+)?", text) == re.findall(r"/candor(?: [a-z-]+)?", english), (
                read.locale,
                text,
            )
            assert (text[:1] == " ") == (english[:1] == " "), (read.locale, text)


def test_no_translation_shouts_or_praises(read: Catalog) -> None:
    for message in messages(read).values():
        for english, text in texts(message):
            assert "!" not in text.replace("<!", ""), (read.locale, text)
            assert "¡" not in text, english


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_option_fits_where_slack_shows_it_and_none_is_there_twice(language: str) -> None:
    with speaking(language):
        for question in (*wording.QUESTIONS, *wording.STARTING):
            said = [words_of(question, option.code) for option in question.options]
            assert all(0 < len(words) <= OPTION_LIMIT for words in said)
            assert len(set(said)) == len(said), (language, question.key)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_changed_wording_is_a_new_version(language: str) -> None:
    with speaking(language):
        said = "\n".join(catalogue(language).pgettext(context, text) for context, text in wording.messages())
        now, version = sha256(said.encode()).hexdigest()[:12], wording.version()
    assert FINGERPRINTS[version] == now, f"the questions read otherwise in {language}: a new version, and its print {now}"


def test_gathering_again_changes_nothing(read: Catalog, tmp_path: Path) -> None:
    name = f"{read.locale}.po"
    gather.write(gather.updated(str(read.locale)), tmp_path / name)
    assert (tmp_path / name).read_text(encoding="utf-8") == (gather.HERE / name).read_text(encoding="utf-8")
