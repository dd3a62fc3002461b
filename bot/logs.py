"""Logs carry ids, counts and durations: never words a person wrote, never tokens.

The Slack libraries are kept at WARNING whatever the level: below it they log message bodies and secrets.
"""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

_SECRETS = re.compile(r"xox[a-z]-[\w-]+|xapp-[\w-]+|https?://\S*?/(?:services|response|link)\S*")
_QUIET = ("slack_bolt", "slack_sdk", "apscheduler", "werkzeug", "alembic", "matplotlib")


def configure(level: str, form: str) -> None:
    logging.basicConfig(level=level, stream=sys.stderr, format="%(message)s", force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("slack_sdk.web").setLevel(logging.CRITICAL)  # whoever calls it says what went wrong
    look: Any = structlog.processors.JSONRenderer() if form == "json" else structlog.dev.ConsoleRenderer(colors=False)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _mask,
            look,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def _mask(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {key: _SECRETS.sub("[masked]", value) if isinstance(value, str) else value for key, value in event.items()}
