"""The part of a form that takes evidence."""

from __future__ import annotations

from flask_wtf.file import MultipleFileField
from wtforms import SelectChoice, SelectField, StringField
from wtforms.validators import Length, Optional, ValidationError

from tracker.core.db import without_transaction
from tracker.core.errors import RuleError
from tracker.core.forms import VietnameseDateField, VietnameseForm
from tracker.core.requests import content_of
from tracker.evidence.names import renaming_words
from tracker.evidence.rules import (
    SENSITIVITY_HELP,
    SENSITIVITY_WORDS,
    OfficialDocument,
    Sensitivity,
    UploadedFile,
)
from tracker.evidence.service import judged

ACCEPTED = "image/*,.pdf,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.pps,.ppsx,.odt,.ods,.odp,.zip"


class EvidenceForm(VietnameseForm):
    """Files and one official document."""

    # A phone offers its camera beside its files.
    files = MultipleFileField("Tệp minh chứng", render_kw={"accept": ACCEPTED})
    sensitivity = SelectField(
        "Ai xem được tệp gửi kèm",
        choices=[
            SelectChoice(level.value, f"{words}: {SENSITIVITY_HELP[level]}")
            for level, words in SENSITIVITY_WORDS.items()
        ],
        default=Sensitivity.INTERNAL.value,
    )
    document_number = StringField("Số, ký hiệu văn bản", [Length(max=60)])
    document_date = VietnameseDateField("Ngày văn bản", [Optional()])
    document_issuer = StringField("Cơ quan ban hành", [Length(max=160)])
    document_summary = StringField("Trích yếu", [Length(max=400)])

    # What `validate_files` found to tell: files that are kept under another ending.
    renamed: tuple[str, ...] = ()

    def validate_files(self, _field: MultipleFileField) -> None:
        """Judged before the work is written: looking into files holds up nobody else's writing.

        A file that cannot be evidence is an error at its field; the service judges all again and
        finds what was found here.
        """
        files = self.uploaded_files()
        self.renamed = ()
        if not files:
            return
        with without_transaction():
            for file in files:
                try:
                    media_type, _scan_state = judged(file)
                except RuleError as error:
                    raise ValidationError(error.message) from error
                if words := renaming_words(file.name, media_type):
                    self.renamed = (*self.renamed, words)

    def with_renamed(self, message: str) -> str:
        """What is told after saving, and which files got another name; after validation only."""
        return " ".join((message, *self.renamed))

    def validate_document_number(self, field: StringField) -> None:
        """A document is known by its number: the other parts alone say too little."""
        others = (self.document_date, self.document_issuer, self.document_summary)
        if not (field.data or "").strip() and any(other.data for other in others):
            raise ValidationError("Hãy nhập số, ký hiệu của văn bản.")

    def uploaded_files(self) -> tuple[UploadedFile, ...]:
        """The files chosen; an empty choice is none."""
        return tuple(
            UploadedFile(upload.filename or "", content_of(upload), self.chosen_sensitivity)
            for upload in self.files.data or ()
            if upload and upload.filename
        )

    @property
    def chosen_sensitivity(self) -> Sensitivity:
        """Whom the papers are for; a form that does not ask means those concerned."""
        found = self.sensitivity.data
        return Sensitivity(found) if found in set(Sensitivity) else Sensitivity.INTERNAL

    def official_document(self) -> OfficialDocument | None:
        """The document named, if one is."""
        number = _text(self.document_number.data)
        if number is None:
            return None
        return OfficialDocument(
            number=number,
            issued_on=self.document_date.data,
            issuer=_text(self.document_issuer.data),
            summary=_text(self.document_summary.data),
            sensitivity=self.chosen_sensitivity,
        )


def _text(value: str | None) -> str | None:
    return (value or "").strip() or None
