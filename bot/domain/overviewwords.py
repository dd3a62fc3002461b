"""The words for the times of all kinds of task at once: in one sentence, beside what people felt, and why there are none."""

from collections.abc import Iterator, Sequence

from bot.domain.figures import CellFigures, Figures
from bot.domain.language import N_, _, join, ngettext
from bot.domain.timewords import ADJUSTED, compared, lean, needed, same, settled

# Translators: follows "Measured: " or stands behind what people felt: "…; the times settle nothing yet."
_SETTLES_NOTHING = N_("the times settle nothing yet")
_WHY_NOT = {
    # Translators: each of these says behind the name of a kind of task why nothing can be said about its times yet
    "few_people": N_("too few people have done it both ways to compare each person with themselves."),
    "few_tasks": N_("fewer than ten tasks on one side that can be compared."),
    "no_spread": N_("times too alike to tell."),
    "not_adjusted": N_("enough tasks, but bigger and smaller ones are still compared with each other."),
    "unfinished": N_("too many tasks were not finished, so the times of the others cannot speak for all."),
    "wide": N_("the range is still too wide to tell."),
    "by_chance": N_("looking at several kinds of task, one of them would look like this by chance."),
    "few_answers": N_("too few check-ins were answered for a verdict."),
}


def summary(figures: Figures) -> str:
    """What the times say in one sentence, without its full stop."""
    parts = []
    if said := _took((*figures.coin, *figures.trials)):
        # Translators: {said} is "Bug triage took less time; Customer reply took more time"
        parts.append(_("done with AI, {said} (coin-decided)", said="; ".join(said)))
    if said := _took(figures.cells):
        # Translators: {said} is "Bug triage took less time; Customer reply took more time"
        parts.append(_("done with AI, {said} (observed, size-adjusted: a lead, not proof)", said="; ".join(said)))
    if parts:
        return "; ".join(parts)
    if any(cell.rung in ADJUSTED for cell in figures.cells):
        return _("no settled time difference yet")
    if any(cell.people for cell in figures.cells):
        return _("no settled time difference yet, as task size is not adjusted for")
    if any(cell.typical_with_ai for cell in figures.cells):
        return _("too few people have done the same kind of task both ways to compare times")
    return _("too few answers so far to compare times")


def _took(cells: Sequence[CellFigures]) -> list[str]:
    found = [cell for cell in cells if settled(cell)]
    by_way = {way: [cell.task_type for cell in found if cell.verdict.startswith(way)] for way in ("faster", "slower", "about")}
    said = []
    if names := by_way["faster"]:
        # Translators: follows "done with AI, "; {names} are kinds of task, such as "Bug triage and Customer reply"
        said.append(ngettext("{names} took less time", "{names} took less time", len(names), names=join(names)))
    if names := by_way["slower"]:
        # Translators: follows "done with AI, "; {names} are kinds of task
        said.append(ngettext("{names} took more time", "{names} took more time", len(names), names=join(names)))
    if names := by_way["about"]:
        # Translators: follows "done with AI, "; {names} are kinds of task
        said.append(
            ngettext("{names} took about the same time", "{names} took about the same time", len(names), names=join(names))
        )
    return said


def measured(cells: Sequence[CellFigures]) -> str:
    """The times, to stand beside what people felt."""
    found = [cell for cell in cells if settled(cell)]
    if not found:
        return _(_SETTLES_NOTHING)
    # Translators: {way} is "about 10 % less time with AI"; {name} is a kind of task
    said = ", ".join(_("{way} for {name}", way=_way(cell), name=cell.task_type) for cell in found)
    return said if len(found) == len(cells) else f"{said}; {_('for the others the times settle nothing yet')}"


def measured_one(cell: CellFigures) -> str:
    # Translators: behind what people felt; {way} is "about 10 % less time with AI"
    return _("the times: {way}", way=_way(cell)) if settled(cell) else _(_SETTLES_NOTHING)


def _way(cell: CellFigures) -> str:
    if cell.verdict == "about_same":
        # Translators: put into "the times: {way}" and "{way} for {name}"
        return _("about the same time with AI")
    if (cell.ratio or 1) > 20:
        return _("with AI more than 20 times the time")
    if not same(cell.ratio or 1):
        # Translators: {amount} is "10 % less time"; put into "the times: {way}" and "{way} for {name}"
        return _("about {amount} with AI", amount=compared(cell.ratio or 1))
    if cell.verdict.startswith("faster"):
        return _("slightly less time with AI")
    return _("slightly more time with AI")


def why_not(figures: Figures) -> Iterator[tuple[str, str]]:
    """For each task type without a verdict, why; alike ones together."""
    reasons: dict[str, list[str]] = {}
    for cell in figures.cells:
        if settled(cell):
            continue
        text = _(_WHY_NOT.get(cell.because or "few_people" if cell.people else "few_people", ""))
        if cell.because == "wide" and not cell.more_tasks:
            text += f" {_('More people, rather than more tasks of the same ones, would narrow it.')}"
        reasons.setdefault(text + needed(cell), []).append(cell.task_type)
    yield from ((join(names), text) for text, names in reasons.items())


def sizes(figures: Figures) -> str:
    """What of the comparisons is adjusted for task size, and whether AI got the smaller ones."""
    adjusted = [cell.task_type for cell in figures.cells if cell.people and cell.rung in ADJUSTED]
    said = []
    if adjusted:
        # Translators: behind "Task size: "; {names} are kinds of task
        said.append(_("adjusted for {names}, by the size or the time their authors gave", names=join(adjusted)))
    if plain := [cell.task_type for cell in figures.cells if cell.task_type not in adjusted]:
        # Translators: behind "Task size: "; {names} are kinds of task
        text = N_(
            "not adjusted for {names}: smaller tasks done more often one way look like a difference in time, and "
            "typical times also compare different people"
        )
        said.append(_(text, names=join(plain)))
    if names := [cell.task_type for cell in figures.cells if lean(cell) == "smaller"]:
        # Translators: behind "Task size: "; {names} are kinds of task
        said.append(_("AI was used on smaller tasks for {names}", names=join(names)))
    if names := [cell.task_type for cell in figures.cells if lean(cell) == "bigger"]:
        # Translators: behind "Task size: "; {names} are kinds of task
        said.append(_("AI was used on bigger tasks for {names}", names=join(names)))
    if names := [cell.task_type for cell in figures.cells if not lean(cell) and (cell.balance or cell.size)]:
        # Translators: behind "Task size: "; {names} are kinds of task
        said.append(_("tasks of much the same size both ways for {names}", names=join(names)))
    return "; ".join(said) + "." if said else _("no kind of task has figures yet.")
