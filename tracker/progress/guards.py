"""What stops a verb: a row changed in the meantime, nothing to answer, one's own work."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import event, select
from sqlalchemy.orm import Session, SessionTransaction

from tracker.accounts.models import User
from tracker.core import clock
from tracker.core.db import Model, db, holds_whole_database
from tracker.core.errors import ConflictError, RuleError
from tracker.progress.models import Contribution
from tracker.progress.queries import contribution_by_id
from tracker.progress.rules import REVIEWABLE, STATUS_WORDS, unit_choices

_LOCKED = "locked_rows"


def lock(row: Model) -> None:
    """Let no other request change the row before this one ends, and see it as it is now."""
    if holds_whole_database() or row in db.session().info.get(_LOCKED, ()):
        return
    db.session.refresh(row, with_for_update={"of": type(row)})


def lock_all(contribution_ids: Iterable[int]) -> None:
    """Let no other request change the rows; in one order, before whatever else is waited for."""
    if holds_whole_database():
        return
    statement = select(Contribution.id).where(Contribution.id.in_(list(contribution_ids)))
    db.session.execute(statement.order_by(Contribution.id).with_for_update())


def locked_contribution(contribution_id: int) -> Contribution | None:
    """One with everything a line about it shows, all of it read when nobody else can change it.

    To find it first and lock it then would read it, its instance and its task twice.
    """
    if holds_whole_database():
        return contribution_by_id(contribution_id)
    # By itself: in one statement with what is joined, that would be as it was before the wait.
    lock_all([contribution_id])
    found = contribution_by_id(contribution_id, anew=True)
    if found is not None:
        db.session().info.setdefault(_LOCKED, set()).add(found)
    return found


@event.listens_for(Session, "after_transaction_end")
def _forget_locks(session: Session, transaction: SessionTransaction) -> None:
    """They end with the transaction, and some with a savepoint that is taken back."""
    if transaction.parent is None or transaction.nested:
        session.info.pop(_LOCKED, None)


def refuse_outdated(
    contribution: Contribution, version: int, *, advice: str, actor: User | None = None
) -> None:
    """Stop whoever has not seen the row as it is now; say who changed it, when, and what to do.

    That may have been `actor`, on the same form: the answer was lost on the way, or in the browser
    they went back to before it.
    """
    if contribution.version == version:
        return
    latest = contribution.updates[0] if contribution.updates else None
    if latest is None or latest.user is None:
        raise ConflictError(f"Phần việc đã thay đổi. {advice}")
    at = clock.in_vietnam(latest.at)
    who = "chính bạn" if latest.user == actor else latest.user.full_name
    raise ConflictError(
        f"Đã có thay đổi của {who} lúc {at:%H:%M %d/%m/%Y} "
        f"(trạng thái: {STATUS_WORDS[contribution.status]}). {advice}"
    )


def advice_for_unit(contribution: Contribution) -> str:
    """What a unit whose form is outdated can do with what it typed."""
    if unit_choices(contribution.status):
        return "Nội dung bạn nhập vẫn còn ở dưới: hãy xem lại rồi gửi lại."
    return "Phần việc không còn nhận cập nhật; nội dung bạn nhập vẫn còn ở dưới để chép lại."


def refuse_unreviewable(contribution: Contribution, version: int) -> None:
    """Only a submission can be answered, and only as the office has seen it."""
    if contribution.status not in REVIEWABLE:
        raise ConflictError(
            f"Phần việc đang ở trạng thái “{STATUS_WORDS[contribution.status]}”, "
            "không còn chờ xác nhận. Hãy tải lại trang."
        )
    refuse_outdated(contribution, version, advice="Hãy tải lại trang, xem lại rồi trả lời.")


def refuse_own_work(contribution: Contribution, actor: User) -> None:
    """Nobody answers for the work of their own unit."""
    if actor.unit_id is not None and actor.unit_id == contribution.unit_id:
        raise RuleError(
            "Không tự xác nhận việc của đơn vị mình: cần lãnh đạo hoặc đơn vị theo dõi khác."
        )
