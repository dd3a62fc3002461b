"""The table of roles is what the code says, and says of every door what it does."""

from collections import Counter

from bot import roles
from bot.domain.roles import MAY, Right, Role


def test_the_page_is_what_the_code_gives() -> None:
    assert roles.FILE.read_text(encoding="utf-8") == roles.table(), "run make roles"


def test_every_door_has_one_name_and_says_what_it_does() -> None:
    doors = list(roles.every_door())
    assert [door for door, count in Counter((door.kind, door.name) for door in doors).items() if count > 1] == []
    silent = [
        door.name for door in doors if door.kind in ("button", "form", "shortcut", "event") and door.name not in roles.SAYS
    ]
    assert silent == [], "bot/roles.py has a line for each"
    assert all(roles.says(door) for door in doors)


def test_no_line_is_about_a_door_that_is_gone() -> None:
    assert set(roles.SAYS) <= {door.name for door in roles.every_door()}


def test_strangers_and_guests_have_no_part_in_anything_but_being_told_so() -> None:
    open_to_all = {door.right for door in roles.every_door() if Role.STRANGER in MAY[door.right]}
    assert open_to_all == {Right.ANYBODY}


def test_an_admin_reaches_nothing_that_is_somebodys_own() -> None:
    theirs = {Right.OWN, Right.STORED, Right.TEAM, Right.ASKED, Right.OWNER}
    assert all(roles.may(right, Role.ADMIN) == "–" for right in theirs)
    assert roles.may(Right.REPORT, Role.ADMIN) == "all together"
