"""Reports: made from the figures, completed by the office, the data taken anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tracker.accounts.models import User
from tracker.audit.rules import AuditAction, field_changes
from tracker.audit.service import record
from tracker.core import clock
from tracker.core.clock import in_vietnam
from tracker.core.db import db
from tracker.core.errors import ConflictError, RuleError
from tracker.exports.letterhead import agency_lines, place_of
from tracker.figures.windows import Window
from tracker.progress.guards import lock
from tracker.reports import queries
from tracker.reports.facts import facts_of
from tracker.reports.models import HEADING_FIELDS, Report
from tracker.reports.rules import ReportKind
from tracker.reports.writing import content_of
from tracker.settings.queries import ward_settings
from tracker.settings.rules import WardSettings

# Who signs and receives is proposed from the report before; its number and day are its own.
_OWN_OF_EACH = frozenset({"number", "issued_on"})


@dataclass(frozen=True, slots=True)
class Draft:
    """What the office typed: its words by part, the parts left out, heading and signature."""

    words: Mapping[str, str]
    left_out: tuple[str, ...]
    heading: Mapping[str, Any]


def make_report(kind: ReportKind, window: Window, *, request_key: str, actor: User) -> Report:
    """A report of the window as it stands now; the same form sent twice makes it once."""
    made = queries.report_of_request(request_key)
    if made is not None:
        return made
    now = clock.now()
    if not window.has_begun(now):
        raise RuleError("Kỳ này chưa bắt đầu, chưa có số liệu để lập báo cáo.")
    facts = facts_of(window, now)
    report = Report(
        kind=kind,
        first_day=window.first,
        last_day=window.last,
        window_kind=window.kind,
        window_by=window.by,
        window_name=window.name,
        as_of=facts.as_of,
        content=content_of(kind, facts).as_stored(),
        words={},
        left_out=[],
        created_by=actor,
        created_at=now,
        changed_by=actor,
        changed_at=now,
        request_key=request_key,
        **_proposed_heading(kind),
    )
    db.session.add(report)
    _record(AuditAction.REPORT_MADE, report, actor)
    return report


def save_draft(report: Report, draft: Draft, *, version: int, actor: User) -> None:
    """Keep what the office typed; the journal keeps what stood there before."""
    _lock(report, version)
    known = {part.key: part.heading for part in report.taken.parts}
    words = {key: text for key, text in draft.words.items() if key in known and text}
    left_out = [key for key in draft.left_out if key in known]
    after = {"words": words, "left_out": left_out, **draft.heading}
    before: dict[str, Any] = {name: getattr(report, name) for name in after}
    if before == after:
        return
    for name, value in after.items():
        setattr(report, name, value)
    _touch(report, actor)
    told = field_changes(_as_told(before, known), _as_told(after, known))
    _record(AuditAction.REPORT_CHANGED, report, actor, told)


def take_anew(report: Report, *, version: int, actor: User) -> None:
    """Take the data as they are now; the office's words stay with their parts."""
    _lock(report, version)
    now = clock.now()
    facts = facts_of(report.window, now)
    before = report.as_of
    report.as_of = facts.as_of
    report.content = content_of(report.kind, facts).as_stored()
    _touch(report, actor)
    told = (f"{in_vietnam(at):%H:%M %d/%m/%Y}" for at in (before, report.as_of))
    _record(AuditAction.REPORT_CHANGED, report, actor, {"as_of": (next(told), next(told))})


def put_away(report: Report, *, version: int, actor: User) -> None:
    """Take a report off the list."""
    _lock(report, version)
    report.put_away_at = clock.now()
    _touch(report, actor)
    _record(AuditAction.REPORT_PUT_AWAY, report, actor)


def _as_told(state: Mapping[str, Any], headings: Mapping[str, str]) -> dict[str, object]:
    """What the journal says of it: the words of each part under its heading on the paper."""
    told = {name: value for name, value in state.items() if name != "words"}
    told["left_out"] = [headings[key] for key in state["left_out"] if key in headings]
    return told | {heading: state["words"].get(key) for key, heading in headings.items()}


def _lock(report: Report, version: int) -> None:
    lock(report)
    if report.put_away_at is not None:
        raise ConflictError("Báo cáo này đã được bỏ khỏi danh sách. Nội dung bạn nhập vẫn ở dưới.")
    if report.version != version:
        at = in_vietnam(report.changed_at)
        raise ConflictError(
            f"{report.changed_by.full_name} đã lưu báo cáo này lúc {at:%H:%M %d/%m/%Y}. "
            "Nội dung bạn nhập vẫn còn ở dưới, cạnh bản vừa lưu: hãy gộp lại rồi lưu."
        )


def _touch(report: Report, actor: User) -> None:
    report.changed_by, report.changed_at = actor, clock.now()


def _record(
    action: AuditAction,
    report: Report,
    actor: User,
    changes: Mapping[str, tuple[object, object]] | None = None,
) -> None:
    db.session.flush()
    record(action, report, name=report.name, actor=actor, changes=changes)


def _proposed_heading(kind: ReportKind) -> dict[str, Any]:
    last = queries.last_report(kind)
    if last is None:
        return _usual_heading(ward_settings())
    kept = {name: getattr(last, name) for name in HEADING_FIELDS if name not in _OWN_OF_EACH}
    return {**kept, "number": "", "issued_on": None}


def _usual_heading(settings: WardSettings) -> dict[str, Any]:
    """The Office reports to the Chairman: it is the issuer, the committee stands above it."""
    lines = agency_lines(settings.ward_name)
    whole = " ".join(lines)
    return {
        "superior": "\n".join(lines),
        "issuer": settings.letter_answers_to,
        "number": "",
        "code": "BC-VP",
        "place": settings.letter_place or place_of(settings.ward_name),
        "issued_on": None,
        "addressee": f"Kính gửi: Chủ tịch {whole}.",
        "recipients": "Như trên;\nCác Phó Chủ tịch;\nLưu: VT, VP.",
        "signing": "CHÁNH VĂN PHÒNG",
        "signer": settings.letter_signer,
    }
