"""The forms of many accounts: the file, then a line for each person."""

from __future__ import annotations

from collections.abc import Sequence

from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    HiddenField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length

from tracker.accounts.forms import NO_UNIT
from tracker.accounts.many import NewAccount, doubts_of, faults_of
from tracker.accounts.rules import ROLE_WORDS, Role
from tracker.accounts.sheet import MOST_PEOPLE, PersonRow, people_in_file, people_in_words
from tracker.core.errors import RuleError
from tracker.core.forms import VietnameseForm
from tracker.core.requests import content_of
from tracker.core.text_vn import one_line
from tracker.units.models import Unit

ROLE_CHOICES = [
    SelectChoice("", "— Chọn vai trò —"),
    *(SelectChoice(role.value, ROLE_WORDS[role]) for role in Role),
]


class PeopleFileForm(VietnameseForm):
    """A spreadsheet, or its rows pasted."""

    file = FileField(
        "Tệp danh sách",
        description=f"Bảng tính XLSX, XLS, ODS hoặc CSV, nhiều nhất {MOST_PEOPLE} người.",
        render_kw={"accept": ".xlsx,.xls,.ods,.csv"},
    )
    pasted = TextAreaField(
        "Hoặc dán bảng vào đây",
        description="Chép cả hàng tiêu đề (Họ tên, Tên đăng nhập, Vai trò, Đơn vị…) rồi dán.",
        render_kw={"rows": 6},
    )

    def people(self) -> list[PersonRow]:
        """Whoever the file or the rows name; RuleError when nothing or both were sent."""
        sent = self.file.data if self.file.data and self.file.data.filename else None
        pasted = (self.pasted.data or "").strip()
        if bool(sent) == bool(pasted):
            raise RuleError(
                "Hãy chọn một cách: gửi tệp hoặc dán bảng."
                if sent
                else "Hãy chọn tệp hoặc dán bảng danh sách.",
                field="file",
            )
        if sent is None:
            return people_in_words(self.pasted.data)
        return people_in_file(content_of(sent), sent.filename)


class PersonForm(VietnameseForm):
    """One person of the preview; the page's own token covers all of them."""

    class Meta(VietnameseForm.Meta):
        """One token stands for the whole page."""

        csrf = False

    full_name = StringField("Họ tên", [Length(max=120)])
    username = StringField("Tên đăng nhập", [Length(max=60)])
    role = SelectField("Vai trò", choices=ROLE_CHOICES)
    unit = SelectField("Đơn vị", coerce=int)
    job_title = StringField("Chức vụ", [Length(max=120)])
    email = StringField("Thư điện tử", [Length(max=200)])
    left_out = BooleanField("Bỏ dòng này")
    doubt: str = ""

    def show(self, person: NewAccount) -> None:
        """Fill in what was understood."""
        self.full_name.data, self.username.data = person.full_name, person.username
        self.role.data = person.role.value if person.role else ""
        self.unit.data = person.unit.id if person.unit else NO_UNIT
        self.job_title.data, self.email.data = person.job_title, person.email
        if person.unread:
            self.doubt = f"Không nhận ra {person.unread}: hãy chọn."

    def person(self, units: dict[int, Unit]) -> NewAccount:
        """The person as corrected."""
        role = self.role.data
        return NewAccount(
            full_name=one_line(self.full_name.data or ""),
            username=(self.username.data or "").strip(),
            role=Role(role) if role in set(Role) else None,
            unit=units.get(self.unit.data or NO_UNIT),
            job_title=one_line(self.job_title.data or "") or None,
            email=(self.email.data or "").strip() or None,
        )


class PeopleForm(VietnameseForm):
    """How many lines the preview has, and the key that makes the form count once."""

    count = HiddenField()
    request_key = HiddenField()

    @property
    def lines(self) -> int:
        """How many lines were sent; a number nobody's page has is none."""
        typed = self.count.data or ""
        number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else 0
        return min(number, MOST_PEOPLE)


def empty_lines(people: Sequence[NewAccount], choices: list[SelectChoice]) -> list[PersonForm]:
    """A line for each person, as understood."""
    lines = []
    for at, person in enumerate(people):
        line = PersonForm(formdata=None, prefix=f"row{at}-")
        line.unit.choices = choices
        line.show(person)
        lines.append(line)
    return lines


def sent_lines(count: int, choices: list[SelectChoice]) -> list[PersonForm]:
    """The lines as they were sent back."""
    lines = [PersonForm(prefix=f"row{at}-") for at in range(count)]
    for line in lines:
        line.unit.choices = choices
    return lines


def mark_faults(lines: Sequence[PersonForm], units: dict[int, Unit]) -> int:
    """Put each fault at its field and each doubt at its line; gives how many lines are at fault."""
    kept = [line for line in lines if not line.left_out.data]
    people = [line.person(units) for line in kept]
    wrong = 0
    for line, faults, doubt in zip(kept, faults_of(people), doubts_of(people), strict=True):
        line.doubt = line.doubt or doubt
        wrong += bool(faults)
        for name, sentence in faults.items():
            line[name].errors = [sentence]
    return wrong
