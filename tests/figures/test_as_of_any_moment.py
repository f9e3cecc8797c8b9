"""Random courses of work through the real verbs: every as-of figure equals a slow recount.

The journal is read entry by entry from the first, and must tell of each evening what the pages
showed then. With the whole course in the database, the figures of any window must be those the
journal gives.
"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.figures.proofs import NOW, prove
from tests.personas import Ward
from tracker.figures.queries import rows_in
from tracker.figures.windows import chosen_days
from tracker.settings.rules import DataWindow


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    # A course is not made simpler by a smaller seed.
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(0, 1_000_000))
def test_as_of_figures_equal_a_slow_recount_and_add_up(ward: Ward, seed: int) -> None:
    assert prove(ward, seed) > 0


def test_a_day_before_the_course_counts_nothing(ward: Ward) -> None:
    assert ward
    before = chosen_days(date(2026, 6, 1), date(2026, 6, 2), DataWindow.CALENDAR)
    assert rows_in(before, NOW) == []
