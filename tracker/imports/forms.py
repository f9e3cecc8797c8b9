"""Forms of uploading, correcting and confirming a draft."""

from __future__ import annotations

from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.core.forms import IntegerField, VersionField, VietnameseDateField, VietnameseForm
from tracker.core.numbers import whole_number
from tracker.core.requests import content_of
from tracker.imports.cells import Correction
from tracker.imports.rules import (
    EARLIEST_YEAR,
    LATEST_YEAR,
    ROW_KIND_WORDS,
    CellField,
    DraftRowKind,
)
from tracker.imports.taking_in import ACCEPTED_ENDINGS, LARGEST_MEGABYTES, UploadedDocument
from tracker.plans.document_fields import DocumentFields
from tracker.reading.result import DeadlineKind, DeadlineReading
from tracker.tasks.deadline_fields import DeadlineFields
from tracker.tasks.rules import DEADLINE_KIND_WORDS

NO_UNIT = 0
NO_PLAN = 0
LATER = ""
BY_WORDS = ""
LONGEST_TEXT = 8000
WRONG_YEAR = f"Năm phải từ {EARLIEST_YEAR} đến {LATEST_YEAR}, ví dụ 2026."
CHOSEN_KINDS = (
    DraftRowKind.TASK,
    DraftRowKind.GROUP,
    DraftRowKind.SECTION,
    DraftRowKind.NOT_A_TASK,
)


class NumberField(IntegerField):
    """A whole number, which says in Vietnamese when it is none."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number; the library's own sentence is in English."""
        try:
            super().process_formdata([value.strip() for value in valuelist])
        except ValueError as error:
            raise ValueError("Hãy nhập một số, ví dụ 2026 hoặc 5.") from error


class UploadForm(VietnameseForm):
    """A file, or the rows of its table pasted."""

    file = FileField(
        "Tệp văn bản",
        description=(
            "Word (DOCX), PDF có chữ (không phải bản quét), bảng tính (XLSX, XLS, ODS, CSV), "
            f"trang web (HTML), văn bản thuần (TXT, MD), tối đa {LARGEST_MEGABYTES} MB."
        ),
        render_kw={"accept": ACCEPTED_ENDINGS},
    )
    pasted = TextAreaField(
        "Hoặc dán bảng nhiệm vụ vào đây",
        description="Chọn cả bảng trong Word hay Excel, kể cả hàng tiêu đề, rồi dán.",
        render_kw={"rows": 8},
    )
    year = NumberField(
        "Năm của kế hoạch",
        [Optional(), NumberRange(EARLIEST_YEAR, LATEST_YEAR, message=WRONG_YEAR)],
        description="Chỉ cần khi văn bản không ghi năm.",
    )
    amends = SelectField(
        "Đây là bản sửa đổi của kế hoạch",
        coerce=int,
        default=NO_PLAN,
        description="Nhiệm vụ còn lại giữ nguyên tiến độ, minh chứng đã có.",
    )
    request_key = HiddenField()

    def loses_a_file(self) -> bool:
        """Whether nothing is wrong but the year: sent back, the form would lose the chosen file."""
        return set(self.errors) == {"year"} and bool(self.file.data and self.file.data.filename)

    def usable_year(self) -> int | None:
        return None if self.year.errors else self.year.data

    def upload(self) -> UploadedDocument | None:
        """What was sent; None, with the reason at the file, when it is nothing or both."""
        chosen = self.file.data if self.file.data and self.file.data.filename else None
        pasted = (self.pasted.data or "").strip()
        if bool(chosen) == bool(pasted):
            self.file.errors = [
                "Hãy chọn một cách: gửi tệp hoặc dán bảng."
                if chosen
                else "Hãy chọn tệp hoặc dán bảng nhiệm vụ."
            ]
            return None
        if chosen is None:
            return UploadedDocument.from_pasted(self.pasted.data)
        return UploadedDocument(chosen.filename, content_of(chosen))


class AgainForm(VietnameseForm):
    """Going on with a file that was uploaded before; its content is still in the store."""

    name = HiddenField()
    sha256 = HiddenField()
    is_pasted = HiddenField()
    year = HiddenField()
    request_key = HiddenField()


