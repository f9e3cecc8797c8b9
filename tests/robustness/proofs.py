"""The app tried hard; `make proofs`. The ordinary tests do the same with smaller numbers."""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import select

from tests.conftest import config_for
from tests.ports import held_port
from tests.robustness.aftermath import failed_mails, let_time_go_by, not_whole
from tests.robustness.course.machine import work
from tests.robustness.course.scene import open_scene
from tests.robustness.filled import ROLES, filled_folder, ward_on
from tests.robustness.fuzzing import Findings, Fuzzer
from tests.robustness.killing import Killed, Server, environment_of, kill_amid_writes
from tests.robustness.minute import Load, prove_minute
from tests.robustness.visitors import STRANGER, whole_installation
from tracker import create_app
from tracker.audit.sealing import journal_problems
from tracker.conversations.models import Remark
from tracker.core.db import db, write
from tracker.plans.models import Plan
from tracker.plans.rules import PlanState
from tracker.settings.service import change_setting
from tracker.tasks.models import Task

ENGINES = ("sqlite", "postgresql")
FUZZ_REQUESTS, FUZZ_ROUNDS = 10_000, 8
COURSES, STEPS = {"sqlite": 180, "postgresql": 20}, 40
FULL_LOAD = Load(before=30, after=30, people=100, officers=8, letters_later=True)


def prove_fuzz(
    engine: str,
    filled: Path,
    *,
    seed: int,
    requests: int,
    pages: int,
    html: int = 1,
    later: Sequence[int] = (0, 1, 7, 40),
) -> Findings:
    """Wrong requests to a fresh copy of the ward: no 500, no English, no GET that writes.

    What they leave behind breaks no page, no file, no mail, and no job so many days later.
    """
    with (
        tempfile.TemporaryDirectory() as folder,
        ward_on(engine, filled, Path(folder)) as url,
        whole_installation(url, Path(folder)) as place,
    ):
        failed = failed_mails(place.app)
        fuzzer = Fuzzer(place, seed, looks_at_html=html)
        with fuzzer.watching():
            for role in (*ROLES, STRANGER):
                fuzzer.explore(role, pages)
            findings = fuzzer.run(requests)
            for role in ROLES:
                fuzzer.explore(role, pages)
            findings.wrong += let_time_go_by(place.app, later)
        findings.wrong += not_whole(place.app, place.post_office, later[-1])
        refused = sorted(failed_mails(place.app) - failed)
        findings.wrong += [f"mail {number} was refused" for number in refused]
        return findings


def prove_kills(engine: str, filled: Path, *, wanted: int, kills: int, people: int) -> Killed:
    """A server killed while people write: what it acknowledged is there, once, in a whole journal.

    Its clock is the machine's: the ward's people have not signed in for as long as that says.
    """
    with (
        tempfile.TemporaryDirectory() as folder,
        ward_on(engine, filled, Path(folder)) as url,
    ):
        app = create_app(config_for(url, Path(folder)))
        with app.app_context(), write():
            change_setting("disable_after_idle_days", 0, actor=None)
            issued = select(Task.id).join(Plan).where(Plan.state == PlanState.ISSUED)
            task_id = db.session.scalars(issued).first()
        path = f"/tasks/{task_id}/conversation"
        with held_port() as port:
            server = Server(environment_of(url, Path(folder)), port)
            acknowledged = kill_amid_writes(
                server, path, wanted=wanted, kills=kills, people=people, seed=wanted
            )
        with app.app_context():
            kept = Counter(
                words for words in db.session.scalars(select(Remark.words)) if "của người" in words
            )
            broken = list(journal_problems())
            db.session.remove()
            db.engine.dispose()
    assert broken == []
    return Killed(
        acknowledged=len(acknowledged),
        kills=kills,
        lost=len(acknowledged - set(kept)),
        twice=sum(times - 1 for times in kept.values()),
        unanswered=len(set(kept) - acknowledged),
    )


def kills(filled: Path) -> None:
    """1,000 writes by eight people at once, the server killed twenty times, on both engines."""
    for engine in ENGINES:
        began = time.monotonic()
        found = prove_kills(engine, filled, wanted=1_000, kills=20, people=8)
        print(f"kills: {engine}: {found}, {time.monotonic() - began:.0f} s", flush=True)
        assert (found.lost, found.twice) == (0, 0)


def courses(_filled: Path) -> None:
    """Two hundred courses of forty steps, most of them on SQLite, which is back at once."""
    for engine, examples in COURSES.items():
        began = time.monotonic()
        with tempfile.TemporaryDirectory() as folder, open_scene(engine, Path(folder)) as scene:
            work(scene, examples=examples, steps=STEPS)
        seconds = time.monotonic() - began
        told = f"courses: {engine}: {examples} of {STEPS} steps agree with the model"
        print(f"{told}, {seconds:.0f} s", flush=True)


def fuzz(filled: Path) -> None:
    """The full number, each round on a fresh ward, the engines in turn."""
    began, statuses, wrong = time.monotonic(), Counter[int](), list[str]()
    for seed in range(FUZZ_ROUNDS):
        requests = FUZZ_REQUESTS // FUZZ_ROUNDS
        engine = ENGINES[seed % 2]
        findings = prove_fuzz(engine, filled, seed=seed, requests=requests, pages=100)
        statuses += findings.statuses
        wrong += [f"{engine}, round {seed}, {finding}" for finding in findings.wrong]
        seconds = time.monotonic() - began
        print(f"… {statuses.total()} requests, {len(wrong)} wrong, {seconds:.0f} s", flush=True)
    told = "  ".join(f"{status}: {count}" for status, count in sorted(statuses.items()))
    print(f"fuzz: {statuses.total()} requests ({told}), {len(wrong)} wrong, {seconds:.0f} s")
    assert not wrong, "\n".join(wrong)


def minute(filled: Path) -> None:
    """Two web processes and two schedulers for a minute, one of each killed half-way."""
    found = prove_minute(FULL_LOAD, filled)
    print(f"minute: {found}", flush=True)
    assert (found.lost, found.waiting, found.wrong) == (0, 0, ())
    assert found.claimed_by_the_killed <= 1
    assert found.told_again <= found.claimed_by_the_killed
    assert found.mails >= 2 * FULL_LOAD.people


PROOFS = {"courses": courses, "fuzz": fuzz, "kills": kills, "minute": minute}


def main(names: list[str]) -> None:
    """All proofs, or those named."""
    with tempfile.TemporaryDirectory() as shared:
        filled = filled_folder(Path(shared))
        for name in names or PROOFS:
            PROOFS[name](filled)


if __name__ == "__main__":
    main(sys.argv[1:])
