"""Earlier digests: which there are, a page at a time, and one of them as it was printed."""

from collections.abc import Sequence
from typing import Any

from bot.domain.language import N_, _, day_and_year, pgettext
from bot.report import Past, Shelf
from bot.slack import ids
from bot.slack.views.blocks import Block, actions, button, escape, modal, paragraphs, section

MOST_BLOCKS, MOST_IN_MESSAGE, TEXT_LIMIT = 98, 50, 12_000
# Translators: a window's title, in at most 24 letters, and the button that opens it
_TITLE = N_("Earlier digests")


def shelves(teams: Sequence[tuple[str, str, bool]]) -> Block:
    """Which team's? For whoever is in several."""
    rows = [section(_("Which team's digests?"))]
    for team, name, some in teams[: MOST_BLOCKS - 1]:
        at = ids.block_id("shelf", ids.shelf_key(team, 0))
        rows.append(section(f"*{escape(name)}*", _open(ids.PAST_OF, name), at) if some else section(_none_of(name)))
    return _window(rows)


def _none_of(team: str) -> str:
    # Translators: the stars make the team's name bold
    return _("*{team}* has had no digest with figures yet.", team=escape(team))


def shelf(one: Shelf) -> Block:
    """One page of them, newest first."""
    name = escape(one.team)
    if not one.weeks:
        return _window([section(_none_of(one.team))])
    # Translators: the stars make the team's name bold
    rows = [section(_("*{team}*, newest first. Each is shown as it was printed.", team=name))]
    for week, last in one.weeks:
        # Translators: a week such as 2026-W28, and the last day its digest tells of
        words = _("*{week}*, up to {day}", week=week, day=day_and_year(last))
        rows.append(section(words, _open(ids.PAST_READ, week), ids.block_id("week", ids.shelf_key(one.team_id, week))))
    return _window([*rows, *_turning(one)])


def form(one: Past) -> Block:
    """One of them; its words are those of that day."""
    back = actions(
        ids.block_id("shelf", ids.shelf_key(one.team_id, one.page)), [button(pgettext("button", "Back"), ids.PAST_BACK)]
    )
    return _window([*paragraphs(one.text)[:MOST_BLOCKS], back])


def message(one: Past) -> dict[str, Any]:
    """The same in answer to a command."""
    text = escape(one.text)
    return {"text": text[:TEXT_LIMIT], "blocks": paragraphs(one.text)[:MOST_IN_MESSAGE]}


def _turning(one: Shelf) -> list[Block]:
    row = [button(pgettext("button", "Newer"), ids.PAST_NEWER)] if one.page else []
    row += [button(pgettext("button", "Older"), ids.PAST_OLDER)] if one.more else []
    return [actions(ids.block_id("turn", ids.shelf_key(one.team_id, one.page)), row)] if row else []


def _open(action: str, about: str) -> Block:
    return button(pgettext("button", "Read"), action, about=about)


def _window(rows: Sequence[Block]) -> Block:
    return modal("earlier_digests", _(_TITLE), rows, submit=None)
