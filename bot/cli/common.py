"""What every door needs: the command tree, the two streams, and services on a current database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.console import Console

from bot import app as house
from bot import logs
from bot.services import Services
from bot.settings import Settings, load

cli = typer.Typer(
    help="Candor finds out, honestly, what AI is worth at work.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
out = Console(soft_wrap=True, highlight=False, markup=False)
err = Console(stderr=True, soft_wrap=True, highlight=False, markup=False)

TeamName = Annotated[str, typer.Option("--team", help="The team's name.")]


def settings_for(*needs: str) -> Settings:
    settings = load(needs)
    logs.configure(settings.log_level, settings.log_format)
    return settings


@contextmanager
def opened(*needs: str) -> Iterator[Services]:
    """The verbs' services on a current database."""
    lent = house.services(settings_for(*needs))
    try:
        lent.store.require_current()
        yield lent
    finally:
        lent.store.close()
