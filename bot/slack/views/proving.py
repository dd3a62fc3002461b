"""What a team finds out for itself, on the home page: a row of buttons, each of which opens a window of its own."""

from bot.domain.language import pgettext
from bot.slack import ids
from bot.slack.views.blocks import Block, actions, button


def row() -> Block:
    # Translators: buttons, each of which opens a list
    trials = button(pgettext("button", "Trials"), ids.TRIALS)
    goals, reviews = button(pgettext("button", "Goals"), ids.GOALS), button(pgettext("button", "Reviews"), ids.REVIEWS)
    return actions("proving", [trials, goals, reviews])
