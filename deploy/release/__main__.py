"""`make release`: wheel, source, bill of materials, audit and checksums, into `dist/`.

Stops at the first thing that does not hold. Two switches, each for one honest reason:
`--draft` tries it out before the version is written down in CHANGELOG.md and committed;
`--unaudited` goes on where the advisory service cannot be reached, and says so in dist/AUDIT.txt.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from deploy.release.archives import zip_of
from deploy.release.audit import Audit, audit
from deploy.release.checks import commit_time, problems
from deploy.release.sbom import bill_of_materials

ROOT = Path(__file__).resolve().parents[2]
DIST = ROOT / "dist"


def main() -> int:
    """Make the release; the exit code is 1 when something does not hold."""
    parser = argparse.ArgumentParser(prog="make release", description=__doc__)
    parser.add_argument("--draft", action="store_true")
    parser.add_argument("--unaudited", action="store_true")
    wanted = parser.parse_args()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    found = [] if wanted.draft else problems(ROOT, project["version"])
    if found:
        return _refuse(*found)
    made_at = int(os.environ.get("SOURCE_DATE_EPOCH") or commit_time(ROOT))
    shutil.rmtree(DIST, ignore_errors=True)
    if not _build(made_at):
        return _refuse("two builds of the same source differ: see the files in dist/")
    _write_bill(project["name"], project["version"], made_at)
    result = audit(ROOT / "requirements.lock")
    (DIST / "AUDIT.txt").write_text(result.as_text(), "utf-8")
    _say(result.as_text())
    if result.is_unsafe or not (result.is_complete or wanted.unaudited):
        return _refuse(_advice(result))
    shutil.copy(ROOT / "requirements.lock", DIST)
    _write_sums()
    return 0


def _build(made_at: int) -> bool:
    """Build wheel and source twice; whether both times gave the same bytes."""
    with tempfile.TemporaryDirectory() as second:
        for folder in (DIST, Path(second)):
            subprocess.run(
                [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), "."],
                cwd=ROOT,
                env=os.environ | {"SOURCE_DATE_EPOCH": str(made_at)},
                check=True,
                stdout=subprocess.DEVNULL,
            )
            for source in folder.glob("*.tar.gz"):
                zip_of(source)
        return _sums(DIST) == _sums(Path(second))


def _write_bill(name: str, version: str, made_at: int) -> None:
    text = bill_of_materials(ROOT, name=name, version=version, made_at=made_at)
    (DIST / f"{name}-{version}.cdx.json").write_text(text, "utf-8")


def _write_sums() -> None:
    lines = [f"{digest}  {name}" for name, digest in _sums(DIST).items()]
    (DIST / "SHA256SUMS").write_text("\n".join(lines) + "\n", "ascii")
    for line in lines:
        _say(line)


def _sums(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
    }


def _advice(result: Audit) -> str:
    if result.is_unsafe:
        return "choose versions without these holes (make lock), then release again"
    return "audit where the advisory service can be reached, or say --unaudited"


def _refuse(*sentences: str) -> int:
    for sentence in sentences:
        _say(f"✗ {sentence}")
    return 1


def _say(sentence: str) -> None:
    sys.stdout.write(f"{sentence.rstrip()}\n")


sys.exit(main())
