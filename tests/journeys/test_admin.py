"""An admin sets who may own teams, the smallest group and how long is kept; sees the teams and their health, and no answer."""

from dataclasses import replace

import pytest
from sqlmodel import select

from bot import manage
from bot.domain.refusal import Refusal
from bot.services import Actor
from sandbox import Person
from sandbox.views import View
from storage import people, teams
from storage.tables import Answer, Membership, Team, Workspace
from storage.tables import Person as PersonRow
from tests.conftest import SUPPORT, Cast, Running
from tests.conversing import answers_in_one_go, has_history, letters, quarter_of_triage

NOT_ADMIN = "Only an admin of this workspace can do this."
NOTE = "the zebra crossed twice"


def home(person: Person) -> str:
    assert person.home is not None
    return person.home.shown


def form(person: Person) -> View:
    assert person.form is not None
    return person.form


def actor(bot: Running, person: Person) -> Actor:
    return Actor(bot.slack.team_id, person.id)


def workspace(bot: Running) -> Workspace:
    with bot.rows() as session:
        row: Workspace = session.get_one(Workspace, bot.slack.team_id)
        return row


def named(bot: Running) -> list[str]:
    with bot.rows() as session:
        return [person.user for person in people.may_own(session, bot.slack.team_id)]


def may_own(bot: Running, person: Person) -> bool:
    try:
        manage.require_may_own(bot.bot.services, actor(bot, person))
    except Refusal:
        return False
    return True


def changes(admin: Person, **entries: object) -> bool:
    """Opens the form from the command and sends it."""
    admin.runs("/candor admin")
    admin.clicks("Change")
    labels = {
        "owners": "Who may own a team",
        "people": "People I name",
        "k": "The smallest group anything is shown of",
        "words": "Days that words people add are kept",
        "months": "Months that answers and check-ins are kept",
    }
    admin.fills({labels[key]: value for key, value in entries.items()})
    return admin.submits()


# What is seen


@pytest.mark.usefixtures("bot")
def test_the_command_says_what_is_set_whose_teams_there_are_and_how_it_runs(cast: Cast) -> None:
    shown = cast.root.runs("/candor admin")
    assert cast.root.last().ephemeral_to == cast.root.id
    assert "Anybody of this workspace may set up a team and own it, but for guests." in shown
    assert "Nothing is shown of fewer than 5 people." in shown
    assert "kept for 90 days. What is older goes within a day. (As whoever runs Candor has set it.)" in shown
    assert "kept for 24 months, and to the end of that quarter." in shown
    assert "*Support* (running): owned by @Mo Zart; 5–9 people are asked; every week on Tuesday and Thursday at 15:00" in shown
    assert "groups of 5 or more; no digest yet" in shown
    assert "Messages: 0 waiting, 0 in doubt, 0 refused in the last day." in shown
    assert "Check-ins of the last seven days: 0 too late to send, 0 called off." in shown
    assert "The database's schema is 0013." in shown


def test_it_says_when_the_last_digest_was_sent_and_who_cannot_be_reached(bot: Running, cast: Cast) -> None:
    has_history(bot, quarter_of_triage([cast.ada, cast.cleo, cast.dan, cast.eli, cast.mo]))
    bot.until("2026-07-13 09:00")
    with bot.bot.services.store.begin() as session:
        ben = people.find(session, bot.slack.team_id, cast.ben.id)
        assert ben
        ben.unreachable = "user_disabled"
    shown = cast.root.runs("/candor admin")
    assert "last digest: week of 6 July" in shown
    assert "The last digest was sent on 13 July." in shown
    assert "Slack delivers nothing to: @Ben Nevis." in shown


