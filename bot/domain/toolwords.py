"""The words of a report about one tool: the digest's own lines about it, and a sentence where there are none."""

from bot.domain.figures import Figures
from bot.domain.language import _
from bot.domain.timewords import as_of, times
from bot.domain.words import Line, Section, answers


def sections(figures: Figures, tool: str) -> tuple[Section, ...]:
    lines = [Line(f"{cell.task_type}, {tool}", times(cell) + as_of(cell.as_of, "")) for cell in figures.tools]
    if not lines:
        # Translators: {name} is an AI tool
        text = _(
            "Nothing is shown of {name}: fewer than {k} people have done the same kind of task with it and without AI, or what "
            "would be left of earlier figures is the work of fewer.",
            name=tool,
            k=figures.k,
        )
        lines.append(Line(None, text))
    trust = [answers(figures)]
    if any(cell.as_of for cell in figures.tools):
        text = _("fewer than {k} people have new answers to it since.", k=figures.k)
        trust.append(Line(_("“As printed on” an earlier day"), text))
    # Translators: the title of a section; {name} is an AI tool, against the same people's work without AI
    title = _("Time with {name}, against the same people without AI", name=tool)
    return Section("time", title, tuple(lines)), Section("trust", _("How far to trust this"), tuple(trust))
