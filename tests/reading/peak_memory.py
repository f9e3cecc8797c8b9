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
    peak = max(_own_peak(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
    sys.stdout.write(json.dumps({"sentence": sentence, "peak": peak * 1024}))


def _own_peak() -> int:
    """Kilobytes. RUSAGE_SELF would carry over what the test's process held when it started us."""
    status = Path("/proc/self/status").read_text("ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))


if __name__ == "__main__":
    _main(Path(sys.argv[1]))
