"""The demo, run for two weeks: it does the whole main job, keeps the promises, and leaves what it says it leaves."""

import contextlib
import io
import re
import socket
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlmodel import Session, select

from bot.demo import cast, papers, play, trying
from bot.domain import coin
from bot.domain.refusal import Refusal
from bot.domain.registration import Registered, Stage
from storage import outbox
from storage.database import Store
from storage.tables import Answer, CheckIn, Flip, Letter, Person, Registration, Release, Review, Work


@dataclass
class Played:
    folder: Path
    printed: str
    session: Session

    def reads(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    home, printed = tmp_path_factory.mktemp("home"), io.StringIO()
    with contextlib.chdir(home), contextlib.redirect_stdout(printed):
        play(weeks=2, seed=1, port=0, stay=False)
    store = Store(f"sqlite:///{home / 'demo' / 'candor.db'}")
    with store.read() as session:
        yield Played(home / "demo", printed.getvalue(), session)
    store.close()


def test_it_leaves_five_files(played: Played) -> None:
    names = {"candor.db", "digest.txt", "digest.png", "transcript.txt", "state.json"}
    assert names == {path.name for path in played.folder.iterdir()}
    assert (played.folder / "digest.png").read_bytes().startswith(b"\x89PNG")


def test_it_prints_a_conversation_the_digest_and_the_figures(played: Played) -> None:
    assert " clicks [Answer here]" in played.printed
    assert "Candor: Saved: " in played.printed
    assert played.reads("digest.txt").strip() in played.printed
    assert "weekly digests sent: 2" in played.printed
    assert "demo/transcript.txt" in played.printed
    assert "python -m bot demo --resume goes on from there" in played.printed


def test_the_digest_it_leaves_is_the_one_that_was_sent(played: Played) -> None:
    newest = played.session.exec(select(Release).order_by(Release.week.desc())).first()  # type: ignore[attr-defined]
    assert newest is not None
    assert "".join(newest.text.split()) == "".join(played.reads("digest.txt").split())  # whose lines are broken for a terminal
    assert newest.text.startswith("Support · ")


def test_slack_refused_nothing_and_no_message_is_in_doubt(played: Played) -> None:
    assert "Slack refused nothing, and no message is failed or in doubt." in played.printed
    assert {letter.state for letter in played.session.exec(select(Letter))} <= {outbox.SENT, outbox.LET_GO}


def test_nobody_is_asked_twice_on_a_day_or_more_than_twice_a_week(played: Played) -> None:
    asked = [row for row in played.session.exec(select(CheckIn)) if row.asked_at and not row.slot]  # 1 and on: they began it
    assert set(Counter((row.person_id, row.local_date) for row in asked).values()) == {1}
    assert max(Counter((row.person_id, row.local_date.isocalendar()[:2]) for row in asked).values()) <= 2
    assert all(row.local_date.weekday() < 5 for row in asked)


def test_nobody_is_reminded_twice_of_the_same_check_in(played: Played) -> None:
    reminders = Counter(letter.checkin_id for letter in played.session.exec(select(Letter)) if letter.kind == "reminder")
    assert set(reminders.values()) == {1}


def test_everybody_is_asked_and_all_but_ben_answer(played: Played) -> None:
    users = {person.id: person.user for person in played.session.exec(select(Person))}
    asked = {users[row.person_id] for row in played.session.exec(select(CheckIn)) if row.asked_at}
    answered = {users[answer.person_id] for answer in played.session.exec(select(Answer))}
    assert asked == {f"U0{role.short.upper()}" for role in cast.TEAM}
    assert asked - answered == {"U0BEN"}


def test_people_answer_by_buttons_in_their_own_words_and_by_the_form(played: Played) -> None:
    transcript = played.reads("transcript.txt")
    assert "clicks [Answer here], clicks [" in transcript
    assert "types “" in transcript
    assert "clicks [Open form], fills in Check-in and presses [Next]" in transcript


def test_owner_and_team_read_the_same_digest_and_a_stranger_none(played: Played) -> None:
    digests = [letter for letter in played.session.exec(select(Letter)) if letter.kind == "digest"]
    assert len(digests) == 4
    assert digests[-1].payload == digests[-2].payload
    assert {letter.user or letter.channel for letter in digests} == {"U0MO", "C0SUPPORT"}
    assert "Zoe Logy runs /candor report\n    You are not in a team here." in played.reads("transcript.txt")


def test_ad_hoc_reports_are_answered(played: Played) -> None:
    assert "Mo Zart runs /candor report\n    Support · " in played.reads("transcript.txt")
    assert "Ada Lovelace runs /candor report type Bug triage\n    Support · " in played.reads("transcript.txt")


def test_the_transcript_holds_every_conversation_and_no_token(played: Played) -> None:
    transcript = played.reads("transcript.txt")
    for role in (*cast.TEAM, cast.OWNER):
        assert f"{role.name}'s messages with Candor" in transcript
    assert "#support, as it stands now" in transcript
    for secret in ("xoxb-", "xapp-", "signing-", "/response/"):
        assert secret not in transcript + played.printed


def test_its_owner_registers_a_goal_and_a_trial_and_both_are_over_before_the_last_digest(played: Played) -> None:
    rows = {row.name: row for row in played.session.exec(select(Registration))}
    assert set(rows) == {trying.GOAL_NAME, trying.TRIAL_NAME}
    assert {row.state for row in rows.values()} == {Stage.OVER}
    digest = played.reads("digest.txt")
    assert "Goals and trials" in digest
    assert f"{trying.TRIAL_NAME}: " in digest
    assert f"{trying.GOAL_NAME}: " in digest


def test_people_join_the_trial_start_tasks_and_do_as_the_coin_says_or_decline(played: Played) -> None:
    transcript = played.reads("transcript.txt")
    assert "Ada Lovelace joins the trial, which nobody else can see" in transcript
    assert re.search(r"runs /candor start customer reply \d+ min [a-z ]+; the coin says (with|without) AI", transcript)
    assert re.search(r"runs /candor start bug triage \d+ min [a-z ]+\n", transcript)
    flips = list(played.session.exec(select(Flip)))
    assert len(flips) == len(trying.JOIN) * trying.REPLIES
    assert len({flip.person_id for flip in flips}) == len(trying.JOIN)


def test_the_card_in_the_channel_has_the_seed_that_recomputes_every_flip(played: Played) -> None:
    trial = played.session.exec(select(Registration).where(Registration.kind == Registered.TRIAL)).one()
    channel = played.reads("transcript.txt").partition("#support, as it stands now")[2]
    seed = re.search(r"Seed\W+([0-9a-f]{64})", channel)
    assert seed is not None
    assert coin.seed_hash(seed[1]) == trial.terms["seed_hash"]
    for flip in played.session.exec(select(Flip)):
        assert flip.forced or coin.coin(seed[1], flip.id) == flip.with_ai
    assert f"What the coin found, which the team read when the trial was over\n{papers.RULE}\n" in played.printed
    assert f"• Seed: {seed[1]}" in played.printed


def test_work_is_attached_and_reviewed_by_those_who_said_so(played: Played) -> None:
    attached = list(played.session.exec(select(Work)))
    assert len(attached) >= 10
    reviewed = [row for row in played.session.exec(select(Review)) if row.score is not None]
    assert reviewed
    users = {person.id: person.user for person in played.session.exec(select(Person))}
    assert {users[row.person_id] for row in reviewed} <= {f"U0{short.upper()}" for short in trying.REVIEW}
    assert "pieces of work, blind" in played.reads("transcript.txt")


def test_a_taken_port_is_refused_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Refusal, match=f"Port {port} is taken by another program"):
            play(weeks=1, seed=1, port=port, stay=False)


def test_a_folder_that_cannot_be_written_is_refused_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "demo").write_text("a file where the folder should be")
    with pytest.raises(Refusal, match="The demo cannot write to"):
        play(weeks=1, seed=1, port=0, stay=False)
