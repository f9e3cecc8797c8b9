"""The courses of work of `make proofs`, fewer and shorter."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.robustness.course.machine import work
from tests.robustness.course.scene import open_scene


@pytest.mark.parametrize(("engine", "examples"), [("sqlite", 3), ("postgresql", 2)])
def test_people_at_random_and_the_paper_beside_them_agree(
    engine: str, examples: int, tmp_path: Path
) -> None:
    with open_scene(engine, tmp_path) as scene:
        work(scene, examples=examples, steps=14)
        assert len(scene.beginning.parts) == 4
