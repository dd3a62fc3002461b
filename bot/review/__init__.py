"""Review: finished work is judged blind, against the team's own standard, by colleagues who are not told how it was made."""

from bot.services import Services


def turn(_services: Services) -> None:
    """One turn of the loop: pick work for the weeks that begin."""
