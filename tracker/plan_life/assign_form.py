"""The form that gives several tasks to one unit."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import HiddenField, SelectChoice, SelectField, SelectMultipleField
from wtforms.validators import Length, ValidationError

from tracker.core.forms import VietnameseForm
from tracker.plan_life.assigning import PART_WORDS, Part
from tracker.plans.grounds_fields import GroundsFields
from tracker.plans.models import Plan
from tracker.plans.rules import PlanState
from tracker.tasks.models import Task
from tracker.units.queries import all_units

NO_UNIT = 0


class AssignForm(GroundsFields, VietnameseForm):
    """Which tasks, which unit, as what; the grounds once the plan has been issued."""

    tasks = SelectMultipleField("Nhiệm vụ", coerce=int)
    unit = SelectField("Giao cho", coerce=int, default=NO_UNIT)
    part = SelectField(
        "Vai trò", choices=[SelectChoice(part.value, words) for part, words in PART_WORDS.items()]
    )
    seen = HiddenField()

    @classmethod
    def of(cls, plan: Plan, tasks: Sequence[Task]) -> AssignForm:
        """The form for this plan: until the preview has been seen, no reason is asked for."""
        form = cls()
        form.tasks.choices = [SelectChoice(task.id, task.label) for task in tasks]
        form.unit.choices = [
            SelectChoice(NO_UNIT, "— Chọn đơn vị —"),
            *(SelectChoice(unit.id, unit.name) for unit in all_units()),
        ]
        if plan.state is PlanState.DRAFT or not form.seen.data:
            form.reason.validators = [Length(max=500)]
            form.reason.flags.required = False
        return form

    def validate_tasks(self, field: SelectMultipleField) -> None:
        """At least one."""
        if not field.data:
            raise ValidationError("Hãy đánh dấu ít nhất một nhiệm vụ.")

    def validate_unit(self, field: SelectField) -> None:
        """Somebody has to be named."""
        if field.data == NO_UNIT:
            raise ValidationError("Hãy chọn đơn vị.")

    @property
    def chosen_part(self) -> Part:
        """What the unit shall be; call after validation."""
        return Part(self.part.data)
