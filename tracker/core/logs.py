"""What the program writes about its own work: plain lines, or JSON for a collector of logs.

Nothing of a person stands there: no name, no address, no words that somebody typed. An error is
told by its kind and the places in the code it went through, for its own sentence often repeats
the very value that was wrong ("Key (email)=(…) already exists").
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from typing import Any

# Extra values of a record that are written out, each harmless by itself.
FIELDS = ("request", "method", "page", "status", "milliseconds", "statements", "statement")


def configure(*, as_json: bool, level: str) -> None:
    """Send everything to standard error; called once by a command that runs for long."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter() if as_json else PlainFormatter())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # They tell of every query with its values, and of every line of a mail's conversation.
    for name in ("sqlalchemy", "urllib3", "PIL", "pdfminer", "fontTools"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # Its own lines about a full queue and about missed minutes help nobody.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)


class PlainFormatter(logging.Formatter):
    """One line per event for people: moment, level, where, what."""

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name}: {message}", style="{")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802
        """The line, with what is known besides at its end."""
        known = " ".join(f"{name}={value}" for name, value in _known(record).items())
        return f"{super().formatMessage(record)} {known}".rstrip()

    def formatException(self, error: Any) -> str:  # noqa: N802
        """Without the error's own sentence."""
        return error_without_values(error)


class JsonFormatter(logging.Formatter):
    """One JSON object per line."""

    def format(self, record: logging.LogRecord) -> str:
        """The event as JSON."""
        event = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **_known(record),
        }
        if record.exc_info and record.exc_info[0] is not None:
            event["error"] = error_without_values(record.exc_info)
        return json.dumps(event, ensure_ascii=False)


def error_without_values(error: Any) -> str:
    """The kinds of the errors and where they passed, without what they say."""
    _kind, raised, _trace = error
    lines: list[str] = []
    while raised is not None:
        places = traceback.format_tb(raised.__traceback__)
        kind = f"{type(raised).__module__}.{type(raised).__qualname__}\n"
        lines = [*places, kind, *lines]
        raised = raised.__cause__ or (None if raised.__suppress_context__ else raised.__context__)
    return "Traceback (values left out):\n" + "".join(lines).rstrip()


def _known(record: logging.LogRecord) -> dict[str, Any]:
    return {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
