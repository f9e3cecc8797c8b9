"""What the processes of the proofs do: the scheduler's own jobs, at a moment given to them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from multiprocessing import get_context, parent_process
from typing import Any

from tracker import PAGES, create_app, scheduler
from tracker.config import Config
from tracker.core import clock
from tracker.core.db import db, read
from tracker.reminders.queries import ready_to_send

# Processes that share nothing with the test's threads; what they import is imported once, with
# what the tracker imports only when it builds an app, hands out files or looks for holidays.
LATER = (
    "pytest",
    "flask_compress",
    "obstore.store",
    "holidays.countries.vietnam",
    *(f"tracker.{page}" for page in PAGES),
)
processes = get_context("forkserver")
processes.set_forkserver_preload([__name__, *LATER])


@contextmanager
def installation(config: Config, moment: datetime) -> Iterator[None]:
    """The program as it runs at the moment."""
    app = create_app(config)
    with app.app_context(), clock.at(moment):
        yield
        db.engine.dispose()


def _is_wanted() -> bool:
    """Whether the proof still runs: a process whose parent has died must not go on for ever."""
    parent = parent_process()
    return parent is not None and parent.is_alive()


def decide(config: Config, moment: datetime, start: Any) -> None:
    """One scheduler's decision, begun when all are ready."""
    with installation(config, moment):
        start.wait()
        scheduler.decide_reminders()


def send(config: Config, moment: datetime, start: Any, all_decided: Any) -> None:
    """One sender: goes on until everything has been decided and nothing is ready."""
    with installation(config, moment):
        start.wait()
        while _is_wanted():
            is_last_round = all_decided.is_set()
            scheduler.send_outbox()
            with read():
                is_empty = not ready_to_send(clock.day_in_vietnam(moment), moment)
            if is_last_round and is_empty:
                return


def whole_round(config: Config, moment: datetime, has_begun: Any, seconds: Any) -> None:
    """Every job once, as after a start; then waits to be killed. `seconds`: how long it took."""
    with installation(config, moment):
        has_begun.set()
        began = time.perf_counter()
        scheduler.make_instances()
        scheduler.decide_reminders()
        scheduler.send_outbox()
        seconds.value = time.perf_counter() - began
        while _is_wanted():
            time.sleep(0.1)


def one_round(config: Config, moment: datetime) -> None:
    """Every job once, undisturbed."""
    with installation(config, moment):
        scheduler.decide_reminders()
        scheduler.send_outbox()
