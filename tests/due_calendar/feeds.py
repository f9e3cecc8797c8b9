"""Making a calendar's feed and reading it as a telephone does."""

from __future__ import annotations

import re
from typing import Any

from icalendar import Calendar

from tests.personas import Browser


def address_of(browser: Browser, user: object, scope: str = "unit") -> str:
    """Make a feed and read its address off the page."""
    client = browser.as_(user)  # type: ignore[arg-type]
    assert client.post("/account/calendar", data={"scope": scope}).status_code == 303
    found = re.search(
        r'value="http://localhost(/calendar/feed/[^"]+\.ics)"', client.get("/account/calendar").text
    )
    assert found
    return found[1]


def events(browser: Browser, address: str) -> dict[str, Any]:
    """The events by their UID."""
    answer = browser.anonymous().get(address)
    assert answer.status_code == 200
    assert answer.mimetype == "text/calendar"
    calendar = Calendar.from_ical(answer.data)
    return {str(event["uid"]): event for event in calendar.walk("VEVENT")}
