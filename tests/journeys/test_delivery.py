"""Delivery: one sender in a workspace, as fast as Slack likes and no faster; and who cannot be written to is left alone."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from bot import app as house
from bot import deliver
from bot.services import Way
from bot.web import create
from sandbox import Fault, Slack, Storm, clock_jumps
from sandbox import Person as Somebody
from storage import leases, outbox, people
from storage.tables import Lease, Person, Workspace
from tests.conftest import Cast, Running
from tests.conversing import checkins_of, letters, readers

DUE = "2026-07-07 15:00"
POST = "chat.postMessage"


def posts(slack: Slack) -> list[str | None]:
    return [call.error for call in slack.calls if call.method == POST]


def asked(cast: Cast) -> list[int]:
    return [person.sees().count("Quick check-in") for person in readers(cast)]


def passes(bot: Running, seconds: float, step: float = 15) -> None:
    """Time goes by, with a turn every fifteen seconds."""
    for _ in range(int(seconds / step)):
        bot.clock.forward(seconds=step)
        bot.turn()


@contextmanager
def second(bot: Running) -> Iterator[house.Bot]:
    """Another process on the same database."""
    other = house.build(bot.bot.settings, bot.clock, after_listener=lambda: None)
    yield other
    other.close()


@contextmanager
def elsewhere(bot: Running, manifest: dict[str, Any]) -> Iterator[tuple[Slack, house.Bot]]:
    """The app of another workspace, with its own token, on the same database."""
    with Slack(manifest, bot.clock, team="T0ELSE") as slack:
        changes = {"slack_bot_token": slack.bot_token, "slack_api_url": slack.api_url}
        other = house.build(bot.bot.settings.model_copy(update=changes), bot.clock, after_listener=lambda: None)
        slack.person("zed", "Zed", "UTC")
        yield slack, other
        other.close()


def owes(bot: house.Bot, key: str, user: str = "U0ZED", kind: str = "note", **where: object) -> None:
    services = bot.services
    with services.store.begin() as session:
        whose = {"workspace": services.workspace, "user": user, **where}
        deliver.owe(session, services.now(), key=key, kind=kind, payload={"text": f"A letter: {key}"}, **whose)  # type: ignore[arg-type]


def begins(session: Session, bot: Running, key: str, user: str) -> None:
    """Owe something that nobody is waiting for."""
    here, payload = bot.bot.services.workspace, {"checkin": "none", "begun": False}
    deliver.owe(session, bot.clock(), key=key, kind="reminder", payload=payload, workspace=here, user=user)


def test_only_the_holder_of_the_lease_sends(bot: Running, cast: Cast) -> None:
    services = bot.bot.services
    with services.store.begin() as session:
        assert leases.take(session, services.workspace, "another", bot.clock(), bot.clock() + timedelta(seconds=30))
    owes(bot.bot, "mine", cast.ada.id)
    assert deliver.drain(services) == bot.clock() + timedelta(seconds=1)
    assert posts(bot.slack) == []
    bot.clock.forward(seconds=30)
    deliver.drain(services)
    assert cast.ada.last().text == "A letter: mine"


def test_two_processes_send_everything_once_and_hand_over_when_one_leaves(bot: Running, cast: Cast) -> None:
    with second(bot) as other:
        bot.clock.is_at(DUE)
        other.turn()
        bot.turn()
        assert asked(cast) == [1] * 6
        for number in range(40):
            owes(bot.bot, f"reminder {number}", cast.ada.id, lane=str(number))
        bot.turn()
        other.turn()
        assert posts(bot.slack) == [None] * 46


def test_a_letter_whose_lease_was_lost_is_not_recorded_by_who_lost_it(bot: Running, cast: Cast) -> None:
    services = bot.bot.services
    owes(bot.bot, "slow", cast.ada.id)
    (letter,) = letters(bot, key="slow")
    with services.store.begin() as session:
        stalled = outbox.claim(session, letter.id or 0, "the one that stalls", bot.clock())
        assert stalled
    with second(bot) as other:
        bot.clock.forward(seconds=61)
        other.turn()
        assert cast.ada.last().text == "A letter: slow"
        with services.store.begin() as session:
            assert not outbox.record(session, stalled, outbox.FAILED, reason="much too late")
    assert letters(bot, key="slow")[0].state == "sent"


def test_a_workspace_that_is_throttled_leaves_the_other_alone(bot: Running, manifest: dict[str, Any]) -> None:
    bot.slack.faults.add(POST, Fault.rate_limited(60), 100)
    with elsewhere(bot, manifest) as (slack, other):
        bot.clock.is_at(DUE)
        for round_ in range(4):
            owes(other, f"there {round_}")
            other.turn()
            bot.turn()
            bot.clock.forward(seconds=15)
        assert posts(slack) == [None] * 4
        assert posts(bot.slack) == ["ratelimited"]
        assert {letter.state for letter in letters(bot, kind="prompt")} == {"pending"}


def test_a_storm_of_429_is_never_answered_before_its_retry_after(bot: Running, cast: Cast) -> None:
    bot.slack.faults.add(POST, Fault.rate_limited(40), 5)
    bot.until(DUE)
    passes(bot, 300, step=5)
    assert posts(bot.slack).count("ratelimited") == 5
    assert bot.slack.space.too_early == []
    assert asked(cast) == [1] * 6


def test_a_letter_written_after_a_429_waits_for_it_also_after_a_restart(bot: Running, cast: Cast) -> None:
    bot.slack.faults.add(POST, Fault.rate_limited(60))
    owes(bot.bot, "first", cast.ben.id)
    bot.turn()
    bot.restart()
    owes(bot.bot, "second", cast.ada.id)
    bot.clock.forward(seconds=59)
    bot.turn()
    assert cast.ada.sees() == ""
    bot.clock.forward(seconds=1)
    bot.turn()
    assert cast.ada.last().text == "A letter: second"
    assert bot.slack.space.too_early == []


def test_a_429_for_posting_does_not_stop_changes(bot: Running, cast: Cast) -> None:
    bot.until(DUE)
    ts = cast.ada.messages()[0].ts
    bot.slack.faults.add(POST, Fault.rate_limited(300))
    owes(bot.bot, "posted", cast.ben.id)
    bot.turn()
    channel = checkins_of(bot, cast.ada)[0].channel
    owes(bot.bot, "changed", cast.ada.id, way=Way.UPDATE, channel=channel, ts=ts)
    bot.turn()
    assert cast.ada.last().text == "A letter: changed"


def test_a_channel_gets_one_message_a_second_of_what_we_begin(bot: Running, cast: Cast) -> None:
    services = bot.bot.services
    with services.store.begin() as session:
        for number in range(3):
            begins(session, bot, f"r{number}", cast.ada.id)
    for sent in (1, 2, 3):
        then = deliver.drain(services)
        assert len(cast.ada.messages()) == sent
        assert then == (None if sent == 3 else bot.clock() + timedelta(seconds=1))
        bot.clock.forward(seconds=1)


def test_a_fan_out_keeps_its_pace_and_a_reply_does_not_wait_for_it(bot: Running, cast: Cast) -> None:
    services = bot.bot.services
    crowd = [bot.slack.person(f"crowd{n}").id for n in range(60)]
    with services.store.begin() as session:
        for user in crowd:
            begins(session, bot, user, user)
    then = deliver.drain(services)
    assert len(posts(bot.slack)) == 30
    assert then is not None
    assert bot.clock() < then <= bot.clock() + timedelta(seconds=0.25)
    owes(bot.bot, "reply", cast.ada.id)
    deliver.drain(services)
    assert cast.ada.last().text == "A letter: reply"
    assert len(posts(bot.slack)) == 31
    began = bot.clock()
    while then := deliver.drain(services):
        bot.clock.moment = then
    assert len(posts(bot.slack)) == 61
    assert timedelta(seconds=6) < bot.clock() - began < timedelta(seconds=8), (
        "thirty more, at four a second and a little faster"
    )


def test_somebody_who_left_is_noted_and_not_written_to_until_they_act(bot: Running, cast: Cast) -> None:
    bot.slack.deactivates(cast.ada)
    bot.until(DUE)
    assert checkins_of(bot, cast.ada)[0].state == "called_off"
    before = len(posts(bot.slack))
    bot.until("2026-07-09 15:00")
    passes(bot, 1, step=1)
    assert checkins_of(bot, cast.ada)[1].state == "called_off"
    assert letters(bot, kind="prompt", user=cast.ada.id)[1:] == []
    assert len(posts(bot.slack)) - before == 6  # five prompts, and one line to Mo
    assert "1 person cannot be reached" in cast.mo.sees()
    assert "Ada" not in cast.mo.sees()
    assert deliver.health(bot.bot.services).unreachable == 1
    bot.slack.refusals.clear()


@pytest.mark.parametrize(
    "does",
    [
        lambda ada: ada.runs("/candor help"),
        lambda ada: ada.replies("triage, without AI, 40 min"),
        lambda ada: ada.clicks("Open form"),
        lambda ada: ada.clicks("Not today"),
    ],
)
def test_whoever_does_something_is_written_to_again(bot: Running, cast: Cast, does: Callable[[Somebody], object]) -> None:
    bot.until(DUE)
    with bot.bot.services.store.begin() as session:
        ada = people.find(session, bot.bot.services.workspace, cast.ada.id)
        assert ada
        ada.unreachable = "messages_tab_disabled"
    assert deliver.health(bot.bot.services).unreachable == 1
    does(cast.ada)
    assert deliver.health(bot.bot.services).unreachable == 0


@pytest.mark.parametrize("reason", ["token_revoked", "invalid_auth", "account_inactive", "not_authed"])
def test_a_token_that_is_refused_stops_the_workspace_until_it_works_again(bot: Running, cast: Cast, reason: str) -> None:
    with bot.slack.faults.outage("*", Fault.error(reason)):
        bot.until(DUE)
        passes(bot, 9 * 60)
        assert posts(bot.slack) == [reason]
        assert deliver.health(bot.bot.services).stopped == {bot.bot.services.workspace: reason}
        assert cast.ada.sees() == ""
        passes(bot, 60)
    checks = [call for call in bot.slack.calls if call.method == "auth.test"]
    assert len(checks) <= 3
    passes(bot, 10 * 60 + 15)
    assert asked(cast) == [1] * 6
    assert "stopped accepting Candor's token" in cast.mo.sees()
    assert deliver.health(bot.bot.services).stopped == {}


def test_a_restart_with_a_token_that_works_goes_on_at_once(bot: Running, cast: Cast) -> None:
    bot.slack.faults.add(POST, Fault.error("token_revoked"))
    bot.until(DUE)
    with bot.rows() as session:
        assert session.exec(select(Workspace.stopped)).one() == "token_revoked"
    bot.restart()
    bot.turn()
    assert asked(cast) == [1, 1, 1, 1, 1, 0]  # Mo has been told about it, a second ago
    passes(bot, 1, step=1)
    assert asked(cast) == [1] * 6


def test_an_outage_within_the_window_loses_nobody(bot: Running, cast: Cast) -> None:
    with bot.slack.faults.outage("*", Fault.status(503)):
        bot.until(DUE)
        passes(bot, 40 * 60, step=60)
    passes(bot, 30 * 60, step=60)
    assert asked(cast) == [1] * 6


def test_an_outage_longer_than_the_window_is_let_go_and_recorded(bot: Running, cast: Cast) -> None:
    with bot.slack.faults.outage("*", Fault.rate_limited(600)):
        bot.until(DUE)
        passes(bot, 2 * 3600, step=300)
    passes(bot, 900, step=300)
    assert asked(cast) == [0] * 6
    assert {row.state for row in checkins_of(bot, cast.ada)[:1]} == {"late"}


def test_two_copies_are_found_out_and_the_older_one_stays(bot: Running, cast: Cast) -> None:
    bot.slack.space.deduplicates = False
    bot.slack.faults.add(POST, Fault.accept_then_drop(), 6)
    for method in ("conversations.history", "conversations.open"):
        bot.slack.faults.add(method, Fault.error("missing_scope"), 6)
    bot.until(DUE)
    first = cast.ada.messages()[0].ts
    passes(bot, 30)
    assert asked(cast) == [2] * 6
    passes(bot, 60 * 60, step=60)
    assert asked(cast) == [1] * 6
    assert cast.ada.messages()[0].ts == first == checkins_of(bot, cast.ada)[0].ts
    assert deliver.health(bot.bot.services).duplicates == 6


def test_a_reminder_nobody_can_vouch_for_is_not_sent_twice_and_stays_visible(bot: Running, cast: Cast) -> None:
    bot.slack.space.deduplicates = False
    bot.until(DUE)
    bot.slack.faults.add(POST, Fault.accept_then_drop(), 6)
    bot.until("2026-07-07 16:45")
    with bot.slack.faults.outage("conversations.open", Fault.error("missing_scope")):
        passes(bot, 300)
    assert [person.sees().count("This is the only reminder") for person in readers(cast)] == [1] * 6
    assert deliver.health(bot.bot.services).letters == {"unknown": 6}


def test_every_post_carries_a_key_of_its_own_that_slack_may_know(bot: Running) -> None:
    bot.until(DUE)
    keys = [call.args.get("client_msg_id") for call in bot.slack.calls if call.method == POST]
    assert len(keys) == len(set(keys)) == 6
    assert all(keys)


def test_the_lease_is_given_back_when_nothing_is_left_to_send(bot: Running) -> None:
    bot.until(DUE)
    with bot.rows() as session:
        assert session.exec(select(Lease)).one().until <= bot.clock()


def test_health_counts_our_own_workspace_only(bot: Running, manifest: dict[str, Any]) -> None:
    with elsewhere(bot, manifest) as (_, other):
        owes(other, "waits")
        bot.clock.forward(minutes=3)
        assert deliver.health(other.services).waiting_for == timedelta(minutes=3)
        assert deliver.health(bot.bot.services).letters == {}
        deliver.drain(bot.bot.services)
        assert deliver.health(other.services).letters == {"pending": 1}


def test_what_is_not_sent_is_shown_in_health_and_in_metrics(bot: Running, cast: Cast) -> None:
    browser = create(bot.bot).test_client()
    assert browser.get("/healthz").json == {"ok": True}
    cast.ada.runs("/candor pause")
    bot.slack.faults.add(POST, Fault.accept_then_drop())
    bot.until(DUE)
    metrics = browser.get("/metrics").text
    assert 'candor_letters{state="unknown"} 1.0' in metrics
    assert 'candor_checkins_not_sent{why="too late"} 0.0' in metrics
    with bot.slack.faults.outage(POST, Fault.rate_limited(3 * 3600)):
        bot.until("2026-07-09 15:00")
    assert browser.get("/healthz").status_code == 200
    bot.until("2026-07-09 15:31")
    assert browser.get("/healthz").json == {"ok": False, "why": "letters are waiting"}
    bot.until("2026-07-09 17:01")
    assert 'candor_checkins_not_sent{why="too late"} 5.0' in browser.get("/metrics").text


def test_a_token_that_is_refused_makes_health_fail(bot: Running) -> None:
    bot.slack.faults.add(POST, Fault.error("token_revoked"))
    bot.until(DUE)
    browser = create(bot.bot).test_client()
    why = "Slack does not accept the bot's token (token_revoked), so nothing is sent"
    assert (browser.get("/healthz").status_code, browser.get("/healthz").json) == (503, {"ok": False, "why": why})
    assert "candor_stopped_workspaces 1.0" in browser.get("/metrics").text


def test_nothing_names_a_person_in_health(bot: Running, cast: Cast) -> None:
    bot.slack.deactivates(cast.ada)
    bot.until(DUE)
    with bot.rows() as session:
        known = [person.user for person in session.exec(select(Person))]
    assert not any(user in repr(deliver.health(bot.bot.services)) for user in known)
    bot.slack.refusals.clear()


def test_a_dropped_connection_is_not_tried_again_by_the_sdk(bot: Running, cast: Cast) -> None:
    """Its default is to post a second time, which a person would see."""
    bot.slack.space.deduplicates = False
    bot.slack.faults.add(POST, Fault.accept_then_drop(), 6)
    bot.until(DUE)
    assert len(posts(bot.slack)) == 6
    passes(bot, 60)
    assert asked(cast) == [1] * 6


def test_a_connection_that_is_refused_is_certain_and_tried_again(bot: Running, cast: Cast) -> None:
    nowhere = bot.bot.settings.model_copy(update={"slack_api_url": "http://127.0.0.1:9/"})
    lost = house.build(nowhere, bot.clock, after_listener=lambda: None)
    owes(bot.bot, "later", cast.ada.id)
    again = deliver.drain(lost.services)
    assert again
    assert bot.clock() < again <= bot.clock() + timedelta(seconds=15)
    assert [(letter.state, letter.attempts) for letter in letters(bot, key="later")] == [("pending", 0)]
    lost.close()
    deliver.drain(bot.bot.services)
    assert letters(bot, key="later")[0].state == "pending", "the next process waits as well"
    bot.clock.forward(seconds=15)
    deliver.drain(bot.bot.services)
    assert cast.ada.last().text == "A letter: later"


@pytest.mark.parametrize("seed", range(2))
def test_however_wrong_our_clock_is_nobody_sees_anything_twice_and_replies_arrive(bot: Running, cast: Cast, seed: int) -> None:
    bot.until(DUE)
    true = bot.clock()
    bot.slack.space.now = lambda: true  # Slack's clock is right, whatever ours says
    bot.slack.space.deduplicates = False
    rates = [(Fault.accept_then_drop(), 0.2), (Fault.rate_limited(30), 0.1)]
    bot.slack.faults.storm = Storm(seed, rates, frozenset({POST}))
    for number, wrong in enumerate(clock_jumps(seed, 20)):
        true += timedelta(seconds=15)
        bot.clock.moment = true + wrong
        owes(bot.bot, f"reply {number}", cast.ada.id, lane=str(number))
        bot.turn()
    bot.slack.faults.storm = None
    end = true + timedelta(days=2)
    while deliver.health(bot.bot.services).letters.keys() - {"sent", "let_go"}:
        true += timedelta(minutes=20)
        assert true < end, "what was owed by a clock a day ahead leaves a day later"
        bot.clock.moment = true
        bot.turn()
    counts = bot.slack.ledger().counts({f"reply {number}" for number in range(20)})
    assert (counts.lost, counts.doubled) == (0, 0)
    assert max(asked(cast)) <= 1
