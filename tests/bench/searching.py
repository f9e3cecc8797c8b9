"""How long a search takes among 20,000 papers: with the kept key, and by patterns as before it."""

from __future__ import annotations

import time
from datetime import date

from sqlalchemy import and_, insert, or_, select

from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.personas import make_ward, present_ward
from tests.reminders.proofs import ENGINES, MORNING, database, empty_installation
from tracker.core import clock
from tracker.core.db import db, write
from tracker.core.text_vn import search_key
from tracker.evidence.rules import EvidenceKind
from tracker.plans.queries import all_plans
from tracker.progress.models import Evidence
from tracker.search.finding import find
from tracker.search.rules import Wanted, pattern_of

PAPERS = 20_000
WORDS = ("bao cao", "báo cáo", "duong lang 19999", "khong co tu nay")
SUBJECTS = ("Báo cáo kết quả số hóa", "Công văn mở rộng đường làng", "Kế hoạch phụng dưỡng")


def main() -> None:
    """One line per search on each engine: seconds in all, and of the former statement alone."""
    print(f"{'engine':<12}{'words':<20}{'found':>8}{'seconds':>10}{'former statement':>18}")
    for engine in ENGINES:
        with database(engine) as config, empty_installation(engine, config), clock.at(MORNING):
            with write():
                _add_papers()
            for words in WORDS:
                _measure(engine, words)


def _measure(engine: str, words: str) -> None:
    wanted, user = Wanted.from_text(words), present_ward().office
    began = time.perf_counter()
    found = list(find(wanted, user, all_plans(with_drafts=True)))
    seconds = time.perf_counter() - began
    began = time.perf_counter()
    db.session.execute(_former(wanted)).all()
    former = time.perf_counter() - began
    number = sum(len(group.items) for group in found)
    print(f"{engine:<12}{words:<20}{number:>8}{seconds:>10.3f}{former:>18.3f}", flush=True)


def _former(wanted: Wanted):  # type: ignore[no-untyped-def]
    columns = (
        Evidence.file_name,
        Evidence.document_number,
        Evidence.document_issuer,
        Evidence.document_summary,
    )
    return select(*columns).where(
        and_(
            *(or_(*(column.ilike(pattern_of(word)) for column in columns)) for word in wanted.words)
        )
    )


def _add_papers() -> None:
    ward = make_ward()
    task = make_task(make_plan(), fixed(date(2026, 8, 20)), lead=ward.culture)
    owed = contribution_of(task, ward.culture)
    rows = []
    for number in range(PAPERS):
        summary = f"{SUBJECTS[number % len(SUBJECTS)]} số {number}"
        rows.append(
            {
                "contribution_id": owed.id,
                "kind": EvidenceKind.DOCUMENT,
                "document_number": f"{number}/BC-UBND",
                "document_summary": summary,
                "added_at": MORNING,
                "search_key": search_key(f"{number}/BC-UBND", summary),
            }
        )
    db.session.execute(insert(Evidence), rows)