def test_a_team_that_nobody_owns_is_marked_and_an_admin_names_an_owner(bot: Running, cast: Cast) -> None:
    with bot.bot.services.store.begin() as session:
        for row in session.exec(select(Membership).where(Membership.is_owner)):
            row.is_owner = False
    assert "*nobody owns it*" in cast.root.runs("/candor admin")
    assert "There is no" not in cast.root.runs("/candor admin owner Support @gus")
    assert cast.root.runs("/candor admin owner Nowhere @ada") == "There is no such team here."
    assert cast.root.runs("/candor admin owner Support").startswith("Write a team's name and one person")
    assert cast.root.runs("/candor admin owner Support @ada") == "Done: they are in charge of Support, and are told so."
    assert "owned by @Ada Lovelace" in cast.root.runs("/candor admin")
    assert cast.root.runs("/candor admin owner Support @cleo") == "This team has an owner, who can name another one."


def test_everybody_else_is_told_that_it_is_for_admins(bot: Running, cast: Cast) -> None:
    for person in (cast.ada, cast.mo, cast.zoe, cast.ben):
        assert cast.ada.runs("/candor admin k 9") == NOT_ADMIN
        assert person.runs("/candor admin") == NOT_ADMIN
    assert workspace(bot).least_k == 5
    for person in (cast.gus, cast.stranger_from_elsewhere):
        assert "You are not in a team here." in person.runs("/candor admin owners anybody")


def test_the_home_page_offers_it_to_admins_alone_and_asks_slack_once_for_ten_minutes(bot: Running, cast: Cast) -> None:
    def looked_up() -> int:
        return sum(one.method == "users.info" for one in bot.slack.calls)

    before = looked_up()
    for _ in range(3):
        cast.root.opens_home()
        cast.ada.opens_home()
    assert looked_up() == before + 2
    assert "[Administration]" in home(cast.root)
    assert "[Administration]" not in home(cast.ada)
    cast.root.clicks("Administration", on="home")
    assert "*What is set here*" in form(cast.root).shown


def test_who_is_no_admin_any_more_is_refused_when_they_press_and_when_they_send(bot: Running, cast: Cast) -> None:
    cast.root.opens_home()
    cast.root.clicks("Administration", on="home")
    cast.root.clicks("Change", on="form")
    cast.root.fills({"The smallest group anything is shown of": "9"})
    bot.slack.space.members[cast.root.id] = replace(cast.root.member, admin=False)
    cast.root.submits()
    assert NOT_ADMIN in form(cast.root).shown
    assert workspace(bot).least_k == 5
    cast.root.clicks("Administration", on="home")
    assert NOT_ADMIN in form(cast.root).shown


def test_nothing_an_admin_can_reach_holds_an_answer_a_figure_or_who_has_answered(bot: Running, cast: Cast) -> None:
    bot.until("2026-07-07 15:00")
    answers_in_one_go(cast.ada, "escalation, with AI, 47 min, no fixing, about usual")
    answers_in_one_go(cast.cleo, "triage, without AI, 37 min, no fixing, about usual")
    with bot.bot.services.store.begin() as session:
        for answer in session.exec(select(Answer)):
            answer.note = answer.shared = NOTE
    bot.until("2026-07-13 09:00")
    cast.root.opens_home()
    seen = [cast.root.runs("/candor admin"), home(cast.root)]
    cast.root.clicks("Administration", on="home")
    seen.append(form(cast.root).shown)
    cast.root.clicks("Change", on="form")
    seen.append(form(cast.root).shown)
    seen += [cast.root.runs(f"/candor {word}") for word in ("report", "mine", "hours", "mydata", "report Support", "help")]
    everything = "\n".join(seen) + cast.root.sees()
    for secret in (NOTE, "47 min", "37 min", "Bug triage", "Escalation", "In one sentence", "people asked", "minutes"):
        assert secret not in everything
    for person in (cast.ada, cast.ben, cast.cleo, cast.dan, cast.eli):
        assert person.name not in everything


# What is set


def test_the_form_holds_what_is_set_and_sent_as_it_was_changes_nothing(bot: Running, cast: Cast) -> None:
    assert changes(cast.root)
    row = workspace(bot)
    assert (row.owners_named, row.least_k, row.words_days, row.rows_months) == (False, 5, None, None)
    assert "*What is set here*" in form(cast.root).shown


