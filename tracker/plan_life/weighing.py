"""What a task's product weighs when officials are rated: the office says it, the plan does not."""

from __future__ import annotations

from decimal import Decimal

from wtforms.validators import ValidationError

from tracker.accounts.models import User
from tracker.audit.rules import AuditAction
from tracker.audit.service import record
from tracker.core.db import db
from tracker.core.errors import ConflictError
from tracker.core.forms import VersionField, VietnameseForm, VietnameseNumberField
from tracker.tasks.models import Task
from tracker.tasks.service import task_name

HEAVIEST = Decimal(1000)
MOST_DECIMALS = 3


class WeightForm(VietnameseForm):
    """The weight; left empty, there is none."""

    weight = VietnameseNumberField("Trọng số sản phẩm")
    version = VersionField()

    def show(self, task: Task) -> None:
        """Fill in what was said so far."""
        self.weight.data, self.version.data = task.weight, task.version

    def validate_weight(self, field: VietnameseNumberField) -> None:
        """A number that can be multiplied with."""
        if field.data is None:
            return
        if not 0 < field.data <= HEAVIEST:
            raise ValidationError("Trọng số phải lớn hơn 0 và không quá 1.000.")
        if field.data != round(field.data, MOST_DECIMALS):
            raise ValidationError("Trọng số có nhiều nhất 3 chữ số thập phân.")


def weigh(task: Task, weight: Decimal | None, *, version: int | None, actor: User) -> None:
    """Say what the product weighs, or take it back; the plan's own words stay as they are."""
    if version != task.version:
        raise ConflictError(
            "Có người vừa sửa nhiệm vụ này. Số bạn nhập vẫn còn: hãy xem lại rồi lưu lần nữa."
        )
    before = task.weight
    if before == weight:
        return
    task.weight = weight
    db.session.flush()
    record(
        AuditAction.TASK_CHANGED,
        task,
        name=task_name(task),
        actor=actor,
        plan_id=task.plan_id,
        changes={"weight": (before, weight)},
    )
