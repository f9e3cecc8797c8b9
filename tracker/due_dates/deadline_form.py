"""The form of a task's deadline after the import."""

from __future__ import annotations

from wtforms import HiddenField, SelectChoice, SelectField, StringField
from wtforms.validators import DataRequired, Length, ValidationError

from tracker.core.forms import VersionField, VietnameseForm
from tracker.due_dates.deadlines import DeadlineChange
from tracker.plans.rules import DATA_WINDOW_WORDS
from tracker.reading.result import DeadlineKind, Rhythm
from tracker.settings.rules import DataWindow
from tracker.tasks.deadline_fields import DeadlineFields
from tracker.tasks.models import Task


class DeadlineForm(DeadlineFields, VietnameseForm):
    """The deadline, the window of its figures; `seen` is the change whose preview was seen."""

    data_window = SelectField(
        "Số liệu báo cáo",
        choices=[
            SelectChoice("", "Theo kế hoạch"),
            *(SelectChoice(item.value, words) for item, words in DATA_WINDOW_WORDS.items()),
        ],
    )
    reason = StringField(
        "Lý do sửa", [DataRequired("Hãy ghi lý do sửa thời hạn."), Length(max=300)]
    )
    version = VersionField()
    seen = HiddenField()

    def show(self, task: Task) -> None:
        """Fill in the deadline in force."""
        self.show_deadline(task.deadline_reading)
        self.data_window.data = task.data_window.value if task.data_window else ""

    def validate_weekday(self, field: SelectField) -> None:
        """A weekly rhythm needs its day."""
        weekly = Rhythm.WEEKLY.value in (self.rhythms.data or ())
        if self.is_kind(DeadlineKind.REGULAR) and weekly and not field.data:
            raise ValidationError("Hãy chọn thứ trong tuần.")

    def change(self) -> DeadlineChange:
        """The deadline as the service takes it; call after validation."""
        return DeadlineChange(
            deadline=self.deadline(),
            data_window=DataWindow(self.data_window.data) if self.data_window.data else None,
            reason=(self.reason.data or "").strip(),
        )
