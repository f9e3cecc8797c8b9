"""Work on a hostile file in a process of its own: it costs that process, nothing else.

It has little memory (the script limits it where the system can) and little time. The script is run
by its path and uses nothing of the tracker, so that it starts quickly.
"""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tracker.core.patience import Watch

log = logging.getLogger(__name__)


class FailedProcessError(Exception):
    """The process took too long, broke, or had nothing to say."""


class NotStartedError(FailedProcessError):
    """The process could not even begin: the machine's fault, not the file's."""


def answer_of(script: Path, arguments: Sequence[str], content: bytes, *, seconds: float) -> bytes:
    """What `python script arguments… < content` says; FailedProcessError when it fails.

    The seconds are those of the processor, where the system tells them (`core/patience.py`).
    """
    try:
        process = subprocess.Popen(  # noqa: S603 - our own script, words of our own
            [sys.executable, "-P", str(script), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
    except OSError as error:
        log.error("%s could not be started: %s", script.name, error)
        raise NotStartedError(str(error)) from error
    with process:
        watch = Watch(process, seconds)
        try:
            said, complaints = process.communicate(content)
        finally:
            watch.stop()
            process.kill()
    if process.returncode != 0 or not said:
        # A library that is not installed must not look like a bad file for ever.
        last = complaints.decode("utf-8", "replace").strip().rpartition("\n")[2][:200]
        log.warning("%s ended with %d: %s", script.name, process.returncode, last)
        raise FailedProcessError
    return said
