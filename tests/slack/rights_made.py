"""How the world of the matrix of rights comes to be: two teams, weeks of work, and every form opened by somebody who may."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import date

import pytest
from slack_bolt import BoltResponse
from sqlmodel import select

from bot.domain.teamstate import TeamState
from bot.slack import ids, mistakes
from bot.slack.incoming import Incoming
from sandbox import Person, Slack
from storage import invitations, people
from storage.tables import Absence, Answer, CheckIn, Membership, Registration, Review, Team, Work, opaque
from storage.tables import Person as PersonRow
from tests.conftest import BERLIN, Cast, Clock, at_work, everybody
from tests.conversing import checkins_of, has_history, quarter_of_triage
from tests.proving import has_ended, has_trial
from tests.slack.rights_world import NOTE, Form, Json, World

WITHOUT = "If you did it without AI, how long would it take?"
TEAMS = """
[[team]]
name = "Support"
owners = ["U0MO", "U0RHEA"]
people = ["U0ADA", "U0BEN", "U0CLEO", "U0DAN", "U0ELI", "U0FAY", "U0GIL", "U0HAL", "U0IDA", "U0JON", "U0KIM"]
task_types = ["Bug triage", "Customer reply", "Weekly report", "Escalation"]
tools = ["Quillwise"]
zone = "Europe/Berlin"
rhythm = {kind = "fixed", days = ["tue", "thu"], time = "15:00"}

[[team]]
name = "Research"
owners = ["U0OMAR", "U0RUTH"]
people = ["U0NINA", "U0PIA", "U0QUE", "U0SAM", "U0TEA"]
task_types = ["Interview", "Literature search", "Prototype", "Write-up"]
zone = "Europe/Berlin"
rhythm = {kind = "fixed", days = ["mon", "wed"], time = "15:00"}
"""


@contextmanager
def made(manifest: Json, database_url: str) -> Iterator[World]:
    """The world, at three on a Thursday: two digests are out, and Ada has a check-in open, an answer saved and one in print."""
    clock = Clock()
    with Slack(manifest, clock) as slack, pytest.MonkeyPatch.context() as patch, at_work(slack, clock, database_url) as bot:
        cast = everybody(slack)
        everyone = {name: getattr(cast, name) for name in ("ada", "ben", "cleo", "dan", "eli", "mo", "zoe", "gus", "root")}
        everyone["far"] = cast.stranger_from_elsewhere
        for name in ("fay", "gil", "hal", "ida", "jon", "kim", "nina", "omar", "pia", "que", "sam", "tea"):
            everyone[name] = slack.person(name, name.title(), BERLIN)
        everyone |= {name: slack.person(name, name.title(), BERLIN, admin=True) for name in ("ruth", "rhea")}
        everyone["robot"] = slack.person("robot", "Robot", BERLIN, bot=True)
        world = World(bot, everyone, slack.channel("room", list(everyone.values())), [])
        _lives(world, cast)
        told = mistakes.answer

        def noted(error: Exception, it: Incoming) -> BoltResponse:
            world.errors.append(error)
            return told(error, it)

        patch.setattr(mistakes, "answer", noted)
        opens_every_form(world)
        world.keeps()
        yield world


def _lives(world: World, cast: Cast) -> None:
    bot, ada = world.bot, cast.ada
    bot.apply(TEAMS)
    bot.turn()
    _reviews(world)
    rows = quarter_of_triage([world.people[name] for name in ("ada", "cleo", "dan", "eli", "fay")])
    has_history(bot, [row for n, row in enumerate(rows) if n % 3])  # with a range, and so with a picture
    world.slack.forgets_blocks("data_visualization")
    bot.until("2026-07-07 15:00")
    _answers(ada, "triage, with AI, 40 min, no fixing, about usual", "")
    bot.until("2026-07-13 09:00")
    bot.until("2026-07-20 09:00")
    bot.until("2026-07-21 15:00")
    _answers(ada, "triage, with AI, 40 min, no fixing, about usual", NOTE)
    ada.runs("/candor out 24 Dec..2 Jan")
    bot.until("2026-07-23 15:00")
    world.prompt = next(one for one in reversed(ada.messages()) if "[Answer here]" in one.shown)
    ada.replies("triage, with AI, 40 min, about usual", to=world.prompt)
    ada.runs("/candor start Escalation 40 min")
    world.keys["trial"] = has_trial(bot, ada, cast.ben, cast.cleo, cast.dan, cast.eli)
    ada.runs("/candor start triage 40 min about usual")
    _knows(world)
    _waits_for_ada(world)


def _reviews(world: World) -> None:
    """Support reviews work from the beginning; which is drawn is not left to chance here."""
    with world.bot.bot.services.store.begin() as session:
        (team,) = [one for one in session.exec(select(Team)) if one.name == "Support"]
        team.standard, team.reviews_per_week = {"": "Whoever reads it knows what to do next."}, 4


def _waits_for_ada(world: World) -> None:
    """Work of Mo's, who is in charge and not asked."""
    with world.bot.bot.services.store.begin() as session:
        hers, mo = session.get_one(Answer, world.keys["answer"]), world.keys["person U0MO"]
        own = {"id": opaque(), "person_id": mo, "checkin_id": None, "note": None}
        session.add(answer := Answer(**{**hers.model_dump(), **own}))
        session.get_one(Membership, (hers.team_id, hers.person_id)).reviews = True
        session.flush()
        now = world.bot.clock()
        here: Json = {"workspace": hers.workspace}
        work = Work(
            **here, team_id=hers.team_id, answer_id=answer.id, person_id=mo, text="A reply.", attached_at=now, drawn_at=now
        )
        session.add(work)
        session.flush()
        review = Review(**here, work_id=work.id, person_id=hers.person_id, state="waiting", asked_at=now)
        session.add(review)
        world.keys["review"] = review.id


