"""The courses of work of `make proofs`, fewer and shorter."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from tests.personas import Browser, Ward
from tests.robustness.course import make_scene, work


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_people_at_random_and_the_paper_beside_them_agree(
    app: Flask, ward: Ward, browser: Browser, tmp_path: Path
) -> None:
    scene = make_scene(app, ward, browser, tmp_path / "beginning.sqlite3")
    work(scene, examples=6, steps=20)
    assert len(scene.beginning) == 4
