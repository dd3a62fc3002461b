"""The words of a digest: figures that have passed the privacy gates, as sentences. Nothing here computes or decides.

It reads `Figures` and nothing else, so no sentence can hold a number that was not gated and rounded. What people chose
themselves is "observed" and never says that AI caused anything; what they felt is "perceived" and stands beside the times.
Task types and reasons are plain text as people wrote them: the door that prints them escapes them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from bot.domain import bandwords, outcomewords, overviewwords, ownquestionwords, reviewfigures, whywords
from bot.domain.bandwords import in_percent, money, share_of
from bot.domain.figures import CellFigures, Figures
from bot.domain.language import N_, _, capital, join, ngettext
from bot.domain.outcomes import Outcome
from bot.domain.timewords import NOT_ADJUSTED_CLASS, as_of, times
from bot.domain.verdict import LEVEL

_LEFT_OUT = {
    # Translators: each is a reason why answers are left out of the times, put into "{reason} ({band} answers)"
    "no_time": N_("no time given"),
    "too_long": N_("over 16 hours"),
    "far_from_expected": N_("more than twenty times off the expected time"),
    "unfinished": N_("not finished"),
    "other_type": N_("another kind of task"),
    "randomised": N_("decided by a coin, so never mixed with these"),
    "all": N_("no time given, not finished, over 16 hours, far from the expected time, or another kind of task"),
}
_ANSWERED = {
    "most": N_("most check-ins answered"),
    "about half": N_("about half of the check-ins answered"),
    "few": N_("few check-ins answered"),
    "no data": N_("no check-ins sent"),
}
_RESPONSE = {
    "most": N_("most check-ins were answered."),
    "about half": N_("about half of the check-ins were answered; the other half may have gone differently."),
    "few": N_("few check-ins were answered, so read everything above as a hint at most."),
    "no data": N_("no data, as nobody was asked in this period."),
}


@dataclass(frozen=True)
class Line:
    """One line. Both parts are plain text, unescaped; the lead is printed bold, before a colon."""

    lead: str | None
    text: str


@dataclass(frozen=True)
class Section:
    key: str
    title: str
    lines: tuple[Line, ...]


def sections(figures: Figures, registered: Iterable[Line] = ()) -> tuple[Section, ...]:
    """The digest's sections in their order. Fixing and what is not shown appear only when there is something to say."""
    told = tuple(registered)  # of goals and trials
    parts = (
        Section("summary", _("In one sentence"), (_summary(figures),)),
        Section("trials", _("Goals and trials") if told else _("Trials"), told + _lines(figures.coin, "", times)),
        Section("time", _("Time by task type"), _time(figures)),
        Section("fixing", _("Fixing and quality"), _lines(figures.cells, "fixing", outcomewords.fixing) + _own(figures)),
        Section("cost", _("Cost per finished task"), _costs(figures)),
        Section("without", _("Where doing without AI was right"), _without(figures)),
        Section("no_difference", _("Where AI made no difference, made it worse, or was dropped"), _no_difference(figures)),
        Section("not_enough", _("Not enough evidence yet"), tuple(_not_enough(figures))),
        Section("trust", _("How far to trust this"), tuple(_trust(figures))),
        Section("question", _("One question for your next meeting"), (Line(None, question(figures)),)),
    )
    return tuple(section for section in parts if section.lines)


def answered(response: str) -> str:
    """The response for the digest's first line."""
    return _(_ANSWERED[response])


def too_small(k: int) -> Section:
    text = _(
        "Candor prints something once at least {k} people have answered in a period. Until then nobody sees anything.", k=k
    )
    return Section("too_small", _("Not enough people yet"), (Line(None, text),))


def _lines(cells: Iterable[CellFigures], row: str, words: Callable[[CellFigures], str]) -> tuple[Line, ...]:
    """One row of each, with its date where that is not today's."""
    said = ((cell, words(cell)) for cell in cells)
    return tuple(Line(_name(cell), text + as_of(cell.as_of, row)) for cell, text in said if text)


def _own(figures: Figures) -> tuple[Line, ...]:
    """What answers to the team's own questions say, and reviewers, with what stands beside that."""
    told = ((one, ownquestionwords.said(one)) for one in figures.own)
    own = [Line(ownquestionwords.lead(one), text + as_of(one.as_of, "own")) for one, text in told if text]
    return (*own, *(Line(lead, text) for lead, text in reviewfigures.lines(figures.reviewed)))


def _name(cell: CellFigures) -> str:
    return f"{cell.task_type}, {cell.tool}" if cell.tool else cell.task_type


def _summary(figures: Figures) -> Line:
    said = [overviewwords.summary(figures)]
    right = [cell for cell in figures.cells if in_percent(cell.shares.get(Outcome.RIGHT_SKIP)) >= 60]
    if right:
        # Translators: one clause of a long sentence; {names} are kinds of task, such as "Bug triage and Customer reply"
        said.append(_("most tasks done without AI were right that way for {names} (observed)", names=_names(right)))
    sure = [(cell, cell.fixed[0]) for cell in figures.cells if "fixed" in cell.sure and cell.fixed]
    if less := [cell for cell, points in sure if points < 0]:
        # Translators: one clause of a long sentence; {names} are kinds of task
        said.append(_("fixing was needed less often with AI for {names} (observed)", names=_names(less)))
    if more := [cell for cell, points in sure if points >= 0]:
        # Translators: one clause of a long sentence; {names} are kinds of task
        said.append(_("fixing was needed more often with AI for {names} (observed)", names=_names(more)))
    return Line(None, capital("; ".join(said)) + ".")


