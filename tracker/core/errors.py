"""Errors that carry a Vietnamese sentence for the person in front of the screen."""

from __future__ import annotations


class TrackerError(Exception):
    """A request that cannot be done; the message says what is wrong and what to do."""

    status_code = 422

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class RuleError(TrackerError):
    """A rule of the work forbids it (a wrong state, a missing reason, an own result accepted)."""


class ConflictError(TrackerError):
    """Someone else changed the same row in the meantime."""

    status_code = 409


class TooOftenError(TrackerError):
    """Tried too often in a short time."""

    status_code = 429


class StorageError(TrackerError):
    """The store of kept files failed: a full disk, a server that does not answer."""

    status_code = 503


class ConfigurationError(TrackerError):
    """A setting of the installation is missing or wrong."""
