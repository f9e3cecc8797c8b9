"""What is to be done in memory once a transaction has been committed."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

from tracker.core.db import db

_WAITING = "waiting_for_the_commit"


def when_committed(act: Callable[[], None]) -> None:
    """Do this once what is being written is committed; never if any of it is taken back.

    It finds the database as others see it, and may ask it nothing.
    """
    db.session().info.setdefault(_WAITING, []).append(act)


@event.listens_for(Session, "after_commit")
def _act(session: Session) -> None:
    if session.in_nested_transaction():
        return
    for act in session.info.pop(_WAITING, ()):
        act()


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop(_WAITING, None)


@event.listens_for(Session, "after_transaction_end")
def _forget_at_the_end(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop(_WAITING, None)
