"""The words for what passes the gates as a code: shares, bands, reasons, and amounts of money.

The codes are what figures, files and the release ledger hold, in every language the same; only what is read is put into words.
Sentences that are looked up stand here once, each with where it is put.
"""

from collections.abc import Iterable

from bot.domain.language import N_, _, number, pgettext, uncapital
from bot.domain.wording import BY_KEY

# Translators: how long people take to answer a check-in, put into "took {time} (half of the answers)."
ANSWERING = (N_("under half a minute"), N_("about 45 s"), N_("over a minute"))
REASONS = (  # what is not an option of a question, but a group of them
    # Translators: reasons for going without AI, in a list such as "accuracy and risk (10–19 people), growing (5–9 people)."
    N_("a person fits better"),
    # Translators: a reason for going without AI: a mistake would be costly, or checking takes too long
    N_("accuracy and risk"),
    # Translators: a reason for going without AI: it did badly on this before, or lacks the context
    N_("not good enough here"),
    # Translators: a reason for going without AI: wanting to learn or to keep a skill
    N_("growing"),
    # Translators: reasons for going without AI: no access, or not knowing how
    N_("barriers"),
    # Translators: a reason for going without AI: a coin decided it
    N_("the coin"),
    # Translators: what is left of a list of reasons or differences: "less time (10–19 people), other (5–9 people)"
    N_("other"),
    # Translators: what is left of a list of reasons
    N_("other reasons"),
)


def in_percent(share: str | None) -> int:
    """A printed share as a number for choosing words; nothing shown counts as 0."""
    digits = "".join(filter(str.isdigit, share or ""))
    return 0 if share is None or share.startswith(("few", "under")) else int(digits) if digits else 100


def share(code: str | None) -> str:
    """A share that stands by itself: "right that way: about 80 %", "below the usual standard: few with AI"."""
    if code and code.endswith("0 %"):
        # Translators: a share by itself, as in "right that way: about 80 %" and "Not finished: about 20 % with AI, few without"
        return pgettext("after a colon", "about {percent} %", percent=in_percent(code))
    said = {
        # Translators: nearly all of the tasks, by itself: "right that way: most"
        "most": pgettext("after a colon", "most"),
        # Translators: hardly any of the tasks, by itself: "right that way: few"
        "few": pgettext("after a colon", "few"),
        # Translators: a share by itself: "right that way: 95 % or more"
        "95 % or more": pgettext("after a colon", "95 % or more"),
        # Translators: a share by itself: "right that way: under 5 %"
        "under 5 %": pgettext("after a colon", "under 5 %"),
    }
    return said.get(code or "few", code or "")


def share_of(code: str | None) -> str:
    """A share that "of the tasks" follows: "fixing was needed for about 30 % of the tasks with AI"."""
    if code and code.endswith("0 %"):
        # Translators: put before "of the tasks", as in "fixing was needed for about 30 % of the tasks with AI and few of those
        # without", and as in "people felt no difference in about 30 % of the tasks on which AI was tried"
        return pgettext("of the tasks", "about {percent} %", percent=in_percent(code))
    said = {
        # Translators: nearly all; put before "of the tasks": "fixing was needed for most of the tasks with AI"
        "most": pgettext("of the tasks", "most"),
        # Translators: hardly any; put before "of the tasks": "fixing was needed for few of the tasks with AI"
        "few": pgettext("of the tasks", "few"),
        # Translators: put before "of the tasks": "fixing was needed for 95 % or more of the tasks with AI"
        "95 % or more": pgettext("of the tasks", "95 % or more"),
        # Translators: put before "of the tasks": "fixing was needed for under 5 % of the tasks with AI"
        "under 5 %": pgettext("of the tasks", "under 5 %"),
    }
    return said.get(code or "few", code or "")


def reasons(rows: Iterable[tuple[str, str]]) -> str:
    """What people picked, each with how many of them: "quicker by hand (5–9 people), other reasons (5–9 people)"."""
    # Translators: one of a list: "quicker by hand (5–9 people)". The band is "5–9", "10–19", "20–49" or "50+".
    return ", ".join(_("{reason} ({band} people)", reason=reason(words), band=band) for words, band in rows)


def reason(words: str) -> str:
    """An option, or a group of them, as it stands inside a sentence."""
    for question in ("skip_reasons", "differences"):
        if any(option.words == words for option in BY_KEY[question].options):
            return uncapital(pgettext(question, words))
    return uncapital(_(words))


def money(amount: float) -> str:
    """To six digits, as 12,345.6."""
    return number(float(f"{amount:g}"))


def tenths(value: float) -> str:
    """With one decimal, always: "1.0"."""
    return f"{value:.1f}".replace(".", number(0.5)[1])