class DetailsForm(DocumentFields, VietnameseForm):
    """The document's own details."""

    title = StringField("Tên kế hoạch", [DataRequired("Hãy nhập tên kế hoạch."), Length(max=600)])
    number = StringField("Số, ký hiệu", [Length(max=60)])
    issued_on = VietnameseDateField("Ngày ban hành", [Optional()])
    issuer = StringField("Cơ quan ban hành", [Length(max=200)])
    signer = StringField("Người ký", [Length(max=120)])
    year = NumberField(
        "Năm",
        [
            DataRequired("Hãy nhập năm của kế hoạch."),
            NumberRange(EARLIEST_YEAR, LATEST_YEAR, message=WRONG_YEAR),
        ],
    )
    tracked_from = VietnameseDateField("Theo dõi từ ngày", [Optional()])
    coordinator = SelectField("Đơn vị theo dõi", coerce=int)
    version = VersionField()

    def validate_tracked_from(self, field: VietnameseDateField) -> None:
        """What begins after the plan's year has ended would never ask for anything."""
        year = self.year.data
        if field.data is not None and year is not None and field.data.year > year:
            raise ValidationError(
                f"Ngày này ở sau năm của kế hoạch ({year}): sẽ không có việc nào."
            )


class UnitDecisionForm(VietnameseForm):
    """What one printed unit name stands for; `choice` is "alias:7", "same:0" or a kind of unit."""

    name = HiddenField()
    choice = SelectField("Là", validate_choice=False)
    new_name = StringField("Tên đúng của đơn vị", [Length(max=200)])
    members = SelectMultipleField(
        "Các đơn vị thuộc nhóm",
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class ApplyForm(VietnameseForm):
    """The confirmation; `state_mark` is that of the draft as it was shown."""

    state_mark = HiddenField()
    doubts_seen = BooleanField("Đã xem các ô còn đánh dấu, dùng như đang hiểu")


class CellForm(VietnameseForm):
    """Any cell's form; `seen` is the mark of what the cell held when the form was made."""

    seen = HiddenField()

    def correction(self) -> Correction:
        """What was typed; call after validation."""
        raise NotImplementedError


class TextCellForm(CellForm):
    """Label, content, product."""

    text = TextAreaField("Nội dung", [Length(max=LONGEST_TEXT)], render_kw={"rows": 3})

    def correction(self) -> Correction:
        """The words."""
        return Correction(text=self.text.data or "")


class UnitsCellForm(CellForm):
    """The printed words, and the names understood, one a line."""

    text = TextAreaField("Chữ trong văn bản", [Length(max=LONGEST_TEXT)], render_kw={"rows": 2})
    names = TextAreaField("Hiểu là (mỗi đơn vị một dòng)", render_kw={"rows": 3})
    # The choices are the ward's units; a name nobody knows yet is typed above.
    added = SelectField("Thêm đơn vị", validate_choice=False, default="")

    def correction(self) -> Correction:
        """The words and the names, the one chosen last."""
        typed = [*(self.names.data or "").splitlines(), self.added.data or ""]
        lines = (line.strip() for line in typed)
        names = tuple(dict.fromkeys(line for line in lines if line))
        return Correction(text=self.text.data or "", names=names)


class DeadlineCellForm(DeadlineFields, CellForm):
    """The printed words, and the deadline understood."""

    text = StringField("Chữ trong văn bản", [Length(max=LONGEST_TEXT)])
    kind = SelectField(
        "Hiểu là",
        choices=[
            SelectChoice(BY_WORDS, "— Đọc theo chữ ở trên —"),
            *(SelectChoice(kind.value, DEADLINE_KIND_WORDS[kind]) for kind in DeadlineKind),
        ],
    )

    def show(self, reading: DeadlineReading | None) -> None:
        """Fill in the deadline as understood."""
        if reading is None or reading.kind is None:
            self.kind.data = BY_WORDS
        else:
            self.show_deadline(reading)

    def correction(self) -> Correction:
        """The words, and the deadline chosen unless it is left to the words."""
        by_words = self.kind.data == BY_WORDS
        deadline = None if by_words else self.deadline()
        return Correction(text=self.text.data or "", deadline=deadline)


class KindCellForm(CellForm):
    """What the row is."""

    kind = SelectField(
        "Dòng này là",
        choices=[SelectChoice(kind.value, ROW_KIND_WORDS[kind]) for kind in CHOSEN_KINDS],
    )

    def correction(self) -> Correction:
        """The kind."""
        return Correction(kind=DraftRowKind(self.kind.data))


def _place(value: object) -> int:
    """A place in the content; 0, where nothing can be cut, for anything else."""
    return whole_number(str(value)) or 0


class SplitForm(VietnameseForm):
    """Where a row is cut in two; the values are places in its content."""

    # The service knows which places there are: the content may have changed since.
    at = RadioField("Dòng mới bắt đầu từ", coerce=_place, validate_choice=False)
    seen = HiddenField()


CELL_FORMS: dict[CellField, type[CellForm]] = {
    CellField.LABEL: TextCellForm,
    CellField.CONTENT: TextCellForm,
    CellField.LEAD: UnitsCellForm,
    CellField.COOPERATING: UnitsCellForm,
    CellField.DEADLINE: DeadlineCellForm,
    CellField.PRODUCT: TextCellForm,
    CellField.KIND: KindCellForm,
}
