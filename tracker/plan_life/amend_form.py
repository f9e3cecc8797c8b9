"""The form that amends a task by hand."""

from __future__ import annotations

from wtforms import (
    HiddenField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.core.forms import VersionField, VietnameseForm
from tracker.core.text_vn import one_line
from tracker.plan_life.amending import TaskAmendment
from tracker.plans.grounds_fields import GroundsFields
from tracker.plans.rules import DATA_WINDOW_WORDS, PlanState
from tracker.reading.result import DeadlineKind, Rhythm
from tracker.settings.rules import DataWindow
from tracker.tasks.deadline_fields import DeadlineFields
from tracker.tasks.models import Task
from tracker.units.models import Unit
from tracker.units.queries import all_units

NO_UNIT = 0
_UNIT_LIST = {
    "coerce": int,
    "widget": ListWidget(prefix_label=False),
    "option_widget": CheckboxInput(),
}


class TaskForm(DeadlineFields, GroundsFields, VietnameseForm):
    """Words, units, deadline, grounds; `seen` is the amendment whose preview was seen."""

    wording = TextAreaField(
        "Nội dung",
        [DataRequired("Hãy nhập nội dung nhiệm vụ."), Length(max=4000)],
        render_kw={"rows": 3},
    )
    product = TextAreaField("Sản phẩm", [Length(max=2000)], render_kw={"rows": 2})
    lead = SelectField("Đơn vị chủ trì", coerce=int)
    other_leads = SelectMultipleField("Cùng chủ trì", **_UNIT_LIST)
    cooperating = SelectMultipleField("Đơn vị phối hợp", **_UNIT_LIST)
    deadline_text = StringField(
        "Thời hạn ghi trong văn bản",
        [Length(max=300)],
        description="Chữ được in lại trong phụ lục. Sửa nếu văn bản sửa đổi ghi khác.",
    )
    data_window = SelectField(
        "Số liệu báo cáo",
        choices=[
            SelectChoice("", "Theo kế hoạch"),
            *(SelectChoice(item.value, words) for item, words in DATA_WINDOW_WORDS.items()),
        ],
    )
    version = VersionField()
    seen = HiddenField()

    @classmethod
    def of(cls, task: Task) -> TaskForm:
        """The form for this task: a draft is changed without a reason."""
        form = cls()
        units = _units_for(task)
        choices = [SelectChoice(unit.id, unit.name) for unit in units]
        form.lead.choices = [SelectChoice(NO_UNIT, "— Chưa giao —"), *choices]
        form.other_leads.choices = form.cooperating.choices = choices
        if task.plan.state is PlanState.DRAFT:
            form.reason.validators = [Length(max=500)]
            form.reason.flags.required = False
        if not form.is_submitted():
            form._show(task)
        return form

    def amendment(self) -> TaskAmendment:
        """The task as it shall be; call after validation."""
        units = {unit.id: unit for unit in all_units(active_only=False)}
        leads = [n for n in (self.lead.data, *(self.other_leads.data or ())) if n != NO_UNIT]
        others = [n for n in self.cooperating.data or () if n not in leads]
        return TaskAmendment(
            content=(self.wording.data or "").strip(),
            product=(self.product.data or "").strip() or None,
            deadline=self.deadline(),
            leads=tuple(units[n] for n in dict.fromkeys(leads)),
            cooperating=tuple(units[n] for n in others),
            deadline_text=one_line(self.deadline_text.data or "") or None,
            data_window=DataWindow(self.data_window.data) if self.data_window.data else None,
        )

    def validate_lead(self, field: SelectField) -> None:
        """Somebody has to do it."""
        if field.data == NO_UNIT:
            raise ValidationError("Hãy chọn đơn vị chủ trì.")

    def validate_weekday(self, field: SelectField) -> None:
        """A weekly rhythm needs its day."""
        weekly = Rhythm.WEEKLY.value in (self.rhythms.data or ())
        if self.is_kind(DeadlineKind.REGULAR) and weekly and not field.data:
            raise ValidationError("Hãy chọn thứ trong tuần.")

    def _show(self, task: Task) -> None:
        self.show_deadline(task.deadline_reading)
        leads = [row.unit_id for row in task.leads]
        self.wording.data, self.product.data = task.content, task.product
        self.lead.data = leads[0] if leads else NO_UNIT
        self.other_leads.data = leads[1:]
        self.cooperating.data = [row.unit_id for row in task.cooperators]
        self.deadline_text.data = task.deadline_text
        self.data_window.data = task.data_window.value if task.data_window else ""
        self.version.data = task.version


def _units_for(task: Task) -> list[Unit]:
    """Units at work, and those the task is given to although they have ceased."""
    own = {row.unit_id for row in task.assignments}
    return [unit for unit in all_units(active_only=False) if unit.is_active or unit.id in own]
