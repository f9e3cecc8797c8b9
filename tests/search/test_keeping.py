"""What was found stays found while work merely goes on, and is looked for again after all else."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest
from flask import Flask

from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.personas import Browser, Ward
from tests.progress.files import PDF
from tests.progress.reports import send_report
from tracker.audit.rules import AuditAction
from tracker.core.db import db
from tracker.progress.marks import Mark
from tracker.progress.told import work_goes_on
from tracker.search import views
from tracker.search.keeping import _Keeper
from tracker.tasks.models import Task


@pytest.fixture
def task(ward: Ward) -> Task:
    task = make_task(make_plan(), fixed(date(2026, 8, 20)), lead=ward.culture, content="Số hóa")
    db.session.commit()
    return task


@pytest.fixture
def searches(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The words of every search that was not kept."""
    made: list[str] = []
    find = views.find

    def noted(wanted, *rest, **more):  # type: ignore[no-untyped-def]
        made.append(wanted.folded)
        return find(wanted, *rest, **more)

    monkeypatch.setattr(views, "find", noted)
    return made


def test_work_that_goes_on_changes_nothing_found_but_its_papers_and_words_do(
    ward: Ward, browser: Browser, task: Task, searches: list[str]
) -> None:
    work = contribution_of(task, ward.culture)
    office, head = browser.as_(ward.office), browser.as_(ward.culture_head)

    def page(words: str) -> str:
        return office.get("/search", query_string={"words": words}).text

    def report(*files: tuple[str, bytes], **said: str) -> None:
        said = {"status": "in_progress", "request_key": said["note"], **said}
        assert send_report(head, work, *files, **said).status_code == 303
        db.session.expire_all()

    assert "Số hóa" in page("so hoa")
    report(note="Đang làm.")
    assert "Số hóa" in page("so hoa")
    report(note="Vẫn đang làm.")
    assert "Số hóa" in page("so hoa")
    assert searches == ["so hoa"]

    assert "bien-ban.pdf" not in page("bien ban")
    report(("bien-ban.pdf", PDF), note="Gửi biên bản.")
    assert "bien-ban.pdf" in page("bien ban")
    assert searches == ["so hoa", "bien ban", "bien ban"]

    assert "Thiếu máy quét" not in page("may quet")
    report(note="Vướng.", difficulty="Thiếu máy quét")
    assert "Thiếu máy quét" in page("may quet")


def test_whoever_else_searches_finds_what_they_may_see(
    ward: Ward, browser: Browser, task: Task, searches: list[str]
) -> None:
    send_report(
        browser.as_(ward.culture_head), contribution_of(task, ward.culture), ("to-trinh.pdf", PDF)
    )
    assert "to-trinh.pdf" in browser.as_(ward.office).get("/search?words=to+trinh").text
    assert "to-trinh.pdf" not in browser.as_(ward.economy_head).get("/search?words=to+trinh").text
    assert searches == ["to trinh", "to trinh"]


def test_whoever_began_before_others_saved_is_given_what_was_found(app: Flask) -> None:
    keeper, told = _Keeper(), [Mark(number, f"seal {number}", 1, 1, None) for number in range(3)]
    keeper.move_to(told[1])
    keeper.answers["words"] = "found"
    assert keeper.is_good_at(told[1])
    # The same number of another journal, and one that was never passed.
    assert not keeper.is_good_at(Mark(1, "another seal", 1, 1, None))
    keeper.move_to(told[0])
    assert not keeper.is_good_at(told[0])
    assert keeper.answers
    # The journal holds no such entries: nothing is known of the way there.
    keeper.move_to(told[2])
    assert not keeper.answers
    assert app.debug is False


@pytest.mark.parametrize(
    ("before", "after", "is_harmless"),
    [
        ("not_started", "in_progress", True),
        ("returned", "in_progress", True),
        ("accepted", "in_progress", False),
        ("cancelled", "in_progress", False),
        ("in_progress", "cancelled", False),
    ],
)
def test_only_work_that_goes_on_shows_the_same_papers(
    before: str, after: str, is_harmless: bool
) -> None:
    changes = {"status": [before, after]}
    entry = SimpleNamespace(action=AuditAction.CONTRIBUTION_UPDATED, changes=changes)
    assert work_goes_on(entry) is is_harmless  # type: ignore[arg-type]
