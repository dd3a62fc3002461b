"""The real bot before a real browser: check-ins answered, changed and deleted, commands, home, and the digest."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.conftest import Cast, Running
from tests.conversing import has_history_with_a_range, no_answer, the_answer
from tests.page.conftest import Screen

DUE = "2026-07-13 09:00"


@pytest.fixture(autouse=True)
def asked(bot: Running) -> None:
    bot.until("2026-07-07 15:00")


def test_ada_answers_in_the_thread_by_buttons(bot: Running, cast: Cast, screen: Screen) -> None:
    screen.shows(cast.ada).clicks("Answer here")
    screen.opens_thread()
    for label in ("Bug triage", "About usual", "With AI", "45 min", "No", "At"):
        screen.answers(label)
    screen.clicks("Pick any", screen.thread)
    screen.thread.get_by_label("Less time").check()
    screen.thread.get_by_label("Learned something").check()
    screen.answers("Done")
    screen.skips_the_rest()
    expect(screen.conversation).to_contain_text("Saved: Bug triage · about usual · with AI · 45 min · no fixing.")
    answer = the_answer(bot, cast.ada)
    assert (answer.task_type, answer.minutes, sorted(answer.differences)) == ("Bug triage", 45, ["learned", "less_time"])


def test_ada_answers_in_the_thread_in_her_own_words(bot: Running, cast: Cast, screen: Screen) -> None:
    screen.shows(cast.ada)
    screen.conversation.get_by_role("link", name="Reply").click()
    screen.writes("triage, with AI, 40 min, no fixing", screen.thread)
    expect(screen.thread).to_contain_text("So far: Bug triage · with AI · 40 min · no fixing")
    screen.writes("about usual", screen.thread)
    expect(screen.thread.get_by_role("button", name="Skip")).to_be_visible()
    screen.skips_the_rest()
    expect(screen.conversation).to_contain_text("Saved: Bug triage")
    assert the_answer(bot, cast.ada).minutes == 40


def test_a_faulty_form_says_where_and_keeps_everything_else(
    bot: Running, cast: Cast, screen: Screen, fills_first_page: Callable[..., None]
) -> None:
    screen.shows(cast.ada).clicks("Open form")
    fills_first_page(time="Other")
    typed = screen.form.get_by_role("textbox", name="Another time")
    typed.fill("90")
    screen.clicks("Next", screen.form)
    expect(screen.form).to_contain_text("Is that 1 h 30 or 90 h? Please add the unit.")
    expect(typed).to_be_focused()
    expect(typed).to_have_attribute("aria-invalid", "true")
    expect(typed).to_have_value("90")
    expect(screen.form.get_by_role("radio", name="Bug triage")).to_be_checked()
    assert no_answer(bot, cast.ada)
    typed.fill("50 min")
    screen.clicks("Next", screen.form)
    expect(screen.form.get_by_role("heading", name="Check-in, part 2")).to_be_visible()
    screen.form.get_by_role("group", name="What was different").get_by_label("Less time").check()
    screen.form.get_by_role("textbox", name="Anything to add?").fill("first line\nsecond line")
    screen.clicks("Send", screen.form)
    expect(screen.form).to_have_count(0)
    expect(screen.conversation).to_contain_text("Saved: Bug triage · about usual · with AI · 50 min · no fixing.")
    answer = the_answer(bot, cast.ada)
    assert (answer.minutes, answer.differences, answer.note) == (50, ["less_time"], "first line\nsecond line")


def test_what_slack_itself_misses_is_said_before_anything_is_sent(bot: Running, cast: Cast, screen: Screen) -> None:
    screen.shows(cast.ada).clicks("Open form")
    expect(screen.form).to_be_visible()
    sent = len(bot.slack.deliveries)
    screen.clicks("Next", screen.form)
    expect(screen.form.get_by_text("Please complete this required field.").first).to_be_visible()
    assert len(bot.slack.deliveries) == sent


def test_an_answer_is_changed_and_then_deleted_once_she_is_sure(
    bot: Running, cast: Cast, screen: Screen, fills_first_page: Callable[..., None]
) -> None:
    screen.shows(cast.ada).clicks("Open form")
    fills_first_page()
    screen.clicks("Next", screen.form)
    screen.clicks("Send", screen.form)
    expect(screen.form).to_have_count(0)
    screen.clicks("Change")
    expect(screen.form.get_by_role("radio", name="Bug triage")).to_be_checked()
    fills_first_page(task="Escalation", time="2 h")
    screen.clicks("Next", screen.form)
    screen.clicks("Send", screen.form)
    expect(screen.conversation).to_contain_text("Saved: Escalation · about usual · with AI · 2 h · no fixing.")
    assert the_answer(bot, cast.ada).task_type == "Escalation"
    screen.clicks("Delete")
    expect(screen.form).to_contain_text("Nothing of it will be kept.")
    screen.clicks("Keep it", screen.form)
    expect(screen.page.get_by_role("button", name="Delete", exact=True)).to_be_focused()
    screen.clicks("Delete")
    screen.clicks("Delete", screen.form)
    expect(screen.conversation).to_contain_text("Deleted. Nothing of that answer is kept.")
    assert no_answer(bot, cast.ada)


def test_a_command_is_answered_for_her_alone(cast: Cast, screen: Screen) -> None:
    screen.shows(cast.ada)
    box = screen.page.get_by_role("textbox", name="Message Candor")
    box.fill("/can")
    expect(screen.page.get_by_text("/candor checkin |")).to_be_visible()
    screen.writes("/candor pause 3 days")
    answer = screen.conversation.get_by_role("article").last
    expect(answer).to_contain_text("Only you can see this")
    expect(answer).to_contain_text("No check-ins until Friday 10 July 2026.")
    expect(box).to_have_value("")
    screen.writes("/nonsense")
    expect(screen.trouble).to_have_text("/nonsense is not a valid command; there is /candor.")
    expect(box).to_have_value("/nonsense")


def test_the_menu_behind_the_dots_offers_more(cast: Cast, screen: Screen) -> None:
    screen.shows(cast.ada).clicks("More actions")
    screen.clicks("What happens with my answers")
    expect(screen.conversation.get_by_role("article").last).to_contain_text("Only you can see this")


def test_the_home_page_is_published_when_she_opens_it(cast: Cast, screen: Screen) -> None:
    screen.shows(cast.ada)
    screen.page.get_by_role("link", name="Home").click()
    home = screen.page.get_by_role("region", name="Home")
    expect(home).to_contain_text("A check-in is open in Messages. You are in: Support.")
    expect(home.get_by_role("listitem").first).to_have_text("/candor checkin answer now")
    expect(home.locator("code").first).to_have_text("/candor checkin")


def test_a_digest_draws_its_chart_with_a_table_behind_it(bot: Running, cast: Cast, screen: Screen) -> None:
    has_history_with_a_range(bot, cast)
    screen.shows(cast.mo)
    bot.until(DUE)
    chart = screen.conversation.get_by_role("figure")
    expect(chart.get_by_role("img")).to_be_visible()
    (block,) = [one for one in cast.mo.last().blocks if one["type"] == "data_visualization"]
    expect(chart).to_contain_text(block["title"])
    expect(chart.locator("rect")).to_have_count(3)
    chart.get_by_text("Show as a table").click()
    values = [str(series["data"][0]["value"]).replace("-", "−") for series in block["chart"]["series"]]
    expect(chart.get_by_role("cell")).to_have_text(["", *values])
    widths = [float(one.get_attribute("width").rstrip("%")) for one in chart.locator("rect").all()]  # type: ignore[union-attr]
    figures = [abs(series["data"][0]["value"]) for series in block["chart"]["series"]]
    assert [width / widths[0] for width in widths] == pytest.approx([figure / figures[0] for figure in figures])


def test_a_slack_that_knows_no_charts_shows_the_picture(bot: Running, cast: Cast, screen: Screen) -> None:
    has_history_with_a_range(bot, cast)
    bot.slack.forgets_blocks("data_visualization")
    screen.shows(cast.mo)
    bot.until(DUE)
    picture = screen.conversation.get_by_role("img", name="Time with AI against without, by task type")
    picture.scroll_into_view_if_needed()
    expect(picture).to_be_visible()
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("image => image.naturalWidth") > 100
    bot.slack.refusals.clear()  # charts, as was asked for
