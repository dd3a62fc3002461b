"""One sentence, shared: Ada looks at it, shares it, takes it back; and the digest has it only where enough people answered."""

from collections.abc import Iterable

import pytest
from sqlmodel import select

from bot import collect, page, report, transfer
from bot.domain.conversation import State
from bot.domain.digest import as_csv
from bot.report import to_payload
from bot.services import Actor
from sandbox import Person, Slack
from storage import releases, teams
from storage.tables import Answer
from tests.conftest import BERLIN, SUPPORT, Cast, Running
from tests.conversing import (
    answers_in_one_go,
    answers_of,
    checkins_of,
    digests,
    fills_first_page,
    letters,
    no_answer,
    the_answer,
)
from tests.journeys.test_worst_words import MARKED, texts

SAID = "triage, with AI, 40 min, no fixing, about usual"
NOTE = "The draft missed what the customer really asked. I rewrote half of it on Monday."
FIRST = "The draft missed what the customer really asked."
MINE = "The draft missed the question."
OWN_WORDS = "In somebody's own words"
SHORTEN = "Shorten or change it"


def writes_a_note(person: Person, words: str = NOTE) -> None:
    person.replies(SAID)
    while "Anything to add?" not in person.last().shown:
        person.clicks("Skip")
    person.replies(words)


def looks(person: Person, on: str | None = None) -> str:
    """The preview in front of her."""
    person.clicks("Share this sentence", on=on)
    return form(person)


def form(person: Person) -> str:
    assert person.form is not None
    return person.form.shown


def shares(person: Person, words: str = "") -> None:
    """By the preview; words of her own are looked at once more."""
    looks(person)
    if words:
        person.fills({SHORTEN: words})
        assert person.submits()
    assert person.submits()
    assert person.form is None


def shared(bot: Running, person: Person) -> str | None:
    return the_answer(bot, person).shared


def a_team_of(slack: Slack, cast: Cast, size: int) -> list[Person]:
    """Ada, Ben, Mo and colleagues; as many as that."""
    known = [cast.ada, cast.ben, cast.cleo, cast.dan, cast.eli, cast.mo]
    return [*known, *(slack.person(f"one{n}", f"One {n}", BERLIN) for n in range(size - len(known)))]


def named(people: Iterable[Person]) -> str:
    """The team file with these people in it."""
    whole = SUPPORT.replace('"U0ADA", "U0BEN", "U0CLEO", "U0DAN", "U0ELI", "U0MO"', ", ".join(f'"{one.id}"' for one in people))
    assert whole.count("people = [") == 1
    return whole


@pytest.fixture
def team(bot: Running, slack: Slack, cast: Cast) -> list[Person]:
    """Twelve people, asked on a Thursday afternoon."""
    people = a_team_of(slack, cast, 12)
    bot.apply(named(people))
    bot.until("2026-07-07 15:00")
    bot.until("2026-07-09 15:00")
    return people


def answer(bot: Running, people: Iterable[Person]) -> None:
    """All of them at once, each a form of two pages."""
    first = {"task_type": "Bug triage", "size": "3", "approach": "with_ai", "minutes": "45"}
    services = bot.bot.services
    for person in people:
        actor = Actor(person.member.team, person.id)
        key = [row.id for row in checkins_of(bot, person) if row.state == State.ASKED][-1]
        for page_number, values in ((1, first), (2, {})):
            collect.submit_form(services, actor, key, page_number, values, f"{key}/{page_number}")


def others(team: Iterable[Person], cast: Cast) -> list[Person]:
    """Everybody but Ada, who writes, and Ben, who never answers."""
    return [person for person in team if person not in (cast.ada, cast.ben)]


def everything_printed(bot: Running) -> str:
    services = bot.bot.services
    digest = report.for_teams(services, ["Support"], "quarter", None)
    dry = report.for_week(services, "Support", None)
    printed = (to_payload(digest), to_payload(dry), page.html(digest), as_csv(digest), list(transfer.give(services, "Support")))
    return "".join(map(str, printed))


