"""How much the files take, and how much they may: of one unit's people, and of the whole office.

Each content is kept once and counts once, however often it was sent.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from sqlalchemy import Select, func, select, text, union

from tracker.accounts.models import User
from tracker.core.db import db
from tracker.core.errors import RuleError
from tracker.evidence.models import EvidenceColumns, kinds_of_evidence
from tracker.evidence.rules import UploadedFile
from tracker.settings.queries import ward_settings

GIGABYTE = 1024**3
MEGABYTE = 1024**2
# Any number: it only has to be the same in every process, and another than the journal's.
_QUOTA_LOCK = 7_203_116

Contents = Select[str | None, int | None]


def bytes_kept() -> int:
    """The size of all evidence files."""
    return _sum_of(_all_contents())


def bytes_by_unit() -> dict[int | None, int]:
    """The size of what the people of each unit have sent, in one statement."""
    sent = union(
        *(
            select(User.unit_id, kind.sha256, kind.size)
            .join(User, User.id == kind.added_by_id)
            .where(kind.sha256.is_not(None))
            for kind in kinds_of_evidence()
        )
    ).subquery()
    statement = select(sent.c.unit_id, func.sum(sent.c.size)).group_by(sent.c.unit_id)
    return {unit_id: int(size or 0) for unit_id, size in db.session.execute(statement)}


def refuse_over_quota(files: Sequence[UploadedFile], *, actor: User) -> None:
    """RuleError when there is no room for the files; a quota of 0 is none.

    What is kept already needs no room: the same report may answer for many pieces of work.
    """
    settings = ward_settings()
    of_unit = settings.evidence_unit_gigabytes * GIGABYTE if actor.unit_id is not None else 0
    of_all = settings.evidence_total_gigabytes * GIGABYTE
    if not files or not (of_unit or of_all):
        return
    _wait_for_turn()
    sizes = {hashlib.sha256(file.content).hexdigest(): len(file.content) for file in files}
    if of_unit and _sum_with(sizes, _contents_of_unit(actor.unit_id)) > of_unit:
        raise _no_room("Đơn vị", settings.evidence_unit_gigabytes)
    if of_all and _sum_with(sizes, _all_contents()) > of_all:
        raise _no_room("Toàn phường", settings.evidence_total_gigabytes)


def refuse_over_contribution(kept: int, files: Sequence[UploadedFile]) -> None:
    """RuleError when one piece of work would hold more than the ward allows."""
    more = sum(len(file.content) for file in files)
    if not more:
        return
    limit = ward_settings().evidence_contribution_megabytes
    if limit and kept + more > limit * MEGABYTE:
        raise RuleError(
            f"Các tệp của phần việc này sẽ vượt {limit} MB "
            f"(đang có {kept / MEGABYTE:.0f} MB): hãy gỡ bớt tệp thừa hoặc gửi tệp nhỏ hơn.",
            field="files",
        )


def _wait_for_turn() -> None:
    """One upload after another, until its transaction ends: what others are adding is unseen.

    After the row that the files are hung on and before the journal's lock: in one order everywhere,
    so that two transactions never wait for each other. SQLite holds its one write lock already.
    """
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _QUOTA_LOCK})


def _no_room(whose: str, gigabytes: int) -> RuleError:
    return RuleError(
        f"{whose} đã dùng hết {gigabytes} GB dành cho tệp minh chứng: "
        "hãy gửi tệp nhỏ hơn, hoặc báo Văn phòng tăng mức trong Thiết lập.",
        field="files",
    )


def _contents(kind: type[EvidenceColumns]) -> Contents:
    return select(kind.sha256, kind.size).where(kind.sha256.is_not(None))


def _all_contents() -> list[Contents]:
    return [_contents(kind) for kind in kinds_of_evidence()]


def _contents_of_unit(unit_id: int | None) -> list[Contents]:
    return [
        _contents(kind).join(User, User.id == kind.added_by_id).where(User.unit_id == unit_id)
        for kind in kinds_of_evidence()
    ]


def _sum_of(contents: list[Contents]) -> int:
    together = union(*contents).subquery()
    return int(db.session.scalar(select(func.sum(together.c.size))) or 0)


def _sum_with(more: Mapping[str, int], contents: list[Contents]) -> int:
    """What they would take with these sizes by digest; one that would grow nothing takes 0."""
    together = union(*contents).subquery()
    statement = select(together.c.sha256).where(together.c.sha256.in_(more))
    new = more.keys() - set(db.session.scalars(statement))
    return _sum_of(contents) + sum(more[digest] for digest in new) if new else 0
