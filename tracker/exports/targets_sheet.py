"""The targets of a plan as a printed table: what is asked for, what was measured, whether met."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from tracker.core.clock import day_in_vietnam
from tracker.core.numbers import decimal_words
from tracker.core.text_vn import lower_first
from tracker.evidence.rules import EvidenceKind
from tracker.exports.matrix import reference_line, remark_of_draft
from tracker.exports.progress_words import MaySee, document_words
from tracker.exports.sheet import Align, Column, ColumnKind, Sheet, SheetRow
from tracker.plans.models import Plan
from tracker.reading.result import RowKind
from tracker.targets.models import Measurement, Target
from tracker.targets.rules import TARGET_STATE_WORDS, TargetState, span_words
from tracker.targets.standing import Standing

COLUMNS = (
    Column("TT", 1.2, Align.CENTER, least_mm=11),
    Column("Chỉ tiêu", 6.4),
    Column("Mức giao", 2.4, Align.CENTER, least_mm=22),
    Column("Đơn vị", 3.4, least_mm=30.5),
    Column("Ngày đánh giá", 2.3, Align.CENTER, ColumnKind.DATE, least_mm=23),
    Column("Số liệu mới nhất", 3.6, least_mm=30),
    Column("Trạng thái", 3, least_mm=26),
    Column("Nguồn, ghi chú", 3.6),
)
_SYMBOLS = {TargetState.MET: "✓ ", TargetState.NOT_MET: "▲ ", TargetState.NOT_MEASURED: ""}
_LEGEND = "✓ đạt; ▲ chưa đạt. Số liệu mới nhất là số đã nhập đến thời điểm in."


def targets_sheet(
    plan: Plan, standings: Sequence[Standing], may_see: MaySee, *, as_of: datetime
) -> Sheet:
    """Every target of the plan in printed order, parts below what they are a part of."""
    day = day_in_vietnam(as_of)
    return Sheet(
        title=plan.title,
        kicker="Kết quả thực hiện các chỉ tiêu",
        attached_to=reference_line(plan, as_of),
        columns=COLUMNS,
        rows=tuple(
            target_row(standing, day, with_papers=may_see(standing.target))
            for standing in standings
        ),
        as_of=as_of,
        footer_note=remark_of_draft(plan),
        legend=_LEGEND,
    )


def target_row(standing: Standing, day: date, *, with_papers: bool) -> SheetRow:
    """One target as a row of `COLUMNS`; the documents that prove a figure only to some."""
    target, latest = standing.target, standing.latest
    cells = (
        target.label,
        indicator_words(standing),
        standing.level_words + ("\n(phấn đấu)" if target.is_striving else ""),
        "; ".join(unit.name_on(day) for unit in target.units),
        f"{target.evaluated_on:%d/%m/%Y}" if target.evaluated_on else "",
        "\n".join(_figure_lines(standing, latest)) if latest else "",
        "\n".join(_state_lines(standing, day)),
        "\n".join(filter(None, _source_lines(latest, with_papers=with_papers))) if latest else "",
    )
    return SheetRow(RowKind.TASK, 1, cells)


def indicator_words(standing: Standing) -> str:
    """The indicator with all that narrows it; a part says what it is a part of by "Trong đó"."""
    target = standing.target
    words = f"Trong đó: {target.indicator}" if standing.depth else target.indicator
    return "; ".join([words, *_narrowing(target)])


def _narrowing(target: Target) -> Iterator[str]:
    yield from filter(None, (target.scope, target.exception, target.base_words))
    if target.base_value is not None:
        base = f"{decimal_words(target.base_value)} {target.base_unit or ''}".strip()
        year = f" năm {target.base_year}" if target.base_year else ""
        yield f"số gốc{year}: {base}"


def _figure_lines(standing: Standing, latest: Measurement) -> Iterator[str]:
    """The figure, the numbers it comes from, and its period."""
    yield (standing.figure_words or "Chưa tính được") + _entered_words(latest)
    yield span_words(latest.period)


def _entered_words(latest: Measurement) -> str:
    if latest.numerator is not None and latest.denominator is not None:
        return f" ({decimal_words(latest.numerator)}/{decimal_words(latest.denominator)})"
    if latest.level is not None:
        return (
            f" (kỳ này: {decimal_words(latest.level)} {latest.target.base_unit or ''}".rstrip()
            + ")"
        )
    return ""


def _state_lines(standing: Standing, day: date) -> Iterator[str]:
    yield state_words(standing)
    if standing.distance_words:
        yield standing.distance_words
    asked = standing.asked(day)
    if asked is not None:
        # The day of evaluation has a column of its own.
        yield "cần số liệu chốt" if asked.evaluated_on else lower_first(asked.words(day))


def state_words(standing: Standing) -> str:
    """Met or not; a target to strive for is never marked as a failure."""
    if not standing.target.is_striving or standing.state is TargetState.NOT_MEASURED:
        return _SYMBOLS[standing.state] + TARGET_STATE_WORDS[standing.state]
    is_met = standing.state is TargetState.MET
    return "✓ Đạt mức phấn đấu" if is_met else "Chưa đạt mức phấn đấu"


def _source_lines(latest: Measurement, *, with_papers: bool) -> Iterator[str]:
    taken = f"lấy ngày {latest.taken_on:%d/%m/%Y}" if latest.taken_on else ""
    source = ", ".join(filter(None, (latest.source, taken)))
    yield source[:1].upper() + source[1:]
    yield latest.note or ""
    for paper in latest.evidence if with_papers else ():
        if paper.kind is EvidenceKind.DOCUMENT and not paper.is_restricted:
            yield document_words(paper.document_number or "", paper.document_date)