@pytest.mark.usefixtures("team")
def test_only_an_answer_with_a_note_has_the_button(cast: Cast) -> None:
    answers_in_one_go(cast.cleo, SAID)
    assert "[Share this sentence]" not in cast.cleo.sees()
    writes_a_note(cast.ada)
    assert "[Delete] [Share this sentence] [What others see]" in cast.ada.sees()


@pytest.mark.usefixtures("team")
def test_the_preview_shows_the_sentence_as_it_will_stand_and_who_will_read_it(bot: Running, cast: Cast) -> None:
    writes_a_note(cast.ada)
    seen = looks(cast.ada)
    assert f"As it will stand in the next digest of Support:*\n“{FIRST}”\n" in seen
    assert "Your team and its owners will read it: 12 people." in seen
    assert "People may still recognise you" in seen
    assert "only if at least 10 people answer before that digest. If not, nobody sees it." in seen
    assert "A digest that is out stays as it was printed" in seen
    assert not [person for person in (cast.ben, cast.mo) if person.id in seen or person.name in seen]
    assert shared(bot, cast.ada) is None, "looking shares nothing"


def test_a_digest_in_a_channel_is_read_by_whoever_is_there(bot: Running, slack: Slack, team: list[Person], cast: Cast) -> None:
    writes_a_note(cast.ada)
    slack.channel("support", team)
    before, _, after = named(team).partition("people = [")
    bot.apply(f'{before}channel = "C0SUPPORT"{after.partition("]")[2]}')
    bot.turn()
    assert "whoever else is there reads it too" in looks(cast.ada)


@pytest.mark.usefixtures("team")
def test_a_changed_sentence_is_looked_at_again_before_it_is_shared(bot: Running, cast: Cast) -> None:
    writes_a_note(cast.ada)
    looks(cast.ada)
    cast.ada.fills({SHORTEN: f"  {MINE.replace(' ', '   ')}  "})
    assert cast.ada.submits()
    assert "You changed it, so have another look." in form(cast.ada)
    assert f"“{MINE}”" in form(cast.ada)
    assert shared(bot, cast.ada) is None
    assert cast.ada.submits()
    assert shared(bot, cast.ada) == MINE
    assert "One sentence of it is shared: it stands in the next digest if at least 10 people answer." in cast.ada.sees()


@pytest.mark.usefixtures("team")
def test_what_is_no_sentence_of_ones_own_is_not_taken(bot: Running, cast: Cast) -> None:
    writes_a_note(cast.ada)
    looks(cast.ada)
    for words, why in (
        (NOTE, "One sentence only, please."),
        ("ask <@U0MO> about it", "Say it without pointing at a person or a channel."),
        ("ask @mo about it", "Say it without pointing at a person or a channel."),
        ("<!channel> look at this", "Say it without pointing at a person or a channel."),
        ("…", "Write the sentence you want to share."),
        ("\u200b\u200b\u200b", "Write the sentence you want to share."),
    ):
        cast.ada.fills({SHORTEN: words})
        assert not cast.ada.submits()
        assert why in form(cast.ada)
    assert shared(bot, cast.ada) is None


def test_it_stands_in_the_digest_in_a_section_of_its_own_and_nobody_is_named(
    bot: Running, team: list[Person], cast: Cast
) -> None:
    writes_a_note(cast.ada)
    shares(cast.ada, MINE)
    answer(bot, others(team[:-1], cast))
    writes_a_note(team[-1], "A rule would have found it sooner.")
    shares(team[-1])
    bot.until("2026-07-13 09:00")
    shown = {person.last().shown for person in (cast.ada, cast.ben, cast.mo)}
    assert len(shown) == 1, "the team reads what the manager reads"
    _, _, below = shown.pop().partition(f"*{OWN_WORDS}*\n")
    lines = below.splitlines()
    assert lines[1:3] == ["• “A rule would have found it sooner.”", f"• “{MINE}”"]
    assert lines[3] == "*One question for your next meeting*"
    assert MINE in cast.ben.last().text
    assert the_answer(bot, cast.ada).printed_at == bot.clock()


