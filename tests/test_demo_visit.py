"""The visit: the page's buttons move time in order, the others live on by the story, and the demo goes on where it was left."""

import json
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from pathlib import Path
from urllib.request import urlopen
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from bot.demo import cast, papers, serving
from bot.demo.keeping import Keeper, left
from bot.demo.stage import Stage, declare, staged
from bot.demo.story import TYPES
from bot.demo.visit import Visit
from bot.demo.weeks import BEGINS
from bot.domain.conversation import OPEN
from bot.domain.refusal import Refusal
from sandbox import Message
from sandbox.payloads import file_json
from sandbox.records import File
from storage import outbox
from storage.tables import CheckIn, Letter, Release
from tests.conftest import ROOT

BERLIN = ZoneInfo(cast.TEAM_ZONE)
CONTENT = b"\x89PNG and so on"


@contextmanager
def visiting(on: Stage) -> Iterator[Visit]:
    """A visit that is checked at its end: Slack refused nothing, and nothing is in doubt."""
    yield Visit(on, seed=1)
    assert on.slack.refusals == []
    with on.bot.services.store.read() as session:
        # what opens a digest's thread keeps a second's distance to it, and time stands still here
        states = {letter.state for letter in session.exec(select(Letter)) if letter.kind != "discussion"}
    assert states <= {outbox.SENT, outbox.LET_GO}


@pytest.fixture
def visit(tmp_path: Path) -> Iterator[Visit]:
    """The first Monday morning of a team that nobody has been asked in yet."""
    with staged(0, tmp_path / papers.DATABASE, BEGINS) as on:
        declare(on, cast.team_file(on.channel.id, on.owner.id, TYPES))
        with visiting(on) as begun:
            yield begun


def local(visit: Visit) -> datetime:
    return visit.stage.clock().astimezone(BERLIN)


def checkins(visit: Visit) -> list[CheckIn]:
    with visit.stage.bot.services.store.read() as session:
        return [row for row in session.exec(select(CheckIn)) if row.asked_at]


def adas(visit: Visit) -> list[Message]:
    return visit.stage.team["ada"].messages()


def test_the_buttons_have_the_names_and_order_that_the_page_shows(visit: Visit) -> None:
    names = [control.name for control in visit.controls()]
    assert names == ["Next check-in", "Play the team", "+1 hour", "Next working day", "Next Monday", "Four weeks on"]
    assert all(control.hint for control in visit.controls())
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in names if f"*{name}*" not in readme.replace("\n", " ")] == []


def test_the_next_check_in_is_before_ada_and_the_sentence_says_so(visit: Visit) -> None:
    said = visit.next_checkin()
    assert "Ada" in said
    assert said.startswith(f"It is {local(visit):%A} {local(visit).day} July, {local(visit):%H:%M} in Berlin.")
    assert adas(visit)[-1].buttons[:2] == ["Answer here", "Open form"]


def test_an_hour_is_an_hour_whoever_answers_meanwhile(visit: Visit) -> None:
    visit.next_checkin()
    before = visit.stage.clock()
    assert "answered" in visit.an_hour()
    assert visit.stage.clock() == before + timedelta(hours=1)


def test_the_team_answers_what_is_open_and_time_stands_still(visit: Visit) -> None:
    visit.next_checkin()
    before = visit.stage.clock()
    assert "answered" in visit.play_the_team()
    assert visit.stage.clock() == before
    assert visit.others.pending() == []
    assert "Nobody else has anything to answer." in visit.play_the_team()


def test_nobody_answers_for_ada_and_she_can_answer_herself(visit: Visit) -> None:
    visit.next_checkin()
    visit.play_the_team()
    ada = visit.stage.team["ada"]
    assert [message for message in adas(visit) if message.user == ada.id] == []
    ada.replies(serving.OWN_WORDS)
    assert "So far: Bug triage · without AI · 40 min · no fixing" in ada.sees()


def test_the_next_working_day_begins_at_nine_and_leaves_out_the_weekend(visit: Visit) -> None:
    days = []
    for hours in (0, 3 * 24):
        visit.stage.clock.forward(timedelta(hours=hours).total_seconds())
        visit.next_working_day()
        assert local(visit).time() == time(9)
        days.append(local(visit).weekday())
    assert days == [1, 0]


