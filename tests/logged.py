"""Everything that is logged, as `tracker run` would write it."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from tracker.core import logs


@contextmanager
def everything_logged() -> Iterator[io.StringIO]:
    """All that is logged meanwhile, from DEBUG on."""
    root, written = logging.getLogger(), io.StringIO()
    handlers, level = list(root.handlers), root.level
    logs.configure(as_json=False, level="DEBUG")
    root.handlers[0].setStream(written)  # type: ignore[attr-defined]
    try:
        yield written
    finally:
        root.handlers[:], root.level = handlers, level
