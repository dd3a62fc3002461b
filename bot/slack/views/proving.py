"""What a team finds out for itself, on the home page: a row of buttons, each of which opens a window of its own."""

from bot.domain.language import pgettext
from bot.slack import ids
from bot.slack.views.blocks import Block, actions, button


def row(trials: bool, goals: bool, reviews: bool) -> Block:
    """In this order; at least one of them is wanted."""
    # Translators: buttons, each of which opens a list
    found = [button(pgettext("button", "Trials"), ids.TRIALS)] if trials else []
    found += [button(pgettext("button", "Goals"), ids.GOALS)] if goals else []
    found += [button(pgettext("button", "Reviews"), ids.REVIEWS)] if reviews else []
    return actions("proving", found)
