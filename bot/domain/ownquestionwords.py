"""The words for a team's own questions: how far answers with AI and without are apart, and what else would fit.

Better and worse are what the team's owner said they are, and only said where the gated figure is sure. People chose themselves
when to use AI, so it is a lead, never a cause. Texts, units and options stand as somebody wrote them, unescaped.
"""

from bot.domain.bandwords import share, share_of, tenths
from bot.domain.figures import OwnFigures
from bot.domain.language import N_, _, number, pgettext
from bot.domain.reviewing import REVIEWED
from bot.domain.timewords import NOT_ADJUSTED_CLASS, between, kind_of

_WAYS = {
    # Translators: behind "Bug triage · How satisfied was the customer?: "; {found} is "0.5 steps more; anything from 0.2 steps
    # more to 0.8 steps more fits at 99 % (observed, size-adjusted)", or two shares and how far they are apart
    "better": N_("better with AI: {found}."),
    "worse": N_("worse with AI: {found}."),
    "neither": N_("different with AI: {found}."),
    "open": N_("nothing settled yet; with AI {found}."),
}


def lead(one: OwnFigures) -> str:
    """Of which kind of task, and what was asked."""
    kind = one.task_type or _("All task types together")
    return f"{kind} · {asked(one.text)}"


def asked(text: str) -> str:
    """A question in its team's words, or what reviewers were asked in ours."""
    return _(text) if text == REVIEWED else text


def said(one: OwnFigures) -> str:
    """The line of one question; nothing where nothing may be printed."""
    if one.kind == "choice":
        return _choice(one) if one.with_ai else _alone(one)
    return _way(one, f"{_apart(one)} ({_kind(one)})") if one.apart else ""


def _way(one: OwnFigures, found: str) -> str:
    """A word for a sure difference, and where it comes from."""
    if not one.sure or not one.apart:
        return _(_WAYS["open"], found=found)
    up = one.apart[0] > 0
    way = "neither" if one.better == "neither" else "better" if up == (one.better == "more") else "worse"
    return f"{_(_WAYS[way], found=found)} {_('People chose when to use AI: a lead, not proof.')}"


def _kind(one: OwnFigures) -> str:
    return _(kind_of(one.evidence, one.rung == "sized"))


def _apart(one: OwnFigures) -> str:
    """How far apart, and between which ends that may be."""
    point, low, high = one.apart or (0.0, 0.0, 0.0)
    spread = between(_end(one, low), _end(one, high), round(100 * (one.level or 0)))
    return f"{_amount(one, point)}; {spread}"


def _end(one: OwnFigures, value: float) -> str:
    """An end that rounding has moved onto "no difference" says that it is not quite that."""
    if one.sure and not value:
        # Translators: an end of a range: "anything from hardly any difference to 0.5 steps more fits"
        return pgettext("end of a range", "hardly any difference")
    return _amount(one, value)


def _amount(one: OwnFigures, value: float) -> str:
    if not value:
        return pgettext("points", "no difference")
    size, less = number(abs(value)), value < 0
    if one.kind == "scale":
        size = tenths(abs(value))
        # Translators: on a scale from 1 to 5: "0.5 steps more"; {steps} is a number such as 0.5
        return _("{steps} steps less", steps=size) if less else _("{steps} steps more", steps=size)
    if one.kind == "choice":
        return _("{points} points less", points=size) if less else _("{points} points more", points=size)
    amount = f"{size} {one.unit}".strip()
    # Translators: {amount} is a number with a unit that somebody wrote: "2.5 days less"
    return (
        pgettext("a number", "{amount} less", amount=amount) if less else pgettext("a number", "{amount} more", amount=amount)
    )


def _choice(one: OwnFigures) -> str:
    if len(one.with_ai) > 1 or not one.apart:
        # Translators: {with_ai} and {without} are lists such as "“By mail” (about 40 %), other answers (about 60 %)"
        found = _("with AI {with_ai}; without {without}", with_ai=_listed(one.with_ai), without=_listed(one.without_ai))
        return f"{found} ({_(NOT_ADJUSTED_CLASS)})."
    (option, with_ai), (_same, without) = one.with_ai[0], one.without_ai[0]
    # Translators: {option} is an answer that somebody wrote; both shares are of the context "of the tasks"
    shares = _(
        "“{option}” was the result for {with_ai} of the tasks with AI and {without} of those without",
        option=option,
        with_ai=share_of(with_ai),
        without=share_of(without),
    )
    return _way(one, f"{shares} ({_apart(one)}; {_kind(one)})")


def _alone(one: OwnFigures) -> str:
    """All work, beside its kinds: only how far apart."""
    return _way(one, f"{_apart(one)} ({_kind(one)})") if one.apart else ""


def _listed(shares: tuple[tuple[str, str], ...]) -> str:
    return ", ".join(_option(words, code) for words, code in shares)


def _option(words: str, code: str) -> str:
    # Translators: the options of a choice that too few people picked, together
    name = f"“{words}”" if words else _("other answers")
    return f"{name} ({share(code)})"
