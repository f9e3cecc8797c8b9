"""What the review page and its parts are drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from wtforms import SelectChoice

from tracker.core import clock
from tracker.core.text_vn import fold
from tracker.imports import queries
from tracker.imports.amendments import FATE_WORDS, Fate
from tracker.imports.cells import cell_words, mark_of
from tracker.imports.forms import (
    CELL_FORMS,
    NO_PLAN,
    NO_UNIT,
    ApplyForm,
    CellForm,
    DeadlineCellForm,
    DetailsForm,
    KindCellForm,
    SplitForm,
    UnitsCellForm,
    UploadForm,
)
from tracker.imports.models import DraftRow, ImportChange, ImportDraft
from tracker.imports.review import Forecast, Review, forecast, review_of, unknown_in
from tracker.imports.rules import (
    CELL_WORDS,
    HEADINGS,
    ROW_KIND_WORDS,
    CellField,
    DraftRowKind,
    parts_at,
    split_points,
)
from tracker.imports.values import anchor_words
from tracker.imports.without_deadline import rows_without_deadline
from tracker.imports.words_beside import words_beside
from tracker.plans.document_fields import document_lines
from tracker.plans.models import Plan
from tracker.settings.queries import ward_settings
from tracker.tasks.deadline_words import deadline_words
from tracker.tasks.making import horizon
from tracker.units.queries import UnitDirectory, unit_directory
from tracker.units.rules import UNIT_KIND_WORDS, UnitKind, owes_work

DOUBTFUL_ONLY = "doubtful"
DOUBTFUL_FIRST = "first"
PRINTED_ORDER = (
    CellField.LABEL,
    CellField.CONTENT,
    CellField.LEAD,
    CellField.COOPERATING,
    CellField.DEADLINE,
    CellField.PRODUCT,
)

_DETAILS = (
    "title",
    "number",
    "issued_on",
    "issuer",
    "signer",
    "year",
    "tracked_from",
    "version",
)


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """One draft as the page shows it."""

    draft: ImportDraft
    review: Review
    forecast: Forecast
    directory: UnitDirectory
    today: date
    until: date
    last_change: ImportChange | None

    @property
    def columns(self) -> list[CellField]:
        """The cells of a task in the printed order; those the file has no column for come last."""
        printed = [
            CellField(column["field"])
            for column in self.draft.columns
            if column["field"] in set(PRINTED_ORDER)
        ]
        missing = [cell for cell in PRINTED_ORDER if cell not in printed]
        lead_in = [cell for cell in missing if cell in {CellField.LABEL, CellField.CONTENT}]
        return lead_in + printed + [cell for cell in missing if cell not in lead_in]

    def heading_of(self, cell: CellField) -> str:
        """The printed heading of a column, ours where the file has none."""
        printed = {column["field"]: column["heading"] for column in self.draft.columns}
        ours = "TT" if cell is CellField.LABEL else CELL_WORDS[cell]
        return str(printed.get(cell.value) or ours)

    def rows(self, show: str) -> Sequence[DraftRow]:
        """All rows in order, those with a doubtful cell first, or only those."""
        doubtful = [row for row in self.draft.rows if row.id in self.review.doubts]
        if show == DOUBTFUL_ONLY:
            return doubtful
        if show == DOUBTFUL_FIRST:
            others = [row for row in self.draft.rows if row.id not in self.review.doubts]
            return doubtful + others
        return self.draft.rows

    @property
    def without_deadline(self) -> int:
        """How many tasks print no time and have none yet."""
        return len(rows_without_deadline(self.draft))

    def rows_naming(self, name: str) -> Sequence[DraftRow]:
        """The tasks that bear an unknown unit name."""
        found = (unknown.rows for unknown in self.review.unknown if unknown.name == name)
        return next(found, ())

    def kind_of_unit(self, name: str) -> str:
        """Who stands behind a name where it is not simply a unit of the ward; "" otherwise."""
        unit = self.directory.find(name)
        if unit is None or unit.kind is UnitKind.INTERNAL:
            return ""
        if unit.kind is UnitKind.COLLECTIVE:
            return "gồm " + ", ".join(member.display_name for member in unit.members)
        return UNIT_KIND_WORDS[unit.kind].lower()

    def printed_beside(self, row: DraftRow, cell: CellField) -> str | None:
        """The printed words of a cell, where the understanding does not simply repeat them."""
        if cell is CellField.DEADLINE:
            printed, understood = row.deadline_text, deadline_words(row.deadline_reading)
        else:
            printed = getattr(row, f"{cell.value}_text")
            names = getattr(row, cell.value)
            understood = ", ".join(self.unit_name(name) for name in names)
        return printed if fold(printed or "") != fold(understood) else None

    def was_printed(self, row: DraftRow, cell: CellField) -> str | None:
        """The words of the file, where somebody has corrected them since."""
        name = {
            CellField.LEAD: "lead_text",
            CellField.COOPERATING: "cooperating_text",
            CellField.DEADLINE: "deadline_text",
        }.get(cell, cell.value)
        before = row.as_read.get(name) or ""
        return before if before != (getattr(row, name) or "") else None

    def unit_name(self, name: str) -> str:
        """The ward's own name for a printed one; the printed one while it is unknown."""
        unit = self.directory.find(name)
        return unit.name if unit is not None else name