def _answers(person: Person, words: str, note: str) -> None:
    person.replies(words)
    while note and "Anything to add?" not in person.last().shown:
        person.clicks("Skip")
    if note:
        person.replies(note)
    else:
        person.clicks("That is all")


def _knows(world: World) -> None:
    """The keys that stand in buttons and forms."""
    every = checkins_of(world.bot, world.people["ada"])
    rows = {row.state: row.id for row in every}
    world.keys |= {"open": rows["answering"], "saved": rows["saved"], "fixed": rows["fixed"]}
    at_work = {row.task_type: row.id for row in every if row.state == "working"}
    world.keys |= {"task": at_work["Escalation"], "flipped": at_work["Bug triage"]}
    world.keys["ben's"] = next(row.id for row in checkins_of(world.bot, world.people["ben"]) if row.state == "asked")
    with world.bot.bot.services.store.begin() as session:
        row = session.get_one(CheckIn, rows["answering"])
        found = invitations.once(session, row.workspace, row.team_id, row.local_date)
        asked = world.slack.space.post(world.room, world.slack.bot_user_id, "Quick check-in")
        reply = world.slack.space.post(world.room, "U0ADA", "Quillwise", thread_ts=asked.ts)
        found.channel, found.ts = world.room.id, asked.ts
        world.keys |= {"team": row.team_id, "ada": row.person_id, "invitation": found.id}
        world.keys["reply"] = f"{found.id}/{reply.ts}"
    world.keys["ended"] = has_ended(world.bot)
    with world.bot.rows() as session:
        world.keys |= {f"person {one.user}": one.id for one in session.exec(select(PersonRow))}
        world.members = frozenset(one.id for one in people.members(session, world.keys["team"]))
        world.keys["answer"] = session.exec(select(Answer).where(Answer.note == NOTE)).one().id


