"""Who may do what: every door there is, with what Slack would send, tried by somebody of every role.

Whoever may not is told so or told nothing, nothing changes, and nothing of the team is in what they are shown; whoever may is
not refused. What a door is tried with is in `rights_doors.py`, and a door that is not there fails by its name.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot import manage, roles
from bot.domain.roles import MAY, Right, Role
from bot.roles import Opened
from bot.slack import ids
from bot.slack.views.blocks import escape
from storage.tables import Membership, Team, Workspace
from storage.tables import Person as PersonRow
from tests import postgres
from tests.conversing import digests
from tests.slack.rights_doors import EXAMPLES, FORMS, Example
from tests.slack.rights_made import made
from tests.slack.rights_world import ADAS, HERE, HERS, OURS, OWNS_HERE, ROLES, Changes, Outcome, World

_NAMES = ("open", "saved", "fixed", "task", "flipped", "team", "new", "invitation", "reply", "report", "ada", "goal", "trial")
DOORS = [door for door in roles.every_door() if door.right is not Right.SHELL]  # Slack reaches no shell


@pytest.fixture(scope="module")
def world(manifest: dict[str, Any], empty_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    path = tmp_path_factory.mktemp("rights") / "candor.db"
    path.write_bytes(empty_sqlite.read_bytes())
    with made(manifest, f"sqlite:///{path}") as world:
        yield world


@pytest.fixture(autouse=True)
def as_it_was(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    if "world" in request.fixturenames:
        world: World = request.getfixturevalue("world")
        world.elsewhere = False
        world.again()


def examples(door: Opened) -> tuple[Example, ...]:
    found = EXAMPLES[door.kind, door.name]
    return found if isinstance(found, tuple) else (found,)


def everything(*rights: Right) -> Iterator[tuple[Opened, Example]]:
    """Each door with each of its examples; those of some rights, or all."""
    for door in DOORS:
        if not rights or door.right in rights:
            yield from ((door, example) for example in examples(door))


def may(door: Opened, example: Example, name: str) -> bool:
    """What the table of roles says, and fewer where the key says whose it is."""
    allowed = bool(MAY[door.right] & ROLES[name][1])
    return allowed and (example.only is None or name in example.only)


def tried(world: World, door: Opened, example: Example, name: str, *, allowed: bool) -> list[str]:
    """What is wrong with what came of it."""
    world.again()
    if example.state:
        world.set(Team, world.keys["team"], state=example.state)
    example.before(world)
    before = world.rows() if world.touched else world.first
    outcome = world.tries(example.gesture, world.people[name])
    changed = world.changed(before)
    wrong = _let_in(world, door, name, outcome, changed) if allowed else _kept_out(outcome, changed)
    secrets = _secrets(world, door, name, allowed=allowed, named=example.named)
    wrong += [f"is shown “{word}”" for word in secrets if word in outcome.shown]
    return [f"{door.kind} {door.name}, {ROLES[name][0]}: {one}" for one in wrong]


def _let_in(world: World, door: Opened, name: str, outcome: Outcome, changed: Changes) -> list[str]:
    wrong = [f"status {outcome.status}"] if outcome.status != 200 else []
    if (outcome.error or outcome.faults) and (door.right is not Right.ANYBODY or not outcome.refused):
        wrong.append(f"{outcome.error!r} {outcome.faults or ''}")
    if name not in OWNS_HERE:
        wrong += [f"changed {row}" for row in _not_theirs(world, name, changed)]
    if any(channel != f"D0{world.people[name].id[2:]}" for channel in outcome.files):
        wrong.append(f"files went to {outcome.files}")
    return wrong


def _not_theirs(world: World, name: str, changed: Changes) -> Iterator[str]:
    """What somebody has changed of what belongs to others of Mo's team, or to the team."""
    own, team = world.keys.get(f"person {world.people[name].id}"), world.keys["team"]
    for table, rows in changed.items():
        for row in rows:
            whose = row["id"] if table == "person" else row.get("person_id")
            of_team = row["id"] if table == "team" else row.get("team_id")
            if (of_team == team and name not in HERE) or (whose in world.members and whose != own):
                yield f"{table} {row}"