def review_page(draft: ImportDraft) -> ReviewPage:
    """Look at the draft as of today."""
    directory = unit_directory()
    today = clock.today()
    until = horizon(today, ward_settings().horizon_days)
    review = review_of(draft, directory)
    return ReviewPage(
        draft=draft,
        review=review,
        forecast=forecast(draft, directory, review.compared, today=today, until=until),
        directory=directory,
        today=today,
        until=until,
        last_change=queries.last_change(draft.id),
    )


def names_unknown_in(draft: ImportDraft) -> list[str]:
    """The unit names of the draft that nobody has decided."""
    return [unknown.name for unknown in unknown_in(draft, unit_directory())]


def page_words() -> dict[str, Any]:
    """The vocabulary that the templates of drafts share."""
    return {
        "CellField": CellField,
        "DraftRowKind": DraftRowKind,
        "HEADINGS": HEADINGS,
        "cell_names": CELL_WORDS,
        "row_kind_names": ROW_KIND_WORDS,
        "anchor_words": anchor_words,
        "cell_words": cell_words,
        "deadline_text_of": deadline_words,
        "mark_of": mark_of,
        "plan_words": plan_words,
        "words_beside": words_beside,
        "Fate": Fate,
        "fate_words": FATE_WORDS,
    }


def upload_form(form: UploadForm) -> UploadForm:
    """The form with the plans that a document may amend."""
    none = SelectChoice(NO_PLAN, "— Không, là kế hoạch mới —")
    plans = queries.plans_that_may_be_amended()
    form.amends.choices = [none, *(SelectChoice(p.id, plan_words(p)) for p in plans)]
    return form


def plan_words(plan: Plan) -> str:
    """A plan in a list of plans."""
    return f"{plan.title} ({plan.number})" if plan.number else plan.title


def details_form(draft: ImportDraft) -> DetailsForm:
    """The details as they are, or as sent."""
    form = DetailsForm(
        data={
            **{name: getattr(draft, name) for name in _DETAILS},
            **document_lines(draft.addressees, draft.basis),
            "coordinator": draft.coordinator_unit_id or NO_UNIT,
        }
    )
    form.coordinator.choices = [
        SelectChoice(NO_UNIT, "— Chưa chọn —"),
        *(SelectChoice(u.id, u.name) for u in unit_directory().units if owes_work(u.kind)),
    ]
    return form


def apply_form(draft: ImportDraft) -> ApplyForm:
    """A confirmation of the draft as it now is."""
    form = ApplyForm(formdata=None)
    form.state_mark.data = draft.state_mark
    return form


def cell_form(row: DraftRow, cell: CellField, *, is_sent: bool) -> CellForm:
    """The form of one cell, filled from the row unless it was sent."""
    form = CELL_FORMS[cell](prefix=f"row{row.id}-{cell.value}-")
    if isinstance(form, UnitsCellForm):
        units = [SelectChoice(unit.name, unit.name) for unit in unit_directory().units]
        form.added.choices = [SelectChoice("", "— Chọn —"), *units]
    if is_sent:
        return form
    form.seen.data = mark_of(row, cell)
    if isinstance(form, KindCellForm):
        form.kind.data = row.kind.value
    elif isinstance(form, UnitsCellForm):
        form.text.data = getattr(row, f"{cell.value}_text")
        form.names.data = "\n".join(getattr(row, cell.value))
    elif isinstance(form, DeadlineCellForm):
        form.text.data = row.deadline_text
        form.show(row.deadline_reading)
    else:
        form["text"].data = getattr(row, cell.value)
    return form


def split_form(row: DraftRow, *, is_sent: bool) -> SplitForm:
    """The places where the row may be cut, each with the words it would begin with."""
    form = SplitForm() if is_sent else SplitForm(formdata=None)
    form.at.choices = [
        SelectChoice(at, "… " + _beginning(parts_at(row.content, at)[1]))
        for at in split_points(row.content)
    ]
    if not is_sent:
        form.seen.data = mark_of(row, CellField.CONTENT)
    return form


def _beginning(text: str) -> str:
    return text if len(text) <= 90 else text[:90].rpartition(" ")[0] + " …"
