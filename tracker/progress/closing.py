"""A lead hands in when every cooperating unit has answered, or names who stayed silent and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tracker.core.errors import RuleError
from tracker.progress.models import Contribution, SilentUnit
from tracker.progress.rules import ContributionStatus, is_silent, waits_for_others
from tracker.progress.unit_parts import UnitPart, unit_parts

SAY_WHY = "Hãy ghi vì sao chưa gửi và phần đó đã xử lý thế nào."


def silent_parts(contribution: Contribution) -> list[UnitPart]:
    """The cooperating units' parts that the instance still waits for; none but for its lead."""
    if not waits_for_others(contribution.role, contribution.occurrence.kind):
        return []
    parts = unit_parts(contribution.occurrence_id)
    return [part for part in parts if is_silent(part.role, part.status)]


def named_silent(
    contribution: Contribution, status: ContributionStatus, reasons: Mapping[int, str]
) -> list[SilentUnit] | None:
    """Who stayed silent and why, to be kept with a result; refuses one that leaves a unit out."""
    if status is not ContributionStatus.SUBMITTED:
        return None
    named: list[SilentUnit] = []
    for part in silent_parts(contribution):
        reason = reasons.get(part.unit_id, "").strip()
        if not reason:
            words = f"{part.unit} chưa gửi kết quả phối hợp. {SAY_WHY}"
            raise RuleError(words, field=silent_field(part.unit_id))
        named.append({"unit_id": part.unit_id, "unit": part.unit, "reason": reason})
    return named or None


def refuse_among_many(contribution: Contribution, status: ContributionStatus) -> None:
    """One note for many rows cannot say why each row's cooperating units stayed silent."""
    if status is not ContributionStatus.SUBMITTED:
        return
    if silent := silent_parts(contribution):
        raise RuleError(
            f"Chưa gửi kết quả phối hợp: {_names(silent)}. Hãy gửi riêng việc này "
            "và ghi lý do của từng đơn vị.",
            field="status",
        )


def silent_field(unit_id: int) -> str:
    """The name of the form's field about one unit."""
    return f"silent_{unit_id}"


def as_sentence(silent: Sequence[SilentUnit]) -> str:
    """The silent units with their reasons in one line, as the journal keeps them."""
    return "; ".join(f"{item['unit']}: {item['reason']}" for item in silent)


def _names(parts: Sequence[UnitPart]) -> str:
    return ", ".join(part.unit for part in parts)
