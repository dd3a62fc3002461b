"""Review: finished work is judged blind, against the team's own standard, by colleagues who are not told how it was made.

    standards   what a piece of work has to be like, and how many pieces a week: what an owner writes
    attaching   an author attaches a link or a sentence to their own answer
    drawing     the week's pieces, by chance and balanced, to people who have said that they review
    giving      what waits for a reviewer, the score they give, and passing on

Nobody reads who reviewed what, or what was said of a single piece, its author and its owner included.
"""

from bot.review.attaching import FIELD, Attaching, attach, attaching
from bot.review.drawing import turn
from bot.review.giving import NotForYou, Reviews, TeamReviews, ToGive, give, pass_on, reviews, to_give, volunteer
from bot.review.standards import FOR_ALL, PIECES, Standard, owned_by_name, set_standard, standard_of

__all__ = [
    "FIELD",
    "FOR_ALL",
    "PIECES",
    "Attaching",
    "NotForYou",
    "Reviews",
    "Standard",
    "TeamReviews",
    "ToGive",
    "attach",
    "attaching",
    "give",
    "owned_by_name",
    "pass_on",
    "reviews",
    "set_standard",
    "standard_of",
    "to_give",
    "turn",
    "volunteer",
]
