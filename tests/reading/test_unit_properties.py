"""What holds for every cell of unit names, and for whole plans (real ones where they are there)."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reading.truths import truths
from tracker.reading.unit_names import (
    is_collective,
    is_leadership,
    is_outside_ward,
    loose_unit_key,
    split_units,
    unit_key,
)

KNOWN = (
    "Văn phòng HĐND và UBND",
    "Phòng Kinh tế, Hạ tầng và Đô thị",
    "Phòng Văn hóa - Xã hội",
    "Trung tâm Phục vụ hành chính công",
    "Tổ Dân vận, An sinh và Nghĩa tình",
    "Công an phường",
    "Tư pháp & Hộ tịch",
    "Các phòng, ban, đơn vị",
    "UBND thành phố",
)
SEPARATORS = st.sampled_from([", ", ",", "; ", ";", "\n", ",\n", "\n- ", " và ", " & ", " / "])
ANY_TEXT = st.text(max_size=120) | st.lists(
    st.sampled_from(["Phòng", "Văn phòng", "HĐND", "UBND", "và", "-", ",", ";", "\n", "các", "("]),
    max_size=14,
).map(" ".join)
PLANS = [path for path in truths() if '"lead_text"' in path.read_text("utf-8")]


@given(st.lists(st.sampled_from(KNOWN), min_size=1, max_size=5, unique=True), st.data())
def test_known_names_come_back_whatever_separates_them(
    names: list[str], data: st.DataObject
) -> None:
    cell = names[0]
    for name in names[1:]:
        cell += data.draw(SEPARATORS) + name

    found = split_units(cell, KNOWN)

    assert found.names == tuple(names)
    assert found.certain


@given(st.lists(st.sampled_from(KNOWN), min_size=1, max_size=4, unique=True))
def test_fonts_do_not_change_a_split(names: list[str]) -> None:
    cell = "; ".join(names)
    decomposed = unicodedata.normalize("NFD", cell).replace(" ", "\u00a0")

    assert split_units(decomposed, KNOWN) == split_units(cell, KNOWN)


@given(ANY_TEXT, st.lists(st.text(max_size=20), max_size=3))
def test_any_cell_is_answered(cell: str, known: list[str]) -> None:
    found = split_units(cell, known)

    assert found.certain is (found.message is None)
    assert len(set(found.names)) == len(found.names)
    assert all(name == name.strip() and name for name in found.names)


@given(ANY_TEXT)
def test_keys_and_hints_answer_any_name(name: str) -> None:
    assert unit_key(unit_key(name)) == unit_key(name)
    assert loose_unit_key(name) or not unit_key(name)
    for hint in (is_collective, is_outside_ward, is_leadership):
        assert isinstance(hint(name), bool)


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_whole_plans_split_as_a_person_split_them(path: Path) -> None:
    rows = json.loads(path.read_text(encoding="utf-8"))["rows"]
    assert rows
    for row in rows:
        for role in ("lead", "cooperating"):
            assert list(split_units(row[f"{role}_text"]).names) == row[role], row["tt"]
