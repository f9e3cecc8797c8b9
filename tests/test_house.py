"""The house rules that a machine can check."""

from __future__ import annotations

import ast
import re
import subprocess
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest

from tests.longest_first import LONGEST

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted((ROOT / "tracker").rglob("*.py"))
LONGEST_MODULE = 350
LONGEST_FUNCTION = 45
MOST_PARAMETERS = 7
DOCUMENTED = {"rules.py", "service.py", "queries.py"}
# Folders of one person's machine.
MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:root|home|work|Users)/\w")
ENDINGS = [".py", ".html", ".md", ".toml", ".css", ".js", ".txt", ".yml", ".cfg", ".ini", ".typ"]

Function = ast.FunctionDef | ast.AsyncFunctionDef


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@dataclass
class Looked:
    """What the rules ask of a module. Its tree is not kept: all of them are a quarter gigabyte."""

    functions: list[tuple[str, int, int]] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    updates: list[str] = field(default_factory=list)
    silent_handlers: list[int] = field(default_factory=list)
    docstring: str | None = None
    silent: list[str] = field(default_factory=list)


@cache
def looked(path: Path) -> Looked:
    """One walk through the module for all the rules."""
    tree = ast.parse(path.read_text("utf-8"))
    found = Looked(docstring=ast.get_docstring(tree))
    found.silent = [
        node.name
        for node in tree.body
        if isinstance(node, Function | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    for node in ast.walk(tree):
        if isinstance(node, Function):
            found.functions.append(measured(node))
        elif isinstance(node, ast.Call):
            found.calls.append(ast.unparse(node.func))
            if found.calls[-1].split(".")[-1] == "update" and moves_days(node):
                found.updates.append(ast.unparse(node)[:60])
        elif isinstance(node, ast.ExceptHandler) and all(
            isinstance(part, ast.Pass) for part in node.body
        ):
            found.silent_handlers.append(node.lineno)
    return found


def measured(function: Function) -> tuple[str, int, int]:
    """Its name, its lines and its parameters."""
    length = (function.end_lineno or function.lineno) - function.lineno + 1
    arguments = function.args
    count = len(arguments.args) + len(arguments.kwonlyargs)
    names = {argument.arg for argument in arguments.args}
    return function.name, length, count - len(names & {"self", "cls"})


def moves_days(call: ast.Call) -> bool:
    return any(ast.unparse(part) in ("Occurrence", "Contribution") for part in call.args)


def tracked_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False, text=True
    )
    if listed.returncode != 0:
        return [
            path for path in ROOT.glob("*/**/*") if path.is_file() and ".venv" not in path.parts
        ]
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_and_functions_are_short(path: Path) -> None:
    lines = path.read_text("utf-8").count("\n")
    assert lines <= LONGEST_MODULE, f"{lines} lines"
    for name, length, parameters in looked(path).functions:
        assert length <= LONGEST_FUNCTION, f"{name}: {length} lines"
        assert parameters <= MOST_PARAMETERS, name


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_and_public_verbs_say_what_they_are_for(path: Path) -> None:
    assert looked(path).docstring, "the module says nothing"
    if path.name in DOCUMENTED:
        assert looked(path).silent == []


def test_only_the_clock_reads_the_time() -> None:
    readers = ("datetime.now", "datetime.utcnow", "date.today", "datetime.today", "time.time")
    found = {
        f"{name_of(path)}: {call}"
        for path in MODULES
        for call in looked(path).calls
        if call in readers
    }
    assert found == {"tracker/core/clock.py: datetime.now"}


def test_only_the_edge_commits() -> None:
    found = {
        name_of(path)
        for path in MODULES
        for call in looked(path).calls
        if call.split(".")[-1] == "commit"
    }
    assert found == {"tracker/core/db.py"}


def test_due_days_move_only_through_their_instance() -> None:
    """A contribution's copy of the due day follows the instance's row: no statement goes past it.

    `progress/models.py` keeps the copy when an instance is saved; a bulk update would not be seen.
    """
    found = {f"{name_of(path)}: {update}" for path in MODULES for update in looked(path).updates}
    assert found == {"tracker/progress/models.py: update(Contribution)"}


def test_uploads_are_read_in_one_place() -> None:
    """There they stay open and are wound back: after whoever does not, others find nothing."""
    reading = re.compile(r"\bupload\.(?:read|close)\(|\.stream\b(?!\()")
    found = {name_of(path) for path in MODULES if reading.search(path.read_text("utf-8"))}
    assert found == {"tracker/core/requests.py", "tracker/core/request_keys.py"}


def test_nothing_is_swallowed_or_printed() -> None:
    for path in MODULES:
        silent = looked(path).silent_handlers
        assert silent == [], f"{name_of(path)}: lines {silent} pass over an error"
        assert "print" not in looked(path).calls, f"{name_of(path)} prints"


def test_no_path_of_a_machine_is_in_the_project() -> None:
    checked = 0
    for path in tracked_files():
        if path.suffix not in ENDINGS and path.name != "Makefile":
            continue
        checked += 1
        found = MACHINE_PATHS.search(path.read_text("utf-8"))
        assert found is None, f"{name_of(path)}: {found[0] if found else ''}"
    assert checked > 100


def test_no_address_of_a_package_registry_is_pinned() -> None:
    for name in ("requirements.lock", "tests/requirements.lock", "pyproject.toml"):
        text = (ROOT / name).read_text("utf-8")
        assert "-".join(("index", "url")) not in text
        assert re.search(r"https?://", text) is None, name


def test_migrations_are_numbered_without_gaps_and_form_one_line() -> None:
    files = sorted((ROOT / "migrations" / "versions").glob("*.py"))
    numbers = [path.name[:4] for path in files]
    assert numbers == [f"{position:04d}" for position in range(1, len(files) + 1)]
    previous: str | None = None
    for path in files:
        text = path.read_text("utf-8")
        revision = re.search(r'^revision(?:: str)? = "(\w+)"', text, re.MULTILINE)
        below = re.search(r'^down_revision.*= (?:"(\w+)"|None)', text, re.MULTILINE)
        assert revision, path.name
        assert below, path.name
        assert below[1] == previous, f"{path.name} follows {below[1]}"
        previous = revision[1]


def test_pages_hold_neither_inline_style_nor_inline_script() -> None:
    wrong = re.compile(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=", re.IGNORECASE)
    for path in sorted((ROOT / "templates").rglob("*.html")):
        if path.name == "digest.html":
            continue  # Mail programs take no style sheet.
        found = wrong.search(path.read_text("utf-8"))
        assert found is None, f"{name_of(path)}: {found[0] if found else ''}"


def test_no_dot_between_facts_can_end_a_line() -> None:
    """Pages have `.strung` draw it, which hides it where a line begins; mails have no such help."""
    with_dots = {
        path.relative_to(ROOT / "templates").as_posix()
        for path in (ROOT / "templates").rglob("*.html")
        if "·" in re.sub(r"<title>.*</title>", "", path.read_text("utf-8"))
    }
    mails = {f"reminders/{name}.html" for name in ("digest", "password_reset", "trial")}
    assert {name for name in with_dots if not name.startswith("styleguide/")} == mails


def test_templates_trust_nothing_by_hand() -> None:
    """Whatever a person typed is escaped; `|safe` would let it through."""
    for path in sorted((ROOT / "templates").rglob("*.html")):
        text = path.read_text("utf-8")
        assert not re.search(r"\|\s*safe\b|autoescape false", text), name_of(path)


def test_a_field_has_one_name() -> None:
    """The list of what is wrong calls it as its form does: where one may be wrong, so do pages."""
    # Without such a list; a box that is only ticked.
    others = {"imports/_cell_form.html", "plan_life/copy.html"}
    for path in sorted((ROOT / "templates").rglob("*.html")):
        called = re.search(r"forms\.\w+\([^{}]*?\blabel=", path.read_text("utf-8"))
        assert not called or path.relative_to(ROOT / "templates").as_posix() in others, path.name


def test_the_files_of_tests_that_begin_are_there() -> None:
    assert [name for name in LONGEST if not (ROOT / "tests" / name).is_file()] == []


def test_what_several_test_modules_need_stands_in_none_of_them() -> None:
    imported = re.compile(r"^(?:from|import) tests\..*\btest_\w+", re.MULTILINE)
    modules = sorted((ROOT / "tests").rglob("*.py"))
    assert modules
    assert [name_of(path) for path in modules if imported.search(path.read_text("utf-8"))] == []