def _names(cells: Iterable[CellFigures]) -> str:
    return join([cell.task_type for cell in cells])


def _time(figures: Figures) -> tuple[Line, ...]:
    nothing = Line(None, _("Too few people have timed the same kind of task, with AI and without, to print times."))
    lines = _lines((*figures.cells, *figures.tools), "", times)
    if figures.all_work and (together := times(figures.all_work)):
        lines = (*lines, Line(_("All task types together, each person with themselves inside each type"), together))
    weeks = tuple(
        # Translators: before "steady; what moves looks like chance (before/after)."
        Line(_("{task_type}, week by week", task_type=cell.task_type), _(_TRENDS[cell.trend]) + as_of(cell.as_of, "trend"))
        for cell in figures.cells
        if cell.trend
    )
    return lines + weeks or (nothing,)


_TRENDS = {
    "steady": N_("steady; what moves looks like chance (before/after)."),
    "less": N_("less time lately than before (before/after). We cannot tell why."),
    "more": N_("more time lately than before (before/after). We cannot tell why."),
}


def _costs(figures: Figures) -> tuple[Line, ...]:
    lines = _lines(figures.cells, "cost", lambda cell: _cost(cell, figures.currency))
    # Translators: {currency} is a code such as EUR
    bill = _(
        "{amount} {currency} a month for the whole team, not counted above.",
        amount=money(figures.tools_bill or 0),
        currency=figures.currency,
    )
    return (*lines, Line(_("The AI tools"), bill)) if lines else ()


def _cost(cell: CellFigures, currency: str) -> str:
    if not (cell.cost_with_ai and cell.cost_without_ai):
        return ""
    (one, low, high), (other, lowest, highest) = (map(money, cost) for cost in (cell.cost_with_ai, cell.cost_without_ai))
    sure = {"currency": currency, "percent": round(100 * LEVEL)}
    # Translators: put into "a finished task cost {with_ai} and {without}, …"; {currency} is a code such as EUR
    with_ai = _("about {cost} {currency} with AI ({low} to {high} fits at {percent} %)", cost=one, low=low, high=high, **sure)
    # Translators: put into "a finished task cost {with_ai} and {without}, …"; {currency} is a code such as EUR
    without = _(
        "about {cost} {currency} without AI ({low} to {high} fits at {percent} %)", cost=other, low=lowest, high=highest, **sure
    )
    # Translators: {with_ai} is "about 50 EUR with AI (40 to 60 fits at 99 %)"; {kind} is "observed, not adjusted for task size"
    text = N_("a finished task cost {with_ai} and {without}, of working time and fixing ({kind}).")
    return _(text, with_ai=with_ai, without=without, kind=_(NOT_ADJUSTED_CLASS))


def _without(figures: Figures) -> tuple[Line, ...]:
    lines = list(_lines(figures.cells, "skips", lambda cell: outcomewords.skips(cell.shares, cell.main_reason)))
    if overall := outcomewords.skips(figures.all_shares, None):
        lines.append(Line(_("All task types together"), overall + as_of(figures.as_of, "skips")))
    if not lines:
        text = _("Too few people said what they would do next time to print right and regretted choices.")
        lines.append(Line(None, text))
    if figures.skip_reasons:
        reasons = bandwords.reasons(figures.skip_reasons) + "." + as_of(figures.as_of, "reasons")
        lines.append(Line(_("Reasons for going without, all task types"), reasons))
    return tuple(lines)


def _no_difference(figures: Figures) -> tuple[Line, ...]:
    worse, measured = outcomewords.worse, overviewwords.measured(figures.cells)
    lines = list(_lines(figures.cells, "worse", lambda cell: worse(cell.shares, overviewwords.measured_one(cell))))
    if overall := worse(figures.all_shares, measured):
        lines.append(Line(_("All task types together"), overall + as_of(figures.as_of, "worse")))
    return tuple(lines) or (Line(None, _("Too few people said what was different, or where they dropped it, to print.")),)


def _not_enough(figures: Figures) -> Iterable[Line]:
    yield from (Line(names, text) for names, text in overviewwords.why_not(figures))
    for text in figures.own_asked:
        if text not in [one.text for one in figures.own]:
            # Translators: behind a question that a team's owner wrote, and a colon
            yield Line(
                ownquestionwords.asked(text), _("too few people have answered it, with AI and without, to print anything.")
            )
    yield from (Line(names, text) for names, text in whywords.briefly(figures))
    if more := figures.more_types:
        text = ngettext(
            "{n} more task type has figures: ask for a report by name.",
            "{n} more task types have figures: ask for a report by name.",
            more,
        )
        yield Line(None, text)
    if figures.withheld:
        text = _("Some figures are left out: beside earlier ones they would tell what fewer than {k} people said.", k=figures.k)
        yield Line(None, text)


