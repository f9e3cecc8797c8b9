"""The forms of reports: which one is wanted, and what the office adds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from tracker.core.forms import VersionField, VietnameseDateField, VietnameseForm
from tracker.reports.content import Part
from tracker.reports.models import HEADING_FIELDS, Report
from tracker.reports.rules import LONGEST_WORDS
from tracker.reports.service import Draft

_LINES = {"rows": 3}


class VersionForm(VietnameseForm):
    """A press of a button, with the version of the report that was seen."""

    version = VersionField()


class ReportForm(VersionForm):
    """Heading and signature as Nghị định 30/2020/NĐ-CP names the parts."""

    number = StringField("Số", [Length(max=20)], description="Để trống thì in dấu chấm để ghi tay.")
    code = StringField("Ký hiệu", [DataRequired("Hãy nhập ký hiệu."), Length(max=40)])
    issued_on = VietnameseDateField("Ngày ký", [Optional()])
    place = StringField("Địa danh", [Length(max=60)])
    superior = TextAreaField("Cơ quan chủ quản", [Length(max=200)], render_kw={"rows": 2})
    issuer = TextAreaField(
        "Cơ quan báo cáo",
        [DataRequired("Hãy nhập cơ quan báo cáo."), Length(max=200)],
        render_kw={"rows": 2},
    )
    addressee = StringField("Kính gửi", [Length(max=200)])
    signing = TextAreaField(
        "Quyền hạn, chức vụ người ký",
        [DataRequired("Hãy nhập chức vụ người ký."), Length(max=300)],
        render_kw=_LINES,
    )
    signer = StringField("Họ tên người ký", [Length(max=120)])
    recipients = TextAreaField("Nơi nhận (mỗi dòng một nơi)", [Length(max=1000)], render_kw=_LINES)

    def show(self, report: Report) -> None:
        """Fill in what is kept."""
        for name in HEADING_FIELDS:
            self[name].data = getattr(report, name)

    def heading(self) -> dict[str, Any]:
        """The values as the service takes them; call after validation."""
        return {
            name: self[name].data if name == "issued_on" else _text(self[name].data)
            for name in HEADING_FIELDS
        }


class PartWords:
    """What was typed for each part: shown again as it stands, whatever was wrong with it."""

    def __init__(self, report: Report, values: Mapping[str, Any] | None = None) -> None:
        self._kept = report.words
        self._typed = values
        self._left_out = set(report.left_out)
        self.parts: tuple[Part, ...] = report.taken.parts
        self.errors = {
            part.key: f"Tối đa {LONGEST_WORDS:,} ký tự.".replace(",", ".")
            for part in self.parts
            if len(self.words(part)) > LONGEST_WORDS
        }

    def words(self, part: Part) -> str:
        """What stands in the box."""
        if self._typed is None:
            return self._kept.get(part.key, "")
        return _text(self._typed.get(f"words-{part.key}"))

    def kept_words(self, part: Part) -> str:
        """What somebody else has saved meanwhile, where it differs from what stands in the box."""
        kept = self._kept.get(part.key, "")
        return kept if self._typed is not None and kept != self.words(part) else ""

    def is_printed(self, part: Part) -> bool:
        """Whether the part is wanted on paper."""
        if self._typed is None:
            return part.key not in self._left_out
        return f"print-{part.key}" in self._typed

    def draft(self, heading: Mapping[str, Any]) -> Draft:
        """The draft as the service takes it."""
        words = {part.key: self.words(part) for part in self.parts}
        left_out = tuple(part.key for part in self.parts if not self.is_printed(part))
        return Draft(words, left_out, heading)


def _text(value: Any) -> str:
    """As it is kept: line ends of one kind, no blanks around."""
    return "\n".join((value or "").splitlines()).strip()
