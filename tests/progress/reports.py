"""The unit's report as its form sends it."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tracker.progress.closing import silent_field, silent_parts
from tracker.progress.models import Contribution

HTMX = {"HX-Request": "true"}


def report_form(
    contribution: Contribution, *files: tuple[str, bytes], **changes: str
) -> dict[str, Any]:
    """What the form holds when the unit says it is done."""
    form: dict[str, Any] = {
        "status": "submitted",
        "note": "Đã trình ký ban hành.",
        "difficulty": "",
        # Asked for past the due day only; in time it is left aside.
        "late_reason": "Chờ số liệu của đơn vị phối hợp.",
        "late_cause": "subjective",
        # Asked of a lead whose cooperating units have not answered.
        **{silent_field(unit): why for unit, why in reasons_for_silence(contribution).items()},
        "version": str(contribution.version),
        "request_key": f"form-{contribution.version}",
        **changes,
    }
    form["files"] = [(BytesIO(content), name) for name, content in files]
    return form


def reasons_for_silence(contribution: Contribution) -> dict[int, str]:
    """What a lead says of the cooperating units that have not answered."""
    return {part.unit_id: "Đã nhắc, chưa trả lời." for part in silent_parts(contribution)}


def send_report(
    client: FlaskClient,
    contribution: Contribution,
    *files: tuple[str, bytes],
    htmx: bool = False,
    **changes: str,
) -> TestResponse:
    """Send the form as the browser does."""
    return client.post(
        f"/contributions/{contribution.id}/update",
        data=report_form(contribution, *files, **changes),
        headers=HTMX if htmx else {},
        content_type="multipart/form-data",
    )


def accept(
    client: FlaskClient, contribution: Contribution, *, htmx: bool = False, **said: str
) -> TestResponse:
    """Press "Xác nhận hoàn thành"."""
    return client.post(
        f"/contributions/{contribution.id}/accept",
        data={"version": str(contribution.version), **said},
        headers=HTMX if htmx else {},
    )


def give_back(
    client: FlaskClient,
    contribution: Contribution,
    reason: str = "Thiếu số liệu quý II.",
    *,
    htmx: bool = False,
) -> TestResponse:
    """Send the form with the reason."""
    return client.post(
        f"/contributions/{contribution.id}/return",
        data={"version": str(contribution.version), "reason": reason},
        headers=HTMX if htmx else {},
    )
