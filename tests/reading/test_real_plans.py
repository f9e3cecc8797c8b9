"""Two real plans in every format, against their transcription (only where ../shared is present)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reading.accuracy import Accuracy, measure, plan_files

FILES = list(plan_files())
NO_LETTERHEAD = {".csv"}
APPENDIX_ONLY = {"dinh-ke-2024.xlsx", "dinh-ke-2024.html"}


@pytest.fixture(scope="module", params=FILES, ids=[file.name for file, _ in FILES])
def real(request: pytest.FixtureRequest) -> tuple[Path, Accuracy]:
    file, truth = request.param
    return file, measure(file, truth)


if FILES:

    def test_every_task_is_found_and_none_invented(real: tuple[Path, Accuracy]) -> None:
        _, accuracy = real
        balance = accuracy.reading["balance"]
        wanted = [row["kind"] for row in accuracy.truth["rows"]]

        assert accuracy.missing == []
        assert accuracy.invented == []
        assert balance["tasks"] == wanted.count("task")
        assert balance["headings"] == len(wanted) - wanted.count("task")
        assert balance["rows_in_file"] == len(wanted)

    def test_labels_kinds_and_contents(real: tuple[Path, Accuracy]) -> None:
        _, accuracy = real

        assert accuracy.share("label", "kind", "content") >= 0.99

    def test_units_deadlines_and_products(real: tuple[Path, Accuracy]) -> None:
        _, accuracy = real

        for cell in ("lead_text", "lead", "cooperating_text", "cooperating"):
            assert accuracy.right_or_flagged(cell) >= 0.97
        for cell in ("deadline_text", "deadline", "product"):
            assert accuracy.right_or_flagged(cell) >= 0.97

    def test_what_is_wrong_is_flagged(real: tuple[Path, Accuracy]) -> None:
        _, accuracy = real

        assert accuracy.silently_wrong < 0.01, accuracy.wrong

    def test_structured_formats_need_no_flags(real: tuple[Path, Accuracy]) -> None:
        file, accuracy = real

        assert file.suffix == ".txt" or not accuracy.flagged

    def test_letterhead(real: tuple[Path, Accuracy]) -> None:
        file, accuracy = real
        reading, truth = accuracy.reading, accuracy.truth

        assert reading["columns"] == truth["columns"]
        if file.suffix in NO_LETTERHEAD:
            return
        assert reading["number"] == truth["number"]
        assert reading["issued_on"] == truth["date"]
        assert reading["issuer"] == truth["issuer"]
        assert reading["year"] == truth["year"]
        if file.name not in APPENDIX_ONLY:  # those hold the appendix's own title
            assert reading["title"] == truth["title"]
