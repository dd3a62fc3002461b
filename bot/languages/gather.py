"""Every sentence of the code gathered into the catalogues: `make languages`, after a sentence was changed, added or taken away.

A sentence that is new stands in each `.po` file with an empty translation, and one that nobody says any more is gone. A test
fails until somebody who speaks the language has filled the gap.
"""

import ast
import importlib
import pkgutil
import tokenize
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

import bot
from bot.domain import wording
from bot.domain.language import ENGLISH, LANGUAGES
from bot.domain.refusal import Refusal

HERE = Path(__file__).parent
ROOT = HERE.parent
CALLS = {"_", "N_", "ngettext", "pgettext"}
NOT_SAID = ("cli", "demo")  # doors of an operator, who reads English
_FOR_THEM = "Translators:"
_NOT_WRITTEN = tuple(f'"{name}-' for name in ("POT", "PO", "Last", "Language", "Project-Id", "Report", "Generated"))
_HEADER = "# What Candor says in {}: `docs/languages.md` says how to read and change it."

Sentence = tuple[str | tuple[str, str], str | None, list[str]]  # with its context, and what its author says to translators


def template() -> Catalog:
    """Every sentence, with what its author says to translators."""
    found = Catalog(charset="utf-8")
    for sentence, context, comments in sorted(_said(), key=lambda one: (str(one[1] or ""), str(one[0]))):
        found.add(sentence, context=context, auto_comments=comments)
    return found


def _said() -> Iterator[Sentence]:
    for path in sorted(ROOT.rglob("*.py")):
        if path.relative_to(ROOT).parts[0] not in NOT_SAID:
            yield from in_source(path.read_text(encoding="utf-8"))
    yield from ((text, question, []) for question, text in wording.messages())
    yield from ((kind.__doc__.strip().splitlines()[0], None, []) for kind in _refusals() if kind.__doc__)


def in_source(source: str) -> Iterator[Sentence]:
    """By the syntax tree, since Babel's own extractor does not look into f-strings before Python 3.12."""
    comments = {
        token.start[0]: token.string.lstrip("# ")
        for token in tokenize.generate_tokens(StringIO(source).readline)
        if token.type == tokenize.COMMENT and token.line.lstrip().startswith("#")
    }
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            texts = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            two = node.func.id in ("ngettext", "pgettext")
            if len(texts) >= 1 + two:
                one, other = (texts[0], texts[1] if two else "")
                said = (one, other) if node.func.id == "ngettext" else other if two else one
                yield said, one if node.func.id == "pgettext" else None, _above(comments, node.lineno)


def _above(comments: dict[int, str], line: int) -> list[str]:
    """The comment for translators that ends on the line before."""
    block: list[str] = []
    while line - 1 in comments:
        line -= 1
        block.insert(0, comments[line])
        if block[0].startswith(_FOR_THEM):
            return [block[0].removeprefix(_FOR_THEM).strip(), *block[1:]]
    return []


def _refusals() -> Iterator[type[Refusal]]:
    """Every kind of refusal whose docstring is what people read."""
    for module in pkgutil.walk_packages(bot.__path__, "bot."):
        if module.name.split(".")[1] not in (*NOT_SAID, "__main__"):
            importlib.import_module(module.name)
    kinds = [Refusal]
    while kinds:
        kind = kinds.pop()
        kinds += kind.__subclasses__()
        if "__init__" not in kind.__dict__ or kind is Refusal:
            yield kind


def read(language: str) -> Catalog:
    path = HERE / f"{language}.po"
    return read_po(BytesIO(path.read_bytes()), language) if path.exists() else Catalog(language)


def updated(language: str) -> Catalog:
    """The catalogue with what is said now: nothing guessed, nothing left over."""
    now = read(language)
    now.update(template(), no_fuzzy_matching=True)
    now.obsolete.clear()
    now.header_comment = _HEADER.format(LANGUAGES[language])
    return now


def write(catalogue: Catalog, path: Path) -> None:
    """Sorted, without dates and places, so that what changes is what somebody changed."""
    catalogue.fuzzy = False
    for message in catalogue:
        message.flags.discard("python-format")  # ours are filled by name; a "% l" is no format
    with path.open("wb") as file:
        write_po(file, catalogue, width=120, no_location=True, omit_header=False, sort_output=False, include_previous=False)
    text = path.read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if not line.startswith(_NOT_WRITTEN)]
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")


def main() -> None:
    for language in LANGUAGES:
        if language != ENGLISH:
            write(updated(language), HERE / f"{language}.po")


if __name__ == "__main__":
    main()
