"""One print on its own: the gates of section 7 in plain words, figure by figure, and nothing of anybody in what is printed."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from bot.domain.wording import BY_KEY, SKIP_GROUPS
from tests.leaks.attacker import WHOLE, Scope, Seen, authors
from tests.leaks.doors import SATISFIED
from tests.leaks.made import SHARES, Said, apart, left_out

BANDS = {"5–9", "10–19", "20–49", "50+"}
WORDS = {"few", "most", "under 5 %", "95 % or more", *(f"{tens * 10} %" for tens in range(1, 10))}
SIDES = {"typical_with_ai": True, "typical_without_ai": False, "cost_with_ai": True, "cost_without_ai": False}
PAIRS = (
    ("fixed_with_ai", "fixed_without_ai"),
    ("below_standard_with_ai", "below_standard_without_ai"),
    ("unfinished_with_ai", "unfinished_without_ai"),
)


def on_its_own(seen: Seen) -> None:
    """Enough people, nobody dominating, nothing to subtract inside one print, and all of it rounded."""
    for (name, scope), (value, made) in seen.made.items():
        where = name, scope, f"{seen.at:%d %b}"
        told = [one for one in seen.inside(scope) if one.id in made]
        rounded(name, value, where)
        if name in SHARES or name == "guessed":
            enough(seen, (one.person for one in told), where)
            nobody_dominates(Counter(one.person for one in told), where)
        elif name in ("ratio", "people", "coin"):
            enough(seen, (one.person for one in told), where)
            nobody_dominates(weights(told, seen.rung(name, scope)), where)
        elif name in SIDES or name in ("balance", "size"):
            timed = [one for one in (told if name in ("balance", "size") else seen.inside(scope)) if one.timed and one.chosen]
            for side in (True, False):
                enough(seen, (one.person for one in timed if one.ai is side), where)
                nobody_dominates(Counter(one.person for one in timed if one.ai is side), where)
        elif name == "trend":
            enough(seen, (one.person for one in told), where)
            nobody_dominates(Counter(one.person for one in told), where)
        elif name in ("fixed", "below"):
            difference(seen, name, scope)
        elif name.endswith("/apart"):
            enough(seen, (one.person for one in told), where)
            nobody_dominates(weights(told, seen.rung(name, scope)), where)
        elif name.startswith("own/"):
            enough(seen, (one.person for one in told), where)
            nobody_dominates(Counter(one.person for one in told), where)
    tables(seen)
    hidden(seen)
    silent(seen)


def enough(seen: Seen, people: Iterable[str], where: Any) -> None:
    assert len(set(people)) >= seen.k, f"{where}: too few people"


def nobody_dominates(weight: Any, where: Any) -> None:
    assert max(weight.values()) <= sum(weight.values()) * 0.500001, f"{where}: one person is more than half of it"


def weights(told: Iterable[Said], rung: str | None = None) -> Counter[str]:
    """What each person weighs in a comparison with themselves: n1·n0/n of each of their strata."""
    strata: defaultdict[Any, list[bool]] = defaultdict(list)
    for one in told:
        strata[one.person, one.task_type, one.size if rung == "sized" else 0].append(one.ai)
    out: Counter[str] = Counter()
    for (person, *_), ways in strata.items():
        out[person] += round(10**9 * sum(ways) * (len(ways) - sum(ways)) / len(ways))
    return out


def difference(seen: Seen, name: str, scope: Scope) -> None:
    """Beside the shares it is of; of five people who did it both ways, nobody dominating, or else of all."""
    rung = seen.rung(name, scope)
    made = apart(name, rung)(seen.inside(scope))
    same = [one for one in seen.inside(scope) if one.id in made]
    for share in PAIRS[name == "below"]:
        assert (share, scope) in seen.made, f"{name} of {scope} without {share}"
    if len({one.person for one in same}) >= seen.k:
        nobody_dominates(weights(same, rung), (name, scope))


def tables(seen: Seen) -> None:
    """Bands of people and of answers."""
    words = {(name, option.words): option.code for name in ("skip_reasons", "differences") for option in BY_KEY[name].options}
    for figure, question in (("skip_reasons", "skip_reasons"), ("felt", "differences")):
        value, made = seen.made.get((figure, WHOLE), ((), {}))
        told = [one for one in seen.told if one.id in made]
        rest = {one.person for one in told} if value else set()
        named: set[str] = set()
        for said, _ in value:
            codes = set(SKIP_GROUPS.get(said, ())) if question == "skip_reasons" else set()
            codes |= {words[question, said]} if (question, said) in words else set()
            named |= codes
            if codes:
                enough(seen, (one.person for one in told if codes & set(getattr(one, question))), (figure, said))
        rest = {one.person for one in told if set(getattr(one, question)) - named}
        assert not value or not rest or len(rest) >= seen.k, f"{figure}: {len(rest)} people gave other reasons"
        assert not value or bool(rest) is any(said in ("other", "other reasons") for said, _ in value)
    for name in ("expected", "fixing_open"):
        if (name, WHOLE) in seen.made:
            made = seen.made[name, WHOLE][1]
            enough(seen, authors(seen, {key: 1 for key, so in made.items() if so}), name)
    for reason, _ in seen.made.get(("left_out", WHOLE), ((), {}))[0]:
        made = left_out(seen.types)(seen.inside(WHOLE))
        enough(seen, authors(seen, {key: 1 for key, why in made.items() if reason in ("all", why)}), ("left_out", reason))
    for (name, scope), (value, made) in seen.made.items():
        if name == "main_reason":
            code = words["skip_reasons", value]
            enough(seen, (one.person for one in seen.told if one.id in made and code in made[one.id]), (name, scope))


def hidden(seen: Seen) -> None:
    """A kind of task that is shown has enough people, and those of all that is not shown are nobody, or enough."""
    shown = {cell["task_type"] for cell in seen.figures["cells"]}
    people: defaultdict[str, set[str]] = defaultdict(set)
    for one in seen.inside(WHOLE):
        if one.chosen and one.task_type in seen.types:
            people[one.task_type].add(one.person)
    for kind in shown:
        enough(seen, people[kind], kind)
    if seen.digest.released and not (seen.figures["more_types"] or seen.only):
        rest = set[str]().union(*(who for kind, who in people.items() if kind not in shown))
        assert not rest or len(rest) >= seen.k, f"what is shown leaves {len(rest)} people"


def silent(seen: Seen) -> None:
    """Where few answered, nobody speaks for the others."""
    if seen.figures["response"] == "few":
        whole = [seen.figures["all_work"]] if seen.figures["all_work"] else []
        for cell in (*seen.figures["cells"], *seen.figures["tools"], *seen.figures["coin"], *whole):
            assert (cell["verdict"], cell["trend"], cell["sure"]) == ("not_enough", None, ()), cell["task_type"]


def rounded(name: str, value: Any, where: Any) -> None:
    """Nothing exact."""
    if name in SHARES or name == "guessed":
        assert value in WORDS, where
    elif name in ("people", "expected", "fixing_open"):
        assert value in BANDS, (where, value)
    elif name in ("skip_reasons", "felt", "left_out"):
        assert {band for _, band in value} <= BANDS, (where, value)
    elif name in ("ratio", "coin", "balance"):
        assert abs(value * 20 - round(value * 20)) < 1e-9, (where, value)
    elif name == f"own/{SATISFIED.key}/apart":
        assert all(abs(end * 10 - round(end * 10)) < 1e-9 for end in value), (where, value)
    elif name.startswith("own/") and not name.endswith("/apart"):
        assert {share for _, share in value} <= WORDS, (where, value)
    elif name in ("fixed", "below") or name.endswith("/apart"):
        assert all(points % 10 == 0 for points in value), (where, value)
    elif name.startswith("typical"):
        assert value % (1 if value < 10 else 5) == 0, (where, value)
    elif name.startswith("cost"):
        assert all(len(f"{amount:.6g}".replace(".", "").strip("0")) <= 2 for amount in value), (where, value)