def test_the_next_monday_brings_the_digest_of_a_week_the_others_have_played(visit: Visit) -> None:
    assert "one digest was sent" in visit.next_monday()
    assert (local(visit).weekday(), local(visit).time()) == (0, time(9))
    with visit.stage.bot.services.store.read() as session:
        text = session.exec(select(Release.text)).one()
    assert text.startswith("Support · ")
    assert [message for message in visit.stage.owner.messages() if "Support" in message.shown]
    asked = checkins(visit)
    assert sum(row.state in OPEN for row in asked) < len(asked) / 4


def test_time_goes_no_further_once_the_demo_is_about_to_end(visit: Visit) -> None:
    visit.leaving.set()
    before = visit.stage.clock()
    visit.four_weeks()
    assert visit.stage.clock() == before


def test_the_metronome_waits_for_nobody_while_time_is_being_moved(visit: Visit) -> None:
    def plans() -> int:
        with visit.stage.bot.services.store.read() as session:
            return len(session.exec(select(CheckIn)).all())

    with ThreadPoolExecutor(1) as metronome:
        with visit.turning:
            metronome.submit(visit.turn_if_idle).result(timeout=30)
            assert plans() == 0
        metronome.submit(visit.turn_if_idle).result(timeout=30)
        assert plans() > 0


def test_a_team_with_other_kinds_of_tasks_is_played_too(tmp_path: Path) -> None:
    other = ("Design review", "Bug fix", "Release notes", "On-call")
    with staged(0, tmp_path / papers.DATABASE, BEGINS) as on, visiting(on) as visit:
        declare(on, cast.team_file(on.channel.id, on.owner.id, other))
        visit.next_checkin()
        visit.play_the_team()
        assert papers.counts(on).answered > 3


def test_without_a_team_time_goes_on_and_nobody_is_asked(tmp_path: Path) -> None:
    with staged(0, tmp_path / papers.DATABASE, BEGINS) as on, visiting(on) as visit:
        assert visit.next_checkin() == "No team asks Ada yet."
        assert visit.four_weeks().endswith("Nothing was due.")
        assert local(visit) == BEGINS.astimezone(BERLIN).replace(hour=9, minute=0) + timedelta(weeks=4)


def test_somebody_who_pauses_is_told_that_nobody_will_ask_her(visit: Visit) -> None:
    visit.stage.team["ada"].runs("/candor pause 30 days")
    before = visit.stage.clock()
    assert visit.next_checkin() == "Nobody is going to ask Ada in the days to come. Time has not moved."
    assert visit.stage.clock() == before


def test_setting_up_by_the_button_declares_the_team_of_the_file(tmp_path: Path) -> None:
    with staged(0, tmp_path / papers.DATABASE, BEGINS) as on, visiting(on) as visit:
        file = serving.team_file(tmp_path, on)
        button = serving.set_up(visit, file)
        assert button.run().startswith("Support: new team")
        assert button.run() == "Nothing to change."
        assert "Ada" in visit.next_checkin()


def test_a_team_file_that_somebody_changed_stays_as_it_is(tmp_path: Path) -> None:
    with staged(0, tmp_path / papers.DATABASE, BEGINS) as on:
        (tmp_path / "team.toml").write_text("mine")
        assert serving.team_file(tmp_path, on).read_text() == "mine"


# Going on later


@pytest.fixture(scope="module")
def left_behind(tmp_path_factory: pytest.TempPathFactory) -> tuple[Visit, Path]:
    """A demo that was stopped with check-ins open on both sides, a form and a home on Ada's screen, and a digest out."""
    folder = tmp_path_factory.mktemp("stopped")
    with staged(0, folder / papers.DATABASE, BEGINS) as on:
        declare(on, cast.team_file(on.channel.id, on.owner.id, TYPES))
        visit = Visit(on, seed=1)
        visit.next_monday()
        visit.next_checkin()
        ada = on.team["ada"]
        ada.opens_home()
        ada.clicks("Open form")
        on.slack.page.read[ada.id, "D0ADA"] = "1.0"
        _uploads(on)
        Keeper(on, 1, folder / papers.STATE).keep()
    return visit, folder


def _uploads(on: Stage) -> None:
    """A file before everybody, as an app's upload leaves it."""
    space = on.slack.space
    file = File("F0LOGO", "logo.png", "Logo", CONTENT, True, [on.channel.id])
    space.files[file.id] = file
    space.post(on.channel, space.bot.id, "", files=[file_json(file, space)])


