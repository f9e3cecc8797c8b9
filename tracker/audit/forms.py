"""What the journal can be asked for."""

from __future__ import annotations

from flask import request
from wtforms import SelectChoice, SelectField
from wtforms.validators import Optional

from tracker.audit.queries import JournalFilter
from tracker.audit.rules import ACTION_WORDS, AuditAction
from tracker.core.forms import VietnameseDateField, VietnameseForm
from tracker.core.numbers import whole_number

ALL = SelectChoice("", "Tất cả")


class JournalForm(VietnameseForm):
    """Who, what, in which plan, between which days; it comes with the page's address."""

    class Meta(VietnameseForm.Meta):
        """Reading changes nothing: no token is asked for."""

        csrf = False

    person = SelectField("Ai", [Optional()])
    action = SelectField(
        "Việc",
        [Optional()],
        choices=[ALL, *(SelectChoice(a.value, words) for a, words in ACTION_WORDS.items())],
    )
    plan = SelectField("Kế hoạch", [Optional()])
    since = VietnameseDateField("Từ ngày", [Optional()])
    until = VietnameseDateField("Đến ngày", [Optional()])

    @classmethod
    def of_this_page(
        cls, people: list[tuple[int, str]], plans: list[tuple[int, str]]
    ) -> JournalForm:
        """The form as the page's address fills it; a choice nobody offers asks for nothing."""
        form = cls(request.args)
        form.person.choices = [ALL, *(SelectChoice(str(number), name) for number, name in people)]
        form.plan.choices = [ALL, *(SelectChoice(str(number), name) for number, name in plans)]
        return form

    @property
    def chosen(self) -> JournalFilter:
        """What was asked for; a day that is none asks for nothing and is named above the list."""
        action = _offered(self.action)
        return JournalFilter(
            user_id=whole_number(_offered(self.person)),
            action=AuditAction(action) if action else None,
            plan_id=whole_number(_offered(self.plan)),
            since=self.since.data,
            until=self.until.data,
        )

    @property
    def sentences(self) -> list[str]:
        """What is wrong with the days, each with the name of its field."""
        return [
            f"{field.label.text}: {error}"
            for field in (self.since, self.until)
            for error in (*field.process_errors, *field.errors)
        ]


def _offered(field: SelectField) -> str:
    """What was chosen, if it is among the choices."""
    values = {choice.value for choice in field.choices}
    return field.data if field.data in values else ""
