"""Five thousand hostile uploads through the pages.

No failure, nothing sent as an active type, nothing kept that must not be, memory bounded.
`python -m tests.evidence.proofs [HOW-MANY] [FIRST-SEED]`
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections import Counter
from datetime import date
from pathlib import Path

from tests.conftest import MORNING, config_for
from tests.evidence.hostile import hostile
from tests.evidence.uploads import send_hostile
from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.personas import Browser, make_ward
from tracker import create_app
from tracker.core import clock
from tracker.core.db import db

UPLOADS = 5_000
# The process may grow by so much over its size after the first hundred uploads.
MOST_GROWTH_MEGABYTES = 200


def main() -> None:
    """Send them all; any broken promise ends the run."""
    given = [int(word) for word in sys.argv[1:]]
    count = given[0] if given else UPLOADS
    first = given[1] if len(given) > 1 else 0
    sent, kept = Counter[str](), Counter[str]()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        growth = _send_all(Path(folder), count, first, sent, kept)
    for kind in sorted(sent):
        print(f"{kind:24} {sent[kind]:6} sent {kept[kind]:6} kept")
    seconds = time.monotonic() - began
    print(f"{sum(sent.values())} uploads in {seconds:.0f} s: no failure; {sum(kept.values())} kept")
    print(f"(none that must not be), none sent as an active type; {growth:.0f} MB of growth")
    if growth > MOST_GROWTH_MEGABYTES:
        sys.exit(f"grew by {growth:.0f} MB")


def _send_all(
    folder: Path, count: int, first: int, sent: Counter[str], kept: Counter[str]
) -> float:
    """Each as a draft of one piece of work; how many megabytes the process grew by."""
    app = create_app(config_for(f"sqlite:///{folder / 'tracker.sqlite3'}", folder))
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    settled = 0.0
    with app.app_context(), clock.at(MORNING):
        db.create_all()
        ward = make_ward()
        task = make_task(make_plan(), fixed(date(2026, 8, 20)), lead=ward.culture)
        db.session.commit()
        owed, unit = contribution_of(task, ward.culture), Browser(app).as_(ward.culture_head)
        for seed in range(first, first + count):
            file = hostile(seed)
            sent[file.kind] += 1
            kept[file.kind] += send_hostile(unit, owed, file, f"proof-{seed}")
            if seed == first + 100:
                settled = _megabytes()
            if seed % 500 == 0:
                print(f"… {seed - first} sent, {_megabytes():.0f} MB", flush=True)
        db.session.remove()
        db.engine.dispose()
    return max(0.0, _megabytes() - settled) if settled else 0.0


def _megabytes() -> float:
    """The most this process has held in memory so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
