"""Several teams in one print, beside others of several teams: whether any sum or difference of them tells what few people said.

A team of at least k people may be printed alone, now or later, so its share of every print counts as known. What is left of a
print are its teams of fewer people. Whatever can be made of such rests by adding and subtracting has to be nobody's, or that of
at least k people: three prints of three small teams each can tell what none of them tells beside any other one.

Teams that are in the same prints always come together, so they are one column. Pure. Loads numpy.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

import numpy as np

from bot.domain import privacy

MOST_COLUMNS = 12  # of few people each; beyond it nobody works out all that could be made of them, and nothing is printed

Share = Mapping[str, Collection[int]]  # whose answers of each team are in a print


def isolates(prints: Sequence[Share], k: int) -> bool:
    """Whether fewer than k people, but somebody, can be told apart by these prints, each of several teams."""
    large = {team for one in prints for team, people in one.items() if privacy.may_show(len(people), k)}
    columns: dict[tuple[bool, ...], set[int]] = {}
    for team in {team for one in prints for team, people in one.items() if people} - large:
        pattern = tuple(bool(one.get(team)) for one in prints)
        fewest = min((one[team] for one in prints if one.get(team)), key=len)
        columns.setdefault(pattern, set()).update(fewest)
    if not columns:
        return False
    matrix, people = np.array(list(columns), dtype=np.float64).T, list(columns.values())
    few = [at for at, who in enumerate(people) if not privacy.may_show(len(who), k)]
    if len(few) > MOST_COLUMNS:
        return True
    rank = np.linalg.matrix_rank(matrix)
    return any(_rank(np.delete(matrix, some, axis=1)) < rank for some in _of_few(people, few, k, [], set()))


def _of_few(people: Sequence[set[int]], left: Sequence[int], k: int, taken: list[int], who: set[int]) -> Iterator[list[int]]:
    """Every choice of columns that are fewer than k people together."""
    for place, column in enumerate(left):
        together = who | people[column]
        if not privacy.may_show(len(together), k):
            yield [*taken, column]
            yield from _of_few(people, left[place + 1 :], k, [*taken, column], together)


def _rank(matrix: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]") -> int:
    return int(np.linalg.matrix_rank(matrix)) if matrix.size else 0