def _kept_out(outcome: Outcome, changed: Changes) -> list[str]:
    wrong = [f"status {outcome.status}"] if outcome.status != 200 else []
    wrong += [f"changed {table}" for table in changed]
    wrong += [f"faults {outcome.faults}"] if outcome.faults else []
    wrong += [f"files went to {outcome.files}"] if outcome.files else []
    if outcome.error and not outcome.refused:
        wrong.append(repr(outcome.error))
    elif outcome.refused and escape(_first_line(outcome)) not in outcome.shown:
        wrong.append(f"is not told “{_first_line(outcome)}” but {outcome.shown!r}")
    return wrong


def _first_line(outcome: Outcome) -> str:
    return str(getattr(outcome.error, "sentence", "")).partition("\n")[0]


def _secrets(world: World, door: Opened, name: str, *, allowed: bool, named: bool) -> Iterator[str]:
    """An admin reads of teams that they are there, and what they add up to together; nobody reads what Ada said but Ada."""
    if name not in HERS or world.elsewhere:
        yield from ADAS
    if name not in HERE or world.elsewhere:
        alone = ROLES[name][1] == {Role.ADMIN} and not world.elsewhere  # is told what may be asked of all teams together
        rules = (allowed and door.right is Right.ADMIN) or (alone and door.right is Right.REPORT)
        yield from (word for word in OURS if word.startswith("U0") or not (rules or (named and word == "Support")))


def test_every_door_has_an_example_and_no_example_is_of_a_door_that_is_gone() -> None:
    known = {(door.kind, door.name) for door in DOORS}
    assert sorted(known - EXAMPLES.keys()) == [], "rights_doors.py has an example for each"
    assert sorted(EXAMPLES.keys() - known) == []


def test_every_door_can_be_used_by_somebody() -> None:
    for door, example in everything():
        assert any(may(door, example, name) for name in ROLES), door


@pytest.mark.parametrize("name", ROLES)
def test_every_door_lets_in_whom_the_table_says_and_nobody_else(world: World, name: str) -> None:
    wrong = []
    for door, example in everything():
        wrong += tried(world, door, example, name, allowed=may(door, example, name))
    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize("name", ["ada", "mo", "rhea", "root"])
def test_the_same_user_id_in_another_workspace_is_somebody_else_and_kept_out_everywhere(world: World, name: str) -> None:
    world.elsewhere, wrong = True, []
    for door, example in everything():
        wrong += tried(world, door, example, name, allowed=False) if may(door, example, name) else []
    assert wrong == [], "\n".join(wrong)


def _leaves(world: World, name: str) -> None:
    """Is taken out of the team, as one of its people and as an owner."""
    world.touched = True
    key = (world.keys["team"], world.keys[f"person {world.people[name].id}"])
    with world.bot.bot.services.store.begin() as session:
        session.delete(session.get_one(Membership, key))


def _owns_nothing(world: World, name: str) -> None:
    world.touched = True
    for key in ("team", "new"):
        with world.bot.bot.services.store.begin() as session:
            row = (world.keys[key], world.keys[f"person {world.people[name].id}"])
            session.delete(session.get_one(Membership, row))


def _is_a_guest(world: World, name: str) -> None:
    member = world.people[name].member
    world.slack.space.members[member.id] = replace(member, admin=False, restricted=True)


LOSES: dict[str, tuple[str, Callable[[World, str], None]]] = {
    ids.FORM: ("ada", _leaves),
    ids.SHARE_FORM: ("ada", _leaves),
    ids.START_FORM: ("ben", _leaves),
    ids.DECLINE_FORM: ("ada", _leaves),
    ids.WEEK_FORM: ("ben", _leaves),
    ids.PAUSE_FORM: ("ben", _leaves),
    ids.AWAY_FORM: ("ben", _leaves),
    ids.REPORT_FORM: ("ben", _leaves),
    ids.TEAM_FORM: ("mo", _leaves),
    ids.TEAM_BEGIN: ("mo", _leaves),
    ids.QUESTIONS_FORM: ("mo", _leaves),
    ids.OWNERS_FORM: ("mo", _leaves),
    ids.GOAL_FORM: ("mo", _leaves),
    ids.GOAL_CHANGE_FORM: ("mo", _leaves),
    ids.GOAL_OFF_FORM: ("mo", _leaves),
    ids.ATTACH_FORM: ("ada", _leaves),
    ids.REVIEW_FORM: ("ada", _leaves),
    ids.STANDARD_FORM: ("mo", _leaves),
    ids.SAMPLE_FORM: ("mo", _owns_nothing),
    ids.TEAM_NEW_FORM: ("zoe", _is_a_guest),
    ids.ADMIN_FORM: ("root", _is_a_guest),
    **dict.fromkeys((ids.TRIAL_FORM, ids.TRIAL_REGISTER, ids.TRIAL_CHANGE_FORM, ids.TRIAL_STOP_FORM), ("mo", _leaves)),
}