def answers(figures: Figures) -> Line:
    return Line(_("Response"), _(_RESPONSE[figures.response]))


def _trust(figures: Figures) -> Iterable[Line]:
    yield answers(figures)
    if figures.answering:
        # Translators: behind "Answering: "; half of the answers took less, half took more than that
        took = _("took {time} (half of the answers).", time=_(figures.answering))
        yield Line(_("Answering"), took)
    dated = partial(as_of, figures.as_of)
    yield Line(_("Left out of the times"), f"{_left_out(figures)}.{dated('left_out')}")
    if figures.fixing_open:
        # Translators: the band is "5–9", "10–19", "20–49" or "50+"; nobody knows yet whether those had to be fixed
        open_ = _("{band} answers count as work only (observed).", band=figures.fixing_open)
        yield Line(_("Fixing not known yet"), f"{open_}{dated('fixing_open')}")
    yield from _perceived(figures)
    # Translators: behind "Used because it was expected: "
    expected = _("said by fewer than {k} people, or nobody (observed).", k=figures.k)
    if figures.expected:
        # Translators: behind "Used because it was expected: "; the band is "5–9", "10–19", "20–49" or "50+"
        expected = _("{band} people said so at least once (observed).", band=figures.expected)
    yield Line(_("Used because it was expected"), f"{expected}{dated('expected')}")
    yield Line(_("Task size"), overviewwords.sizes(figures))
    if figures.as_of or any(cell.as_of for cell in (*figures.cells, *figures.tools, *figures.coin)):
        # Translators: "As printed on" as in "As printed on {day}."
        text = _("fewer than {k} people have new answers to it since.", k=figures.k)
        yield Line(_("“As printed on” an earlier day"), text)


def _left_out(figures: Figures) -> str:
    if not figures.left_out:
        # Translators: behind "Left out of the times: "
        return _("answers of fewer than {k} people, or nobody", k=figures.k)
    # Translators: one of a list: "no time given (5–9 answers), not finished (10–19 answers)"
    return ", ".join(_("{reason} ({band} answers)", reason=_(_LEFT_OUT[why]), band=band) for why, band in figures.left_out)


def _perceived(figures: Figures) -> Iterable[Line]:
    """What people felt and guessed, beside what was measured."""
    # Translators: {measured} is "the times settle nothing yet" or "about 10 % less time with AI for Bug triage"
    measured = _("Measured: {measured}.", measured=overviewwords.measured(figures.cells))
    if figures.felt:
        # Translators: behind "People felt: "; {felt} is a list such as "less time (10–19 people), better quality (5–9 people)"
        felt = _("{felt} (perceived).", felt=bandwords.reasons(figures.felt))
        yield Line(_("People felt"), f"{felt} {measured}{as_of(figures.as_of, 'felt')}")
    if figures.guessed:
        # Translators: behind "People guessed: "; {share} is of the context "of the tasks"
        guess = _(
            "without AI it would have taken longer, for {share} of the tasks on which AI was tried (perceived).",
            share=share_of(figures.guessed),
        )
        yield Line(_("People guessed"), f"{guess} {measured}{as_of(figures.as_of, 'guessed')}")


_ASKS = (
    # Translators: {it} is a kind of task, such as "Bug triage"
    (Outcome.REGRETTED_USE, 30, N_("Which step of {it} makes people want to do it without AI next time?")),
    # Translators: {it} is a kind of task, such as "Bug triage"
    (Outcome.DROPPED, 30, N_("How could we tell earlier that work like {it} is better finished by hand?")),
    (Outcome.EXPECTED, 0, N_("Where does AI seem to be expected, and does that work get better for it?")),
    # Translators: {it} is a kind of task, such as "Bug triage"
    (Outcome.REGRETTED_SKIP, 30, N_("What would {it} need so that AI is worth trying for it?")),
    # Translators: {it} is a kind of task, such as "Bug triage"
    (Outcome.FIXED_WITH, 30, N_("What has to be fixed most often after {it}, and could it be caught sooner?")),
    # Translators: {it} is a kind of task, such as "Bug triage"
    (Outcome.RIGHT_SKIP, 60, N_("What makes {it} work that is better done without AI, and is that written down?")),
)


def question(figures: Figures) -> str:
    """The first question that fits what was found. About the work, never about people."""
    for outcome, least, text in _ASKS:
        it = _highest(figures, outcome, least)
        if it or (outcome is Outcome.EXPECTED and figures.expected):
            return _(text, it=it)
    if figures.cells:
        # Translators: {it} is a kind of task, such as "Bug triage"
        return _("What makes one task of the kind {it} so much bigger than another?", it=figures.cells[0].task_type)
    return _("Which kind of task would we most like to understand better?")


def _highest(figures: Figures, outcome: Outcome, least: int) -> str | None:
    cells = [cell for cell in figures.cells if outcome in cell.shares and in_percent(cell.shares[outcome]) >= least]
    return max(cells, key=lambda cell: in_percent(cell.shares[outcome])).task_type if cells else None
