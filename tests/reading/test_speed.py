"""Two hundred rows are read while one blinks, and more rows take more time only in proportion."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from tests.reading.documents import Plan, long_plan, plan_as_docx, plan_as_text, plan_as_xlsx
from tracker.reading.document import read_document


def _seconds(data: bytes) -> float:
    """Processor time, the best of three: other work on the machine does not count."""
    times = []
    for _ in range(3):
        start = time.process_time()
        read_document(data, "ke-hoach")
        times.append(time.process_time() - start)
    return min(times)


@pytest.mark.parametrize(
    ("writer", "limit"),
    [(plan_as_docx, 0.5), (plan_as_xlsx, 0.5), (lambda plan: plan_as_text(plan).encode(), 0.3)],
    ids=["docx", "xlsx", "text"],
)
def test_two_hundred_rows(writer: Callable[[Plan], bytes], limit: float) -> None:
    assert _seconds(writer(long_plan(200))) < limit


def test_time_grows_in_proportion() -> None:
    short, long = (_seconds(plan_as_text(long_plan(rows)).encode()) for rows in (100, 400))

    assert long < 4 * short * 1.8