def test_it_stands_there_once_and_in_no_report_export_chart_or_page(bot: Running, team: list[Person], cast: Cast) -> None:
    writes_a_note(cast.ada)
    shares(cast.ada, MINE)
    answer(bot, others(team, cast))
    bot.clock.is_at("2026-07-13 08:59")
    before = everything_printed(bot) + cast.mo.runs("/candor report")
    bot.until("2026-07-13 09:00")
    assert MINE in cast.mo.last().shown
    after = everything_printed(bot) + cast.mo.runs("/candor report")
    assert MINE not in before + after
    assert NOTE not in before + after
    bot.until("2026-07-14 15:00")
    answer(bot, [cast.ada, *others(team, cast)])
    bot.until("2026-07-20 09:00")
    first, second = [message for message in digests(cast.mo) if not message.ephemeral_to]
    assert OWN_WORDS in first.shown
    assert OWN_WORDS not in second.shown
    why = [
        next(one["block_id"] for one in told.blocks if str(one.get("block_id")).startswith("why/")) for told in (first, second)
    ]
    assert ["sentences" in one for one in why] == [False, True]


def test_where_fewer_than_ten_answered_nobody_ever_sees_it(bot: Running, team: list[Person], cast: Cast) -> None:
    writes_a_note(cast.ada)
    shares(cast.ada)
    answer(bot, others(team, cast)[:-2])
    bot.until("2026-07-13 09:00")
    assert digests(cast.mo)
    assert OWN_WORDS not in cast.mo.last().shown
    cast.ada.clicks("Withdraw")
    assert "The digest is out without this sentence, and no later one will have it" in cast.ada.last().shown
    assert the_answer(bot, cast.ada).printed_at is None
    bot.until("2026-07-14 15:00")
    answer(bot, team)
    bot.until("2026-07-20 09:00")
    assert FIRST not in cast.mo.sees()


def test_a_team_that_asks_for_more_people_needs_more_for_a_sentence(bot: Running, team: list[Person], cast: Cast) -> None:
    bot.apply(named(team).replace("zone =", "k = 12\nzone ="))
    writes_a_note(cast.ada)
    assert "only if at least 12 people answer" in looks(cast.ada)
    assert cast.ada.submits()
    answer(bot, others(team, cast))
    bot.until("2026-07-13 09:00")
    assert OWN_WORDS not in cast.mo.sees()


def test_a_team_that_is_too_small_is_told_before_and_can_share_nothing(bot: Running, cast: Cast) -> None:
    bot.until("2026-07-07 15:00")
    writes_a_note(cast.ada)
    seen = looks(cast.ada)
    assert "Support has fewer people than that, so nothing can be shared here." in seen
    assert "[Share]" not in seen


def test_it_can_be_withdrawn_until_the_digest_is_out(bot: Running, team: list[Person], cast: Cast) -> None:
    writes_a_note(cast.ada)
    shares(cast.ada)
    answer(bot, others(team, cast))
    cast.ada.clicks("Withdraw")
    assert shared(bot, cast.ada) is None
    assert "One sentence of it is shared" not in cast.ada.sees()
    assert "[Share this sentence]" in cast.ada.sees()
    bot.until("2026-07-13 09:00")
    assert digests(cast.mo)
    assert FIRST not in cast.mo.sees()
    looks_too_late = "This week's digest is out, so no sentence of this answer can be shared any more."
    cast.ada.clicks("Share this sentence")
    assert looks_too_late in cast.ada.last().shown


def test_once_the_digest_is_out_it_says_why_it_cannot_be_withdrawn(bot: Running, team: list[Person], cast: Cast) -> None:
    writes_a_note(cast.ada)
    shares(cast.ada)
    answer(bot, others(team, cast))
    bot.until("2026-07-13 09:00")
    cast.ada.clicks("Withdraw")
    assert "The digest with this sentence is out, and stays as it was printed." in cast.ada.last().shown
    assert shared(bot, cast.ada) == FIRST