def opens_every_form(world: World) -> None:
    """Each by somebody who may, filled in, and not sent. Whatever that changes stays."""
    ada, ben, mo, zoe, root = (world.people[name] for name in ("ada", "ben", "mo", "zoe", "root"))
    ada.clicks("Open form", on=world.prompt)
    ada.fills({"How did the result compare with your usual standard?": "At"})
    _kept(world, ada, ids.FORM)
    ada.clicks("I do it the other way")
    ada.fills({"Why?": "Another reason"})
    _kept(world, ada, ids.DECLINE_FORM)
    ada.opens_home()
    ada.clicks("Share this sentence", on="home")
    _kept(world, ada, ids.SHARE_FORM)
    ada.clicks("Attach for blind review")
    ada.fills({"A link or a sentence": "https://example.org/reply"})
    _kept(world, ada, ids.ATTACH_FORM)
    ada.runs("/candor review")
    ada.clicks("Look at it", on="form")
    ada.fills({"Against the standard": "3 – meets it"})
    _kept(world, ada, ids.REVIEW_FORM)
    mo.runs("/candor review standard Support")
    _kept(world, mo, ids.STANDARD_FORM)
    for label, name, filled in (
        (
            "Start a task",
            ids.START_FORM,
            {"What kind of task is it?": "Something else", WITHOUT: "45 min"},
        ),
        ("Change my week", ids.WEEK_FORM, {"Working days": ["Monday", "Tuesday"]}),
        ("Pause", ids.PAUSE_FORM, {"Until": date(2026, 8, 3)}),
        ("Away", ids.AWAY_FORM, {"First day": date(2026, 8, 3), "Last day": date(2026, 8, 5)}),
        ("Ask for a report", ids.REPORT_FORM, {}),
    ):
        _opened(world, ben, label, name, filled)
    _opened(world, root, "Administration", "", {})
    root.clicks("Change", on="form")
    root.fills({"The smallest group anything is shown of": "8"})
    _kept(world, root, ids.ADMIN_FORM)
    new = {"Name of the team": "Fresh", "Who is asked": "People I pick"}
    _opened(world, zoe, "Set up a team", "", new)
    zoe.fills({"People": [zoe, world.people["sam"]], "Kinds of task": "One\nTwo\nThree\nFour"})
    _kept(world, zoe, ids.TEAM_NEW_FORM)
    _opened(world, mo, "Edit", ids.TEAM_FORM, {"Name of the team": "Support of all", "AI tools": "Quillwise\nSecond"})
    _opened(world, mo, "Owners", ids.OWNERS_FORM, {"Colleague": zoe, "From now on": "They own it too"})
    asked = {"Question 1 of your own": "How satisfied was the customer?", "How it is answered": "A number"}
    _opened(world, mo, "Questions", ids.QUESTIONS_FORM, asked)
    _opens_goals(world, mo)
    _opens_every_form_of_a_trial(world, mo)
    world.set(Team, world.keys["team"], state=TeamState.NEW)
    _opened(world, mo, "Edit", "", {"AI tools": "Quillwise"})
    mo.submits()
    _kept(world, mo, ids.TEAM_BEGIN)
    mo.clicks("Send me one to try", on="form")
    mo.clicks("Open form", on=mo.messages()[-1])
    _kept(world, mo, ids.SAMPLE_FORM)
    world.set(Team, world.keys["team"], state=TeamState.RUNNING)
    _opened(world, mo, "Ask for a report", "", {})
    mo.submits()
    assert mo.form is not None
    world.keys["report"] = next(one["block_id"] for one in mo.form.blocks if "report/" in one["block_id"]).partition("/")[2]
    with world.bot.rows() as session:
        world.keys["absence"] = session.exec(select(Absence)).one().id
    with world.bot.bot.services.store.begin() as session:
        team = session.get_one(Team, world.keys["team"])
        nova = Team(**{**team.model_dump(exclude={"id"}), "name": "Nova", "state": TeamState.NEW})
        session.add(nova)
        session.flush()
        for row in session.exec(select(Membership).where(Membership.team_id == team.id, Membership.is_owner)).all():
            session.add(Membership(**{**row.model_dump(), "team_id": nova.id}))
        world.keys["new"] = nova.id
    mo.opens_home()
    assert mo.home is not None
    world.home = deepcopy(mo.home.body)


def _opens_goals(world: World, mo: Person) -> None:
    """One goal of Support is registered, and another is about to be."""
    goal = {"Kind of task": "Bug triage", "What should get better": "Tasks that need fixing", "By how much": "20"}
    for name in ("Fewer repairs", "Shorter triage"):
        mo.runs("/candor goal new Support")
        mo.fills({"Name of the goal": name, **goal, "Last day": date(2026, 9, 27)})
        if name == "Fewer repairs":
            mo.submits()
            mo.submits()
    _kept(world, mo, ids.GOAL_FORM)
    for word, name, filled in (
        ("change", ids.GOAL_CHANGE_FORM, {"By how much": "10"}),
        ("off", ids.GOAL_OFF_FORM, {}),
    ):
        mo.runs(f"/candor goal {word} Fewer repairs")
        mo.fills({**filled, "Reason, which everybody reads": "It came later."})
        _kept(world, mo, name)
    with world.bot.rows() as session:
        world.keys["goal"] = session.exec(select(Registration).where(Registration.kind == "goal")).one().id


def _opens_every_form_of_a_trial(world: World, mo: Person) -> None:
    days = {"First day": "2026-07-30", "Last day": "2026-09-30"}
    _opened(world, mo, "Trials", "", {})
    mo.clicks("Register a trial", on="form")
    mo.fills({"Kind of task": "Escalation", **days, "Name": "By coin"})
    _kept(world, mo, ids.TRIAL_FORM)
    mo.submits()
    _kept(world, mo, ids.TRIAL_REGISTER)
    for label, name, filled in (
        ("Change", ids.TRIAL_CHANGE_FORM, {"Last day": "2026-10-09", "Why": "Holidays."}),
        ("Stop early", ids.TRIAL_STOP_FORM, {"Why": "It is not needed."}),
    ):
        _opened(world, mo, "Trials", "", {})
        mo.clicks(label, on="form")
        mo.fills(filled)
        _kept(world, mo, name)


def _opened(world: World, who: Person, label: str, name: str, filled: Json) -> None:
    who.opens_home()
    who.clicks(label, on="home")
    who.fills(filled)
    if name:
        _kept(world, who, name)


def _kept(world: World, who: Person, name: str) -> None:
    assert who.form is not None
    assert who.form.body["callback_id"] == name
    world.forms[name] = Form(deepcopy(who.form.body), deepcopy(who.form.state))
