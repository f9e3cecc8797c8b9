"""`make release`: what it builds says truly what is in it; it stops where something is amiss."""

from __future__ import annotations

import json
import re
import tarfile
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest

from deploy.release.archives import zip_of
from deploy.release.audit import read_answer
from deploy.release.checks import note_problems
from deploy.release.sbom import COPIED, bill_of_materials, read_lock

ROOT = Path(__file__).resolve().parents[2]
NAME = "ward-task-tracker"
MADE_AT = 1_764_000_000
# Licences that let a ward use and pass on the whole.
FREE = re.compile(r"MIT|BSD|Apache|PSF|ISC|OFL|Zope|LGPL|MPL", re.IGNORECASE)


@pytest.fixture(scope="module")
def bill() -> dict[str, Any]:
    return json.loads(bill_of_materials(ROOT, name=NAME, version="1.2.3", made_at=MADE_AT))


def test_the_bill_names_every_pinned_package_with_hashes_and_who_asked_for_it(
    bill: dict[str, Any],
) -> None:
    pinned = read_lock((ROOT / "requirements.lock").read_text("utf-8"))
    found = {part["purl"]: part for part in bill["components"]}
    for one in pinned:
        part = found[f"pkg:pypi/{one.name}@{one.version}"]
        assert {hash_["content"] for hash_ in part["hashes"]} == set(one.hashes) != set()
    asked_for = {name for entry in bill["dependencies"] for name in entry.get("dependsOn", ())}
    assert {part["bom-ref"] for part in bill["components"]} <= asked_for
    assert len(found) == len(pinned) + len(COPIED)


def test_the_bill_names_every_package_the_project_itself_asks_for(bill: dict[str, Any]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = {re.split(r"[\[<>=]", line)[0] for line in project["dependencies"]}
    assert wanted <= {part["name"] for part in bill["components"]}


def test_the_bill_names_what_was_copied_into_the_project_in_the_version_that_is_there(
    bill: dict[str, Any],
) -> None:
    files = {
        file["name"]
        for part in bill["components"]
        for file in part.get("components", ())
        if file["hashes"]
    }
    for folder, kind in (("vendor", "js"), ("fonts", "ttf"), ("fonts", "woff2")):
        for path in (ROOT / "static" / folder).rglob(f"*.{kind}"):
            assert path.relative_to(ROOT).as_posix() in files
    for one in COPIED:
        folder = (ROOT / one.files).parent
        told = "".join(path.read_text("utf-8") for path in folder.glob("*.[ms][dv]*"))
        assert one.version in told, one.package


def test_every_licence_that_is_named_lets_a_ward_use_it(bill: dict[str, Any]) -> None:
    for part in bill["components"]:
        for licence in part.get("licenses", ()):
            words = licence.get("expression") or " ".join(licence["license"].values())
            assert FREE.search(words), f"{part['name']}: {words}"


def test_the_same_lock_gives_the_same_bill(bill: dict[str, Any]) -> None:
    again = bill_of_materials(ROOT, name=NAME, version="1.2.3", made_at=MADE_AT)
    assert json.loads(again) == bill


@pytest.mark.parametrize(
    ("notes", "holds"),
    [
        ("# Thay đổi\n\n## 1.2.3 (26/11/2026)\n\n- Một điều.\n", True),
        ("# Thay đổi\n\n## Chưa phát hành\n\n## 1.2.3 (26/11/2026)\n\n- Một điều.\n", True),
        ("# Thay đổi\n\n## Chưa phát hành\n\n- Một điều.\n", False),
        ("# Thay đổi\n\n## 1.2.3 (26/11/2026)\n\n## 1.2.2 (01/11/2026)\n\n- Một điều.\n", False),
        ("# Thay đổi\n\n## 1.2.30 (26/11/2026)\n\n- Một điều.\n", False),
        ("# Thay đổi\n\n## 1.2.3\n\n- Một điều.\n", False),
    ],
)
def test_a_release_needs_its_notes_in_the_list_of_changes(notes: str, *, holds: bool) -> None:
    assert (note_problems(notes, "1.2.3") == []) is holds


def test_the_audit_tells_safe_from_unsafe_from_unknown() -> None:
    good = {"name": "flask", "version": "3.1", "vulns": []}
    hole = {"id": "PYSEC-1", "fix_versions": ["2.0"]}
    bad = {"name": "jinja2", "version": "1.0", "vulns": [hole]}
    unknown = {"name": "typst", "skip_reason": "not found"}
    assert read_answer({"dependencies": [good]}).is_complete
    unsafe = read_answer({"dependencies": [good, bad]})
    assert unsafe.is_unsafe
    assert "jinja2 1.0: PYSEC-1 (mended in 2.0)" in unsafe.as_text()
    assert not read_answer({"dependencies": [good, unknown]}).is_complete
    assert not read_answer({"dependencies": []}).is_complete


def test_the_source_as_a_zip_holds_the_same_files_and_the_same_bytes_again(tmp_path: Path) -> None:
    source = tmp_path / "tracker-1.2.3.tar.gz"
    with tarfile.open(source, "w:gz") as tar:
        for name in ("deploy/windows/CAI-DAT.cmd", "README.md"):
            tar.add(ROOT / name, f"tracker-1.2.3/{name}")
    first = zip_of(source).read_bytes()
    with zipfile.ZipFile(tmp_path / "tracker-1.2.3.zip") as archive:
        assert archive.read("tracker-1.2.3/README.md") == (ROOT / "README.md").read_bytes()
        assert len(archive.namelist()) == 2
    assert zip_of(source).read_bytes() == first
