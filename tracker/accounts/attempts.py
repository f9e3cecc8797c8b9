"""Who may try again: failures by name, browser or person, and tries by address.

Counted in the database, so that several web processes count together. A name is counted whether
or not it has an account: being locked tells nothing about who is there.
"""

from __future__ import annotations

import hashlib
import hmac

from sqlalchemy import case, delete, select, update

from tracker.accounts.models import AddressTries, FailedTries
from tracker.accounts.rules import (
    FORGET_FAILURES_AFTER,
    MOST_TRIES_OF_ADDRESS,
    QUARTER_OF_AN_HOUR,
    Try,
    address_key,
    lock_time,
)
from tracker.core import clock
from tracker.core.db import db, insert_or_change
from tracker.core.errors import RuleError, TooOftenError
from tracker.core.sealed import derived_key

BUSY = "Có quá nhiều lần thử từ địa chỉ mạng này. Hãy đợi 15 phút rồi thử lại."


def key_of_name(username: str) -> str:
    """What failures for a name are counted under; people type passwords there by mistake."""
    words = username.strip().lower().encode()
    return hmac.new(derived_key("name to sign in with"), words, hashlib.sha256).hexdigest()


def key_of_browser(number: str, name_key: str) -> str:
    """What failures for a name are counted under in a browser that knows its person."""
    return f"{number}:{name_key}"


def key_of_person(user_id: int, what: Try) -> str:
    """What a person's failures are counted under, where the person is known."""
    return f"{what.value}:{user_id}"


def refuse_locked(key: str) -> None:
    """RuleError while whoever it is must wait."""
    statement = select(FailedTries.locked_until).where(FailedTries.key == key)
    locked_until = db.session.scalar(statement)
    if locked_until is not None and locked_until > clock.now():
        until = clock.in_vietnam(locked_until)
        raise RuleError(
            f"Tạm khóa đến {until:%H:%M} vì nhập sai nhiều lần. Hãy thử lại sau hoặc báo quản trị."
        )


def count_failure(key: str) -> None:
    """One failure more; from the fifth on each locks for longer."""
    now = clock.now()
    begins_anew = FailedTries.last_at < now - FORGET_FAILURES_AFTER
    insert_or_change(
        FailedTries,
        {"key": key, "failures": 1, "last_at": now},
        {
            "failures": case((begins_anew, 1), else_=FailedTries.failures + 1),
            "last_at": now,
        },
    )
    failures = db.session.scalar(select(FailedTries.failures).where(FailedTries.key == key)) or 0
    pause = lock_time(failures)
    if pause:
        statement = update(FailedTries).where(FailedTries.key == key)
        db.session.execute(statement.values(locked_until=now + pause))


def forget_failures(key: str) -> None:
    """It went well, or an administrator helped: counting begins anew."""
    db.session.execute(delete(FailedTries).where(FailedTries.key == key))


def count_try(what: Try, address: str | None) -> None:
    """Note a try from an address, in its quarter of an hour."""
    if address is None:
        return
    row = {"key": _key_of_address(what, address), "tries": 1, "last_at": clock.now()}
    insert_or_change(AddressTries, row, {"tries": AddressTries.tries + 1, "last_at": clock.now()})


def refuse_busy(what: Try, address: str | None) -> None:
    """TooOftenError when an address has tried too often in this quarter of an hour."""
    if address is None:
        return
    key = _key_of_address(what, address)
    tries = db.session.scalar(select(AddressTries.tries).where(AddressTries.key == key)) or 0
    if tries >= MOST_TRIES_OF_ADDRESS[what]:
        raise TooOftenError(BUSY)


def forget_old_tries() -> int:
    """Take away counts that say nothing any more; how many."""
    old = clock.now() - FORGET_FAILURES_AFTER
    counts = 0
    for model in (FailedTries, AddressTries):
        result = db.session.execute(delete(model).where(model.last_at < old))
        counts += result.rowcount  # type: ignore[attr-defined]
    return counts


def _key_of_address(what: Try, address: str) -> str:
    quarter = int(clock.now().timestamp() // QUARTER_OF_AN_HOUR.total_seconds())
    return f"{what.value}:{address_key(address)}:{quarter}"
