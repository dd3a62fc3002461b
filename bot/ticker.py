"""The metronome: every fifteen seconds one turn of each loop. It keeps no business state; what is due is in the tables.

A turn that fails is logged and the next one comes all the same. Turns never overlap.
"""

from collections.abc import Callable
from datetime import datetime

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

log = structlog.get_logger()

SECONDS = 15


def start(turn: Callable[[], None], now: datetime) -> BackgroundScheduler:
    """Turn now, and then every fifteen seconds, on a thread of its own."""

    def safely() -> None:
        try:
            turn()
        except Exception as error:  # the next turn must come whatever happened in this one
            log.error("turn failed", error=type(error).__name__)  # noqa: TRY400 - a trace could quote what somebody wrote

    scheduler = BackgroundScheduler(timezone="UTC")
    scheduler.add_job(
        safely, "interval", seconds=SECONDS, next_run_time=now, max_instances=1, coalesce=True, misfire_grace_time=None
    )
    scheduler.start()
    return scheduler
