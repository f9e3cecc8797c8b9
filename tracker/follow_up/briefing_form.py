"""From which briefing on the changes are listed; it comes with the page's address."""

from __future__ import annotations

from wtforms.validators import Optional

from tracker.core.forms import VietnameseDateField, VietnameseForm


class BriefingForm(VietnameseForm):
    """The day of the last briefing; a week ago when none is named."""

    class Meta(VietnameseForm.Meta):
        """Reading changes nothing: no token is asked for."""

        csrf = False

    since = VietnameseDateField("Giao ban trước", [Optional()])