@pytest.fixture
def everybody_as_before(world: World) -> Iterator[None]:
    members = dict(world.slack.space.members)
    yield
    world.slack.space.members.update(members)


@pytest.mark.usefixtures("everybody_as_before")
@pytest.mark.parametrize("form", FORMS)
def test_a_form_that_was_open_when_a_right_ended_is_refused_when_it_is_sent(world: World, form: str) -> None:
    """Every form there is: they were opened and filled in while it was theirs."""
    name, loses = LOSES[form]
    door = next(door for door in DOORS if (door.kind, door.name) == ("form", form))
    (example,) = examples(door)
    lost = replace(example, before=lambda world: loses(world, name))
    assert may(door, example, name)
    assert tried(world, door, lost, name, allowed=False) == []
    assert world.errors, "it was taken"


@pytest.mark.usefixtures("everybody_as_before")
def test_an_owner_who_becomes_a_guest_is_kept_out_once_slack_has_said_so(world: World) -> None:
    _is_a_guest(world, "rhea")
    world.set(Team, world.keys["team"], follow_due_at=world.bot.clock())
    world.set(Team, world.keys["new"], follow_due_at=world.bot.clock())
    manage.follow(world.bot.bot.services)
    before = world.rows()
    for door, example in everything(Right.OWNER, Right.TEAM, Right.ADMIN, Right.SET_UP, Right.REPORT):
        outcome = world.tries(example.gesture, world.people["rhea"])
        assert outcome.refused, (door, outcome)
        assert world.changed(before) == {}, door


@pytest.mark.parametrize("key", ["", "nothing-of-ours", "%"])
def test_a_key_that_is_nobodys_opens_and_changes_nothing(world: World, key: str) -> None:
    """Pressed by people who may press such a button, of their own."""
    keys, wrong = dict(world.keys), []
    for door, example in everything(Right.OWN, Right.OWNER):
        if door.kind == "button" and example.only and door.name != ids.PART:  # what stands in a form is no key
            world.keys.update(dict.fromkeys(_NAMES, key))
            outcome = world.tries(example.gesture, world.people["ada" if door.right is Right.OWN else "mo"])
            world.keys.update(keys)
            wrong += [f"{door.name}: not refused"] if not outcome.refused else []
            wrong += [f"{door.name}: changed {table}" for table in world.changed(world.first)]
    assert wrong == []


def test_where_owners_are_named_only_they_and_admins_set_up_a_team(world: World) -> None:
    wrong = []
    for door, example in everything(Right.SET_UP):
        for name, allowed in (("zoe", False), ("nina", True), ("mo", False), ("root", True), ("gus", False)):
            wrong += tried(world, door, replace(example, before=_nina_is_named), name, allowed=allowed)
    assert wrong == []


def _nina_is_named(world: World) -> None:
    world.set(Workspace, world.slack.team_id, owners_named=True)
    world.set(PersonRow, world.keys["person U0NINA"], may_own=True)


def test_a_digest_and_its_picture_reach_the_people_of_the_team_and_its_owners_and_nobody_else(world: World) -> None:
    sent = {name: digests(world.people[name]) for name in ROLES}
    assert {name for name, found in sent.items() if found} == HERE
    assert {name for name, found in sent.items() if any("slack_file" in str(one.blocks) for one in found)} == HERE


def test_on_postgres_the_doors_keep_the_same_people_out(request: pytest.FixtureRequest, manifest: dict[str, Any]) -> None:
    """One door of each right."""
    wrong, some = [], {door.right: (door, example) for door, example in everything()}
    with made(manifest, postgres.emptied(request)) as world:
        for door, example in some.values():
            for name in ("gus", "zoe", "omar", "ben", "mo"):
                wrong += tried(world, door, example, name, allowed=may(door, example, name))
    assert wrong == [], "\n".join(wrong)
