"""Not doing it as the coin said: anybody may, of any task, without consequence. The reasons are codes, and nobody's words.

A reason is asked for because shares of reasons can spoil a trial, or tell the team what it should change. Nobody but whoever
gave it reads it; "I would rather not say" is a full answer.
"""

from bot.domain.language import N_, _, folded

# Translators: from here on, why somebody does not do a task as a coin said, which was with AI or without
REASONS = {
    "not_suitable": N_("That way does not suit this task"),
    "no_access": N_("No access, or it does not work"),
    "confidential": N_("Confidential or not allowed"),
    "customer": N_("The customer wants it the other way"),
    "rather_not": N_("I would rather not say"),
    "other": N_("Another reason"),
}
AS_SAID = "as_said"  # takes it back
_AFTER_ALL = N_("I do it as the coin said after all")


def offered(*, declined: bool) -> list[tuple[str, str]]:
    """Codes with their words; who has declined may take that back."""
    taken_back = [(AS_SAID, _(_AFTER_ALL))] if declined else []
    return [*((code, _(words)) for code, words in REASONS.items()), *taken_back]


def read(words: str) -> str | None:
    """The reason somebody typed: its words, or how they begin, or its code."""
    said = " ".join(folded(words).split()).strip(" .,:;!-–")
    named = {folded(one): code for code, sentence in REASONS.items() for one in (_(sentence), sentence, code.replace("_", " "))}
    found = {code for one, code in named.items() if len(said) >= 5 and one.startswith(said)}
    return next(iter(found)) if len(found) == 1 else None
