"""Work that evidence is sent for."""

from __future__ import annotations

from tests.progress.conftest import office_part, owed, shared, task

__all__ = ["office_part", "owed", "shared", "task"]
