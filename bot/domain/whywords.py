"""Why something is not shown: in a few words where it is missing, and in a window for whoever asks.

All of it follows from gated figures, and names a kind of task only to say that it is hidden. Each reason is worded for every
case that may bring it about at once: nobody answered, too few did, or it is hidden for another's sake. So no reader can tell
these apart, and a case says nothing that the missing row does not say. `docs/evidence.md` section 7 has the argument.
"""

from collections.abc import Iterable, Iterator, Mapping

from bot.domain import privacy
from bot.domain.figures import NOT_SHOWN, Figures
from bot.domain.language import N_, _, join
from bot.domain.outcomes import Outcome
from bot.domain.timewords import settled

SENTENCES = "sentences"
TITLE = N_("Why is something not shown?")
_HIDDEN_KIND = N_("not shown: too few people answered about it, or it would tell what few said about another.")
_HIDDEN_REASONS = N_("not shown: too few people gave the same reason, or a single one would stand out.")
_HIDDEN_COSTS = N_("not shown: too few people on one side, or too many tasks not finished.")
_REASONS_FOR = N_("Reasons for going without, all task types")
_COST = N_("Cost per finished task")
_SIDES = frozenset(map(str, (Outcome.RIGHT_SKIP, Outcome.REGRETTED_USE, Outcome.FIXED_WITH, Outcome.BELOW_WITH)))

# Each case with what it is about and why; {k} is a team's smallest group, {least} the smallest for shared sentences.
CASES: Mapping[str, tuple[str, str]] = {
    "team": (
        N_("Not enough people yet"),
        N_("Candor prints something once at least {k} people have answered in a period. Until then nobody sees anything."),
    ),
    "kinds": (
        N_("A kind of task that is not shown"),
        N_(
            "Fewer than {k} people answered about it, perhaps nobody; or enough did, and it is left out so that what few said "
            "about another cannot be worked out from the rest. Which of these it is stays unsaid, as that would tell about few."
        ),
    ),
    "more": (
        N_("A kind of task beyond the fifth"),
        N_("A digest shows five kinds of task at most. The others can be read too: /candor report type, and its name."),
    ),
    "compared": (
        N_("Times that are not compared"),
        N_(
            "A comparison needs {k} people who did that kind of task both ways, none of whom makes up more than half of it, "
            "and times that are not all alike."
        ),
    ),
    "evidence": (
        N_("Not enough evidence yet"),
        N_("That is a normal result: several stories still fit the answers, so none of them is told. More answers may decide."),
    ),
    "few": (
        N_("No verdict, as few check-ins were answered"),
        N_("Those who answered may differ from those who did not, so nothing is called settled, whatever the figures say."),
    ),
    "shares": (
        N_("Right and regretted choices, fixing and quality"),
        N_(
            "Each share needs {k} people who said something about it, none of whom makes up more than half of it. Of shares "
            "that stand side by side, both are shown or neither."
        ),
    ),
    "reasons": (
        _REASONS_FOR,
        N_(
            "A reason is shown when {k} people gave it. The others stand together, and where even those are fewer than {k} "
            "people, or nobody gave a reason, there is no list."
        ),
    ),
    "costs": (
        _COST,
        N_(
            "Costs need {k} people on each side, none of whom makes up more than half of it, a range, and few unfinished "
            "tasks. Both ways are shown or neither."
        ),
    ),
    "ledger": (
        N_("Figures that are left out beside earlier ones"),
        N_(
            "Next to what was printed before, they would tell what fewer than {k} people said. They can be printed once {k} "
            "people who were in the team both times have new answers."
        ),
    ),
    "dated": (
        N_("“As printed on” an earlier day"),
        N_("A figure changes once {k} people who were in the team both times have new answers to it. Until then it stands."),
    ),
    SENTENCES: (
        N_("In somebody's own words"),
        N_(
            "Sentences people share stand in a weekly digest, and nowhere else, once at least {least} people of the team have "
            "answered. Whether anybody has shared one is not said."
        ),
    ),
}


def applying(figures: Figures) -> tuple[str, ...]:
    """Which of the cases apply to these figures, in their order."""
    return tuple(case for case in CASES if case in set(_found(figures)))


def explained(cases: Iterable[str], k: int) -> tuple[tuple[str, str], ...]:
    """What each case is about, and why, in the words of whoever reads it; unknown ones are passed over."""
    least = privacy.fewest_for_sentences(k)
    return tuple((_(CASES[case][0]), _(CASES[case][1], k=k, least=least)) for case in cases if case in CASES)


def briefly(figures: Figures) -> Iterator[tuple[str, str]]:
    """What is hidden, by name, and why, in a few words."""
    if figures.hidden_types:
        yield join(figures.hidden_types), _(_HIDDEN_KIND)
    if not figures.skip_reasons:
        yield _(_REASONS_FOR), _(_HIDDEN_REASONS)
    if _no_costs(figures):
        yield _(_COST), _(_HIDDEN_COSTS)


def _found(figures: Figures) -> Iterator[str]:
    cells, response = figures.cells, figures.response
    if response == NOT_SHOWN:
        yield "team"
        return
    yield SENTENCES
    told = {
        "kinds": bool(figures.hidden_types),
        "more": bool(figures.more_types),
        "compared": not cells or any(cell.ratio is None for cell in cells),
        "evidence": not all(settled(cell) for cell in cells),
        "few": response == privacy.Response.FEW,
        "shares": not cells or any(_SIDES - cell.shares.keys() for cell in cells),
        "reasons": not figures.skip_reasons,
        "costs": _no_costs(figures),
        "ledger": figures.withheld,
        "dated": bool(figures.as_of) or any(cell.as_of for cell in (*cells, *figures.tools, *figures.coin)),
    }
    yield from (case for case, applies in told.items() if applies)


def _no_costs(figures: Figures) -> bool:
    """The team has said what an hour and its tools cost, and not one kind of task shows what it costs."""
    return figures.priced and not any(cell.cost_with_ai for cell in figures.cells)