@pytest.mark.parametrize("way", ["Delete", "forget-me", "leave"])
def test_deleting_leaving_or_being_forgotten_takes_it_out_before_the_digest(
    bot: Running, team: list[Person], cast: Cast, way: str
) -> None:
    writes_a_note(cast.ada)
    shares(cast.ada)
    answer(bot, others(team, cast))
    if way == "Delete":
        cast.ada.clicks("Delete")
    elif way == "leave":
        bot.apply(named(person for person in team if person is not cast.ada))
    else:
        cast.ada.runs("/candor forget-me")
        cast.ada.clicks("Delete everything")
    answer(bot, [cast.ben])
    bot.until("2026-07-13 09:00")
    assert digests(cast.mo)
    assert FIRST not in cast.mo.sees()
    if way != "leave":
        assert no_answer(bot, cast.ada)


def test_a_digest_that_is_out_stays_as_it_was_printed(bot: Running, team: list[Person], cast: Cast) -> None:
    writes_a_note(cast.ada)
    shares(cast.ada)
    answer(bot, others(team, cast))
    bot.until("2026-07-13 09:00")
    cast.ada.clicks("Delete")
    assert no_answer(bot, cast.ada)
    assert FIRST in cast.mo.last().shown
    with bot.rows() as session:
        (support,) = teams.every(session)
        last = releases.latest(session, support.id)
    assert last is not None
    assert FIRST in last.text
    assert str(last.figures).count(FIRST) == 0
    cast.mo.opens_home()
    cast.mo.clicks("What others see", on="home")
    assert f"“{FIRST}”" in form(cast.mo)


@pytest.mark.usefixtures("team")
def test_a_note_that_becomes_another_is_shared_no_more(bot: Running, cast: Cast) -> None:
    writes_a_note(cast.ada)
    shares(cast.ada)
    cast.ada.clicks("Change")
    fills_first_page(cast.ada)
    assert cast.ada.submits()
    cast.ada.fills({"Anything to add? Only you see this.": "Another thought."})
    assert cast.ada.submits()
    assert (the_answer(bot, cast.ada).note, shared(bot, cast.ada)) == ("Another thought.", None)
    assert "[Share this sentence]" in cast.ada.sees()


@pytest.mark.usefixtures("team")
def test_another_change_of_the_answer_leaves_it_shared_and_it_can_be_withdrawn_half_way(bot: Running, cast: Cast) -> None:
    writes_a_note(cast.ada)
    shares(cast.ada)
    cast.ada.clicks("Change")
    fills_first_page(cast.ada, size="Bigger")
    assert cast.ada.submits()
    assert cast.ada.submits()
    assert shared(bot, cast.ada) == FIRST
    cast.ada.clicks("Change")
    fills_first_page(cast.ada, size="Smaller")
    assert cast.ada.submits()
    cast.ada.closes()
    cast.ada.clicks("Withdraw")
    assert shared(bot, cast.ada) is None
    assert "A change of it is not sent yet." in cast.ada.sees()


@pytest.mark.usefixtures("team")
def test_it_is_shared_and_withdrawn_from_the_home_page_too(bot: Running, cast: Cast) -> None:
    writes_a_note(cast.ada)
    cast.ada.opens_home()
    looks(cast.ada, on="home")
    assert cast.ada.submits()
    assert shared(bot, cast.ada) == FIRST
    assert cast.ada.home is not None
    assert "One sentence of it is shared" in cast.ada.home.shown
    assert "One sentence of it is shared" in cast.ada.sees()
    assert FIRST not in cast.ada.home.shown
    cast.ada.clicks("Withdraw", on="home")
    assert shared(bot, cast.ada) is None
    assert "[Share this sentence]" in cast.ada.home.shown


