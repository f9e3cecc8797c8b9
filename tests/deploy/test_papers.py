"""What the papers of deploy/ and the README promise is there: settings, commands, files."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from tests.deploy.commands import commands_in, problem_of
from tracker.cli import main

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
PAPERS = [ROOT / "README.md", *sorted(DEPLOY.glob("*.md"))]
SETTING = re.compile(r"TRACKER_[A-Z][A-Z_]*[A-Z]")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def settings_of_the_program() -> set[str]:
    return set(SETTING.findall((ROOT / "tracker" / "config.py").read_text("utf-8")))


def files_of_deploy() -> list[Path]:
    return [path for path in sorted(DEPLOY.rglob("*")) if path.is_file() and path.suffix != ".pyc"]


def test_the_readme_explains_every_setting_of_the_program() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    explained = set(re.findall(r"^\| `(TRACKER_[A-Z_]+)` \|", text, re.MULTILINE))
    assert explained == settings_of_the_program()


def test_the_help_of_the_program_names_every_setting() -> None:
    assert set(SETTING.findall(main.get_help(click.Context(main)))) == settings_of_the_program()


def test_the_readme_says_what_every_package_is_for() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    code_map = text[text.index("## Bản đồ mã nguồn") : text.index("## Từ dùng trong mã")]
    named = {name.removeprefix("tracker/") for name in re.findall(r"`([\w./]+)`", code_map)}
    packages = {path.parent.name for path in (ROOT / "tracker").glob("*/__init__.py")}
    assert packages <= named


def test_no_file_speaks_of_a_setting_that_is_not_there() -> None:
    known = settings_of_the_program()
    for path in [ROOT / "README.md", *files_of_deploy()]:
        unknown = set(SETTING.findall(path.read_text("utf-8-sig"))) - known
        assert not unknown, name_of(path)


@pytest.mark.parametrize("path", PAPERS, ids=name_of)
def test_every_command_that_is_named_exists_with_its_options(path: Path) -> None:
    for line in commands_in(path.read_text("utf-8")):
        assert problem_of(line) is None, f"tracker {line}: {problem_of(line)}"


def test_commands_are_found_in_the_papers_and_wrong_ones_told_apart() -> None:
    found = [line for path in PAPERS for line in commands_in(path.read_text("utf-8"))]
    assert {"init", "run", "create-user", "backup", "restore", "check", "journal"} <= {
        line.split()[0] for line in found
    }
    assert commands_in("```\nsudo tracker restore a.zip --fast\n```") == ["restore a.zip --fast"]
    for wrong in ("restor a.zip", "restore a.zip --fast", "init b", "journal seal", "--fast"):
        assert problem_of(wrong) is not None


@pytest.mark.parametrize("path", PAPERS, ids=name_of)
def test_every_file_that_is_named_is_there(path: Path) -> None:
    text = path.read_text("utf-8")
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text)
    for link in links:
        assert (path.parent / link).exists(), link
    for named in re.findall(r"(?<![\w/\\])deploy[/\\][\w./\\@-]+", text):
        assert (ROOT / named.replace("\\", "/").rstrip("./")).exists(), named
    for paper in re.findall(r"(?<![/\w(-])[A-Z]+(?:-[A-Z]+)+\.(?:md|cmd)", text):
        places = [DEPLOY / paper, DEPLOY / "windows" / paper]
        assert any(place.exists() for place in places), paper


def test_the_readme_leads_to_every_paper() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    index = (DEPLOY / "README.md").read_text("utf-8")
    assert "(deploy/README.md)" in readme
    for path in DEPLOY.glob("[A-Z]*-*.md"):
        assert f"({path.name})" in index, path.name


def test_the_threat_model_rests_on_tests_that_are_there() -> None:
    text = (DEPLOY / "MO-HINH-DE-DOA.md").read_text("utf-8")
    named = re.findall(r"`((?:tests|tracker)/[\w./]+\.py)(?:::(\w+))?`", text)
    assert len(named) > 30
    for file, test in named:
        path = ROOT / file
        assert path.exists(), file
        assert not test or f"def {test}(" in path.read_text("utf-8"), f"{file}::{test}"
