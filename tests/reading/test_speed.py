"""More rows take more time only in proportion; how long they take at all, `make bench` tells."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.reading.documents import Plan, long_plan, plan_as_docx, plan_as_text, plan_as_xlsx
from tests.reading.effort import growth
from tracker.reading.document import read_document


@pytest.mark.parametrize(
    "writer",
    [plan_as_docx, plan_as_xlsx, lambda plan: plan_as_text(plan).encode()],
    ids=["docx", "xlsx", "text"],
)
def test_time_grows_in_proportion(writer: Callable[[Plan], bytes]) -> None:
    documents = {rows: writer(long_plan(rows)) for rows in (100, 400)}

    assert growth(lambda rows: read_document(documents[rows], "a"), small=100, factor=4) < 2