@pytest.fixture
def stopped(left_behind: tuple[Visit, Path], tmp_path: Path) -> tuple[Visit, Path]:
    """The same, with the state file and the database to oneself."""
    visit, folder = left_behind
    shutil.copy(folder / papers.DATABASE, tmp_path)
    return visit, Path(shutil.copy(folder / papers.STATE, tmp_path))


@contextmanager
def resumed(file: Path) -> Iterator[Visit]:
    database = file.with_name(papers.DATABASE)
    kept = left(file, database)
    with staged(0, database, kept.moment, kept.slack) as on, visiting(on) as visit:
        yield visit


def test_people_messages_forms_homes_and_the_moment_are_as_they_were(stopped: tuple[Visit, Path]) -> None:
    before, file = stopped
    with resumed(file) as after:
        assert after.stage.clock() == before.stage.clock()
        for short, person in after.stage.team.items():
            was = before.stage.team[short]
            assert person.sees() == was.sees()
            assert person.messages() == was.messages()
            assert person.sees(after.stage.channel) == was.sees(before.stage.channel)
        ada, was_ada = after.stage.team["ada"], before.stage.team["ada"]
        assert ada.home is not None
        assert was_ada.home is not None
        assert ada.home.shown == was_ada.home.shown
        assert ada.form is not None
        assert was_ada.form is not None
        assert ada.form.shown == was_ada.form.shown
        assert after.stage.slack.page.read == {(ada.id, "D0ADA"): "1.0"}


def test_after_going_on_the_form_can_be_sent_and_everybody_answers(stopped: tuple[Visit, Path]) -> None:
    before, file = stopped
    with resumed(file) as after:
        assert [one.checkin.id for one in after.others.pending()] == [one.checkin.id for one in before.others.pending()]
        ada = after.stage.team["ada"]
        ada.closes()
        ada.replies(serving.OWN_WORDS)
        assert "So far: Bug triage" in ada.sees()
        assert "answered" in after.play_the_team()
        assert "one digest was sent" in after.next_monday()


def test_numbers_and_timestamps_are_never_given_twice(stopped: tuple[Visit, Path]) -> None:
    before, file = stopped
    newest = max(message.ts for message in adas(before))
    with resumed(file) as after:
        assert after.stage.slack.space.number() > before.stage.slack.space.number() - 2
        assert after.stage.team["ada"].types("hello").ts > newest


def test_files_are_still_there_under_the_new_address(stopped: tuple[Visit, Path]) -> None:
    with resumed(stopped[1]) as after:
        shown = after.stage.team["ada"].last(after.stage.channel).files[0]
        assert shown["url_private"].startswith(f"{after.stage.slack.url}/files/")
        with urlopen(shown["url_private"]) as answer:
            assert answer.read() == CONTENT


def test_time_never_goes_back_behind_what_the_database_knows(stopped: tuple[Visit, Path]) -> None:
    before, file = stopped
    found = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({**found, "moment": BEGINS.isoformat()}), encoding="utf-8")
    known = max(row.asked_at for row in checkins(before) if row.asked_at)
    assert left(file, file.with_name(papers.DATABASE)).moment >= known


def test_nothing_is_written_down_while_nothing_changes(stopped: tuple[Visit, Path]) -> None:
    _, file = stopped
    with resumed(file) as after:
        keeper = Keeper(after.stage, 1, file)
        keeper.keep()
        file.unlink()
        keeper.keep()
        assert not file.exists()
        after.stage.team["ada"].types("hello")
        keeper.keep()
        assert file.exists()


def test_no_secret_is_written_down(stopped: tuple[Visit, Path]) -> None:
    text = stopped[1].read_text(encoding="utf-8")
    for secret in ("xoxb-", "xapp-", "signing-", "/response/"):
        assert secret not in text


@pytest.mark.parametrize("text", ["", "[]", '{"version": 0}', '{"version": 1'])
def test_a_damaged_or_foreign_state_is_refused_in_one_sentence(tmp_path: Path, text: str) -> None:
    file, database = tmp_path / papers.STATE, tmp_path / papers.DATABASE
    file.write_text(text)
    database.touch()
    with pytest.raises(Refusal, match="another version of Candor, or is damaged"):
        left(file, database)


def test_where_nothing_was_left_there_is_nothing_to_go_on_with(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="There is no demo to go on with"):
        left(tmp_path / papers.STATE, tmp_path / papers.DATABASE)