@pytest.mark.usefixtures("team")
def test_what_arrives_twice_shares_and_withdraws_once(bot: Running, slack: Slack, cast: Cast) -> None:
    writes_a_note(cast.ada)
    looks(cast.ada)
    assert cast.ada.submits()
    sharing = slack.deliveries[-1]
    cast.ada.clicks("Withdraw")
    withdrawing = slack.deliveries[-1]
    slack.redeliver(sharing)
    assert shared(bot, cast.ada) is None
    shares(cast.ada)
    slack.redeliver(withdrawing)
    assert shared(bot, cast.ada) == FIRST


@pytest.mark.usefixtures("team")
def test_nobody_else_shares_withdraws_or_sends_her_form(bot: Running, slack: Slack, cast: Cast) -> None:
    writes_a_note(cast.ada)
    cast.ada.clicks("What others see")
    seen = slack.deliveries[-1].payload
    shares(cast.ada)
    sent = slack.deliveries[-1].payload
    cast.ada.clicks("Withdraw")
    for person in (cast.mo, cast.zoe):
        theirs = {**seen, "user": {**seen["user"], "id": person.id}}
        assert slack.forge("interactive", {**theirs, "actions": [{**seen["actions"][0], "action_id": "share"}]}) == 200
        assert slack.responses[-1].body["text"] == "This check-in belongs to somebody else."
    for person in (cast.ben, cast.mo, cast.zoe, cast.gus):
        view = {**sent["view"], "hash": f"of {person.id}"}
        slack.forge("interactive", {**sent, "view": view, "user": {**sent["user"], "id": person.id}})
    assert shared(bot, cast.ada) is None
    shares(cast.ada)
    for person in (cast.mo, cast.zoe):
        theirs = {**seen, "user": {**seen["user"], "id": person.id}}
        assert slack.forge("interactive", {**theirs, "actions": [{**seen["actions"][0], "action_id": "withdraw"}]}) == 200
    assert shared(bot, cast.ada) == FIRST


HARMLESS = (
    "*In one sentence* _slanted_ ~struck~ `code` <https://evil.example|a link>",
    '=HYPERLINK("https://evil.example","open")',
    "javascript:alert(1)//</script><script>alert(document.cookie)</script>",
    "safe \u202egnp.exe\u202c and \u2066more\u2069",
    "one\ntwo\n• “three”",
)


def test_the_worst_sentences_arrive_as_text_and_do_nothing(bot: Running, team: list[Person], cast: Cast) -> None:
    writing = others(team, cast)
    for person, words in zip(writing, HARMLESS, strict=False):
        writes_a_note(person)
        shares(person, words)
    answer(bot, [cast.ada, *writing[len(HARMLESS) :]])
    bot.until("2026-07-13 09:00")
    kept = [shared(bot, person) or "" for person in writing[: len(HARMLESS)]]
    assert all(kept)
    assert not set("\n\u202e\u2066") & set("".join(kept))
    for person in (cast.ada, cast.mo):
        message = person.last()
        assert [found for text in (message.text, *texts(message.blocks)) for found in MARKED.findall(text)] == []
        for sentence in kept:
            assert f"• “{sentence}”" in message.shown
            assert not [text for text in texts(message.blocks) if sentence in text], "it is never read as markup"
    assert not [sentence for sentence in kept if sentence in everything_printed(bot)]


def test_no_letter_but_the_digest_ever_held_it(bot: Running, team: list[Person], cast: Cast) -> None:
    writes_a_note(cast.ada)
    shares(cast.ada, MINE)
    assert not [letter for letter in letters(bot) if "missed the question" in str(letter.payload)]
    answer(bot, others(team, cast))
    bot.until("2026-07-13 09:00")
    assert not [letter for letter in letters(bot) if "missed the question" in str(letter.payload)]
    with bot.rows() as session:
        assert [one.shared for one in session.exec(select(Answer)) if one.shared] == [MINE]
        (mine,) = answers_of(session, cast.ada)
    assert mine.shared_at is not None
