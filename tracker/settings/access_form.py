"""The form of how people sign in: the second step and the office's networks."""

from __future__ import annotations

from ipaddress import ip_address, ip_network
from typing import Any

from wtforms import HiddenField, SelectChoice, SelectMultipleField, TextAreaField
from wtforms.validators import Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.core.forms import VietnameseForm
from tracker.core.marks import mark_of
from tracker.settings.forms import lines_of
from tracker.settings.rules import WardSettings

# The roles of accounts, which this feature stands below: value and word.
ROLE_CHOICES = [
    SelectChoice("administrator", "Quản trị"),
    SelectChoice("office", "Văn phòng"),
    SelectChoice("leader", "Lãnh đạo"),
    SelectChoice("unit_head", "Trưởng đơn vị"),
    SelectChoice("officer", "Công chức"),
    SelectChoice("observer", "Giám sát"),
]


class AccessForm(VietnameseForm):
    """Whom the password alone does not let in."""

    second_step_roles = SelectMultipleField(
        "Luôn phải xác thực hai bước",
        choices=ROLE_CHOICES,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description="Quản trị nên luôn được chọn.",
    )
    office_networks = TextAreaField(
        "Mạng của cơ quan (mỗi dòng một mạng)",
        [Length(max=2000)],
        description="Ví dụ 203.0.113.0/24 hoặc 203.0.113.7. Ngoài các mạng này ai cũng phải xác "
        "thực hai bước, và chỉ thiết lập được khi ở cơ quan. Để trống: không phân biệt.",
        render_kw={"rows": 4},
    )

    seen = HiddenField()

    def __init__(self, present_address: str | None) -> None:
        super().__init__()
        self._present_address = present_address

    def show(self, settings: WardSettings) -> None:
        """Fill in what is in force."""
        self.second_step_roles.data = list(settings.second_step_roles)
        self.office_networks.data = "\n".join(settings.office_networks)

    @staticmethod
    def mark(settings: WardSettings) -> str:
        """Tells what the form showed from what somebody has set since."""
        return mark_of(settings.second_step_roles, settings.office_networks)

    def validate_office_networks(self, field: TextAreaField) -> None:
        """Networks that can be read, this very place among them: else nobody could come back."""
        networks = []
        for line in lines_of(field.data):
            try:
                networks.append(ip_network(line, strict=False))
            except ValueError as error:
                raise ValidationError(
                    f"“{line}” không phải địa chỉ mạng: viết như 203.0.113.0/24."
                ) from error
        if networks and not self._is_here(networks):
            raise ValidationError(
                f"Máy bạn đang dùng có địa chỉ {self._present_address}, không thuộc các mạng này: "
                "hãy thêm mạng của cơ quan, hoặc lưu khi đang ở cơ quan."
            )

    def values(self) -> dict[str, Any]:
        """The settings as the service takes them; call after validation."""
        networks = (str(ip_network(line, strict=False)) for line in self._lines())
        return {
            "second_step_roles": tuple(self.second_step_roles.data or ()),
            "office_networks": tuple(dict.fromkeys(networks)),
        }

    def _lines(self) -> tuple[str, ...]:
        return lines_of(self.office_networks.data)

    def _is_here(self, networks: list[Any]) -> bool:
        try:
            here = ip_address(self._present_address or "")
        except ValueError:
            return False
        here = getattr(here, "ipv4_mapped", None) or here
        return any(here in network for network in networks)
