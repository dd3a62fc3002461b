"""The doors: `python -m bot …`. Exit 0 is done, 1 is refused with one clear sentence, 2 is wrong use.

`process.py` starts what keeps running, `teams.py` is for whoever looks after teams, `data.py` for whoever looks after data,
`evidence.py` for whoever wants to check the arithmetic.
"""

import sys
from urllib.error import URLError

from sqlalchemy.exc import SQLAlchemyError

from bot.cli import data, evidence, process, teams
from bot.cli.common import cli, err
from bot.domain.refusal import Refusal
from bot.services import InDoubt, TryLater, Undeliverable
from storage.database import WrongSchema
from storage.moving import NotMoved

__all__ = ["cli", "data", "evidence", "main", "process", "teams"]


def main() -> None:
    """Run a command; whatever a user can cause ends in one sentence, never in a traceback."""
    try:
        cli()
    except (Refusal, WrongSchema, NotMoved) as no:
        err.print(str(no))
        sys.exit(1)
    except (Undeliverable, TryLater, InDoubt) as no:
        err.print(f"Slack says {no.reason}, so nothing was changed. python -m bot doctor says more.")
        sys.exit(1)
    except (OSError, SQLAlchemyError) as error:
        err.print(_sentence(error))
        sys.exit(1)


def _sentence(error: Exception) -> str:
    if isinstance(error, SQLAlchemyError):
        return f"The database cannot be used ({type(error).__name__}). Check DATABASE_URL."
    if isinstance(error, URLError):
        return "Slack cannot be reached. Check the network and SLACK_API_URL."
    name, why = getattr(error, "filename", None), getattr(error, "strerror", None)
    return f"{name}: {why}" if name else str(error)
