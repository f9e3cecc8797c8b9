"""What an amending document changes of the plan itself and of its targets, beside its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.imports.models import ImportDraft
from tracker.imports.targets import wanted_targets
from tracker.plans.models import Plan
from tracker.plans.rules import basis_lines
from tracker.targets.amending import TargetChange, foresee_targets
from tracker.units.queries import UnitDirectory

# As `plans.service.amend_plan` takes them over: an empty one leaves the plan's own.
_WORDS = {
    "title": "Tên kế hoạch",
    "number": "Số, ký hiệu",
    "issued_on": "Ngày ban hành",
    "issuer": "Cơ quan ban hành",
    "signer": "Người ký",
}


@dataclass(frozen=True, slots=True)
class DocumentComparison:
    """Old and new words of the plan's details, and the targets that will not stay as they are."""

    details: Sequence[tuple[str, str, str]]
    targets: Sequence[TargetChange]


def compare_document(draft: ImportDraft, directory: UnitDirectory) -> DocumentComparison | None:
    """The draft's details and targets against those in force; None when it amends none."""
    plan = draft.amends_plan
    if plan is None:
        return None
    targets = foresee_targets(plan, wanted_targets(draft, directory))
    return DocumentComparison(_details(draft, plan), targets)


def _details(draft: ImportDraft, plan: Plan) -> list[tuple[str, str, str]]:
    pairs = [
        (words, _words(getattr(plan, name)), _words(getattr(draft, name)))
        for name, words in _WORDS.items()
    ]
    pairs.append(("Kính gửi", "; ".join(plan.addressees), "; ".join(draft.addressees)))
    pairs.append(("Căn cứ", _basis(plan.basis), _basis(draft.basis)))
    return [(name, old, new) for name, old, new in pairs if new and new != old]


def _words(value: object) -> str:
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value or "")


def _basis(documents: list[dict[str, object]]) -> str:
    return " · ".join(basis_lines(documents).splitlines())
