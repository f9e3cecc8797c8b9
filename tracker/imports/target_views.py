"""Correcting the targets of one row of a draft."""

from __future__ import annotations

from decimal import Decimal
from typing import cast

from flask import Blueprint, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse
from wtforms import BooleanField, HiddenField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from tracker.core.db import db
from tracker.core.errors import TrackerError
from tracker.core.forms import VietnameseDateField, VietnameseForm, VietnameseNumberField
from tracker.core.text_vn import one_line
from tracker.core.web import go_to, render
from tracker.imports.fetching import fetch_row
from tracker.imports.models import DraftRow
from tracker.imports.targets import (
    DraftTarget,
    change_targets,
    doubts_about,
    targets_in,
    targets_mark,
)
from tracker.reading.result import Comparator, Rhythm
from tracker.targets.rules import COMPARATOR_WORDS
from tracker.tasks.rules import RHYTHM_WORDS

MOST_TARGETS = 30

draft_targets = Blueprint("targets", __name__)


class DraftTargetForm(VietnameseForm):
    """One target of the row; a blank last one adds another."""

    indicator = TextAreaField(
        "Chỉ tiêu (đo việc gì)",
        [DataRequired("Hãy ghi chỉ tiêu đo việc gì."), Length(max=1000)],
        render_kw={"rows": 2},
    )
    comparator = SelectField(
        "So sánh",
        choices=[SelectChoice(item.value, words) for item, words in COMPARATOR_WORDS.items()],
    )
    value = VietnameseNumberField("Mức", [InputRequired("Hãy nhập mức phải đạt.")])
    measure = StringField("Đơn vị tính", [DataRequired("Hãy ghi đơn vị tính."), Length(max=60)])
    scope = StringField("Phạm vi, ngoại trừ, năm gốc", [Length(max=600)])
    is_striving = BooleanField("Chỉ tiêu phấn đấu (không bắt buộc)")
    part_of = SelectField("Là một phần của (trong đó)", validate_choice=False)
    evaluated_on = VietnameseDateField("Ngày đánh giá", [Optional()])
    rhythm = SelectField(
        "Kỳ số liệu",
        choices=[
            SelectChoice("", "Chỉ khi đánh giá"),
            *(SelectChoice(item.value, f"Số liệu {RHYTHM_WORDS[item]}") for item in Rhythm),
        ],
    )
    is_left_out = BooleanField("Không lấy chỉ tiêu này")
    is_new = HiddenField()

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed into a form for one more target."""
        typed = self.indicator.data or any(self.value.raw_data or ())
        return bool(self.is_new.data) and not typed

    def show(self, target: DraftTarget) -> None:
        """Fill the form from a target."""
        for name in ("indicator", "value", "measure", "scope", "is_striving", "is_left_out"):
            self[name].data = getattr(target, name)
        self.comparator.data = target.comparator.value
        self.evaluated_on.data = target.evaluated_on
        self.rhythm.data = target.rhythm.value if target.rhythm else ""
        self.part_of.data = target.part_of or ""

    def target(self) -> DraftTarget:
        """The target typed; call after validation."""
        return DraftTarget(
            indicator=one_line(self.indicator.data or ""),
            comparator=Comparator(self.comparator.data),
            value=cast(Decimal, self.value.data),
            measure=one_line(self.measure.data or ""),
            scope=one_line(self.scope.data or "") or None,
            is_striving=bool(self.is_striving.data),
            part_of=self.part_of.data or None,
            evaluated_on=self.evaluated_on.data,
            rhythm=Rhythm(self.rhythm.data) if self.rhythm.data else None,
            is_left_out=bool(self.is_left_out.data),
        )


@draft_targets.route("/imports/<int:draft_id>/rows/<int:row_id>/targets", methods=["GET", "POST"])
def edit(draft_id: int, row_id: int) -> BaseResponse:
    """Correct the targets of a row beside its printed words, or add one to it."""
    row = fetch_row(draft_id, row_id)
    if request.method == "GET":
        return _page(row, _forms_of(row), seen=targets_mark(row))
    count = min(request.form.get("count", 0, type=int), MOST_TARGETS)
    forms = [DraftTargetForm(prefix=f"t{at}-") for at in range(count)]
    _offer(row, forms)
    seen = request.form.get("seen", "")
    filled = [form for form in forms if not form.is_blank]
    is_valid = [form.validate() for form in filled]
    if not all(is_valid):
        return _page(row, forms, seen=seen, status=422)
    try:
        change_targets(row, [form.target() for form in filled], seen=seen, actor=current_user)
    except TrackerError as error:
        db.session.rollback()
        row = fetch_row(draft_id, row_id)
        status = error.status_code
        return _page(row, forms, seen=targets_mark(row), problem=error.message, status=status)
    return go_to(url_for("imports.show", draft_id=draft_id, _anchor="targets"), "Đã lưu chỉ tiêu.")


def _forms_of(row: DraftRow) -> list[DraftTargetForm]:
    targets = targets_in(row)
    forms = [DraftTargetForm(formdata=None, prefix=f"t{at}-") for at in range(len(targets) + 1)]
    _offer(row, forms)
    for form, target in zip(forms, targets, strict=False):
        form.show(target)
    forms[-1].is_new.data, forms[-1].measure.data = "1", "%"
    return forms


def _offer(row: DraftRow, forms: list[DraftTargetForm]) -> None:
    names = [t.indicator for other in row.draft.rows for t in targets_in(other)]
    choices = [SelectChoice("", "— Không —")]
    choices += [SelectChoice(name, name[:110]) for name in dict.fromkeys(names)]
    for form in forms:
        form.part_of.choices = choices


def _page(
    row: DraftRow,
    forms: list[DraftTargetForm],
    *,
    seen: str,
    problem: str | None = None,
    status: int = 200,
) -> BaseResponse:
    return render(
        "imports/targets.html",
        row=row,
        draft=row.draft,
        target_forms=forms,
        doubts=doubts_about(row),
        seen=seen,
        problem=problem,
        status=status,
    )
