"""Reads one file in a process of its own: `python -m tests.reading.peak_memory FILE`.

Prints the sentence of the refusal and, as JSON, the most memory any process of the reading took. A
test's own process cannot say that: the system counts every child it ever had, its copies included.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path

from tracker.reading.document import read_document
from tracker.reading.result import UnreadableDocumentError


def refused_with_peak(file: Path) -> tuple[str, int]:
    """The sentence with which the file is refused and the peak in bytes; Linux counts kilobytes."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.reading.peak_memory", str(file)],
        capture_output=True,
        check=True,
        text=True,
    )
    answer = json.loads(done.stdout)
    return answer["sentence"], answer["peak"]


def _main(file: Path) -> None:
    sentence = ""
    try:
        read_document(file.read_bytes(), file.name)
    except UnreadableDocumentError as error:
        sentence = str(error)
    peak = max(
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    sys.stdout.write(json.dumps({"sentence": sentence, "peak": peak * 1024}))


if __name__ == "__main__":
    _main(Path(sys.argv[1]))
