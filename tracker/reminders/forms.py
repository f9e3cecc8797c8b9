"""Forms of notices: how to be told, and the leaders in charge of units."""

from __future__ import annotations

from wtforms import HiddenField, RadioField, SelectChoice
from wtforms.validators import InputRequired

from tracker.core.forms import VietnameseForm
from tracker.core.numbers import whole_number
from tracker.reminders.choices import DELIVERY_WORDS, Delivery
from tracker.reminders.models import NotificationChoice


class DeliveryForm(VietnameseForm):
    """How I want to be told."""

    delivery = RadioField(
        "Nhận thông báo bằng cách nào",
        [InputRequired("Hãy chọn một cách nhận.")],
        choices=[SelectChoice(kind.value, DELIVERY_WORDS[kind]) for kind in Delivery],
    )
    version = HiddenField()

    def show(self, choice: NotificationChoice | None) -> None:
        """Fill in the present choice."""
        self.delivery.data = (choice.delivery if choice else Delivery.MAIL).value
        self.version.data = str(choice.version if choice else 0)

    @property
    def made_from(self) -> int:
        """The version of the choice that the form showed."""
        return whole_number(self.version.data or "") or 0
