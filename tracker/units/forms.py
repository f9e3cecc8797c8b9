"""The form of a unit."""

from __future__ import annotations

from wtforms import (
    BooleanField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.core.forms import VersionField, VietnameseDateField, VietnameseForm
from tracker.units.rules import UNIT_KIND_WORDS, UnitKind

KIND_CHOICES = [SelectChoice(kind.value, UNIT_KIND_WORDS[kind]) for kind in UnitKind]


class UnitForm(VietnameseForm):
    """Name, kind, other spellings, and the members of a collective."""

    name = StringField("Tên đơn vị", [DataRequired("Hãy nhập tên đơn vị."), Length(max=200)])
    named_since = VietnameseDateField(
        "Dùng tên này từ ngày",
        [Optional()],
        description="Chỉ khi đổi tên. Báo cáo của những ngày trước vẫn ghi tên cũ.",
    )
    short_name = StringField("Tên ngắn", [Length(max=60)])
    kind = SelectField("Loại", choices=KIND_CHOICES)
    aliases = TextAreaField(
        "Cách viết khác",
        description="Mỗi dòng một cách viết gặp trong văn bản.",
        render_kw={"rows": 3},
    )
    members = SelectMultipleField(
        "Gồm các đơn vị",
        coerce=int,
        description="Chỉ dùng cho nhóm đơn vị.",
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    is_active = BooleanField("Đang hoạt động", default=True)
    version = VersionField()

    def alias_lines(self) -> list[str]:
        """The spellings, one per line."""
        return [line.strip() for line in (self.aliases.data or "").splitlines() if line.strip()]