def test_one_form_sets_all_of_it_and_shows_what_is_so_now(bot: Running, cast: Cast) -> None:
    people_named = [cast.ada, cast.zoe]
    assert changes(cast.root, owners="Only people I name, and admins", people=people_named, k="7", words="60", months="12")
    shown = form(cast.root).shown
    assert "Only these people, and admins, may set up a team and own it: @Ada Lovelace and @Zoe Logy." in shown
    assert "Nothing is shown of fewer than 7 people." in shown
    assert "kept for 60 days. What is older goes within a day.\n" in shown
    assert "kept for 12 months" in shown
    assert [may_own(bot, one) for one in (cast.ada, cast.zoe, cast.root, cast.mo, cast.gus)] == [True, True, True, False, False]
    assert "groups of 7 or more" in shown


@pytest.mark.parametrize(
    ("entry", "field", "sentence"),
    [
        ({"k": "4"}, "The smallest group anything is shown of", "Write a number from 5 to 100"),
        ({"k": "many"}, "The smallest group anything is shown of", "Write a number from 5 to 100"),
        ({"words": "0"}, "Days that words people add are kept", "Write a number of days from 1 to 3650."),
        ({"months": "11"}, "Months that answers and check-ins are kept", "Write a number of months from 12 to 120"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_of_the_form_is_taken(
    bot: Running, cast: Cast, entry: dict[str, str], field: str, sentence: str
) -> None:
    assert not changes(cast.root, **{"k": "8", "owners": "Only people I name, and admins", **entry})
    assert list(form(cast.root).errors) == [field]
    assert form(cast.root).errors[field].startswith(sentence)
    assert (workspace(bot).least_k, workspace(bot).owners_named) == (5, False)


def test_guests_and_people_of_elsewhere_cannot_be_named(bot: Running, cast: Cast) -> None:
    assert not changes(cast.root, people=[cast.ada, cast.gus])
    said = form(cast.root).errors["People I name"]
    assert said == "Guests, bots, and people who are not of this workspace cannot own a team: Gus Tav."
    assert named(bot) == []
    assert "cannot own a team: Far Away." in cast.root.runs("/candor admin owners @far")
    assert named(bot) == []


def test_the_same_by_words(bot: Running, cast: Cast) -> None:
    runs = cast.root.runs
    assert runs("/candor admin k 7") == "From now on nothing is shown of fewer than 7 people, in any team."
    assert runs("/candor admin owners @ada @mo").startswith("From now on 2 people you named, and admins, may set up a team.")
    assert named(bot) == [cast.ada.id, cast.mo.id]
    assert runs("/candor admin owners @zoe").startswith("From now on 1 person you named")
    assert named(bot) == [cast.zoe.id]
    assert runs("/candor admin owners anybody").startswith("From now on anybody of this workspace")
    assert "is kept for 60 days." in runs("/candor admin keep words 60 days")
    assert "are kept for 12 months" in runs("/candor admin keep answers 12 months")
    row = workspace(bot)
    assert (row.owners_named, row.least_k, row.words_days, row.rows_months) == (False, 7, 60, 12)
    assert "is kept for 90 days." in runs("/candor admin keep words default")
    assert workspace(bot).words_days is None


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("k 3", "Write a number from 5 to 100: nothing is ever shown of fewer people."),
        ("owners @nobody", "Write /candor admin owners anybody, or owners and the people"),
        ("keep words 12 months", "Write /candor admin keep words 60 days"),
        ("keep answers 3", "Write a number of months from 12 to 120"),
        (
            "owenrs anybody",
            "I do not know “owenrs anybody”. Did you mean /candor admin owners anybody or /candor admin owners?",
        ),
        ("digest", "I do not know “digest”. Try one of k, owners, owners anybody, owner, keep words,"),
    ],
)
def test_what_is_not_understood_is_answered_with_what_is(bot: Running, cast: Cast, words: str, sentence: str) -> None:
    assert cast.root.runs(f"/candor admin {words}").startswith(sentence)
    assert workspace(bot).least_k == 5


def test_an_admin_reads_it_in_their_own_language(bot: Running, cast: Cast) -> None:
    cast.root.runs("/candor admin owners @root")
    with bot.bot.services.store.begin() as session:
        root = people.find(session, bot.slack.team_id, cast.root.id)
        assert root
        root.language = "de"
    assert "Was hier festgelegt ist" in cast.root.runs("/candor admin")


# What it does


def test_a_floor_that_is_raised_holds_for_the_next_print_and_every_promise(bot: Running, cast: Cast) -> None:
    has_history(bot, quarter_of_triage([cast.ada, cast.cleo, cast.dan, cast.eli, cast.mo]))
    bot.clock.is_at("2026-07-20 12:00")
    assert "Bug triage" in cast.mo.runs("/candor report")
    cast.root.runs("/candor admin k 7")
    assert "*Bug triage*" not in cast.mo.runs("/candor report")
    cast.ada.opens_home()
    cast.ada.clicks("What happens with my answers", on="home")
    assert "at least 7 people" in form(cast.ada).shown
    assert "at least 5" not in form(cast.ada).shown
    bot.until("2026-07-20 13:00")
    bot.until("2026-07-21 15:00")
    assert "groups of seven people or more" in cast.ada.last().shown


def test_a_floor_below_five_that_somebody_wrote_into_the_database_is_five(bot: Running, cast: Cast) -> None:
    with bot.bot.services.store.begin() as session:
        session.get_one(Workspace, bot.slack.team_id).least_k = 1
        session.exec(select(Team)).one().k = 2
    assert "Nothing is shown of fewer than 5 people." in cast.root.runs("/candor admin")
    has_history(bot, quarter_of_triage([cast.ada, cast.cleo, cast.dan]))
    bot.clock.is_at("2026-07-20 12:00")
    assert "*Bug triage*" not in cast.mo.runs("/candor report")


def test_a_team_file_below_the_floor_is_refused_and_one_without_k_goes_by_it(bot: Running, cast: Cast) -> None:
    cast.root.runs("/candor admin k 7")
    with pytest.raises(Refusal, match='team "Support": k must be at least 7'):
        bot.apply(SUPPORT + "k = 6\n")
    assert bot.apply(SUPPORT) == []
    assert [line.k for line in manage.list_teams(bot.bot.services)] == [7]


def test_whoever_is_named_stays_known_until_they_are_not_named_or_want_to_be_forgotten(bot: Running, cast: Cast) -> None:
    cast.root.runs("/candor admin owners @zoe @mo")
    bot.until("2026-07-08 09:00")
    bot.until("2026-07-09 09:00")
    assert may_own(bot, cast.zoe)
    assert "an admin has named you" not in cast.zoe.runs("/candor forget-me")
    cast.zoe.clicks("Delete everything")
    assert named(bot) == [cast.mo.id]
    assert "had everything about them deleted here" in cast.root.runs("/candor admin owners @zoe")
    cast.root.runs("/candor admin owners @ada")
    assert not may_own(bot, cast.mo)
    with bot.rows() as session:
        (team,) = teams.all_of(session, bot.slack.team_id)
        assert [person.user for person in people.owners(session, team.id)] == [cast.mo.id]


def test_who_is_not_named_any_more_goes_when_nothing_else_is_stored_about_them(bot: Running, cast: Cast) -> None:
    cast.root.runs("/candor admin owners @zoe")
    cast.root.runs("/candor admin owners @mo")
    bot.until("2026-07-08 09:00")
    with bot.rows() as session:
        assert cast.zoe.id not in set(session.exec(select(PersonRow.user)))


def test_what_was_set_is_told_to_nobody(bot: Running, cast: Cast) -> None:
    before = len(letters(bot))
    cast.root.runs("/candor admin k 7")
    assert changes(cast.root, people=[cast.ada], owners="Only people I name, and admins", words="30")
    assert len(letters(bot)) == before
