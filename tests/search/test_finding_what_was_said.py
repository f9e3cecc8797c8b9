"""Letters, directives, remarks and difficulties are found, by those who may see them."""

from __future__ import annotations

from datetime import date

import pytest
from flask.testing import FlaskClient

from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.personas import Browser, Ward
from tests.progress.reports import send_report
from tests.search.pages import found
from tracker.conversations.service import say
from tracker.core import clock
from tracker.core.db import db
from tracker.evidence.rules import EvidenceKind
from tracker.follow_up.directives import Word, give
from tracker.follow_up.service import Order, send_letters
from tracker.progress.models import Evidence
from tracker.search.rules import Wanted
from tracker.search.spoken import letter_candidates
from tracker.tasks.models import Task


@pytest.fixture
def task(ward: Ward, browser: Browser) -> Task:
    """Something of everything was said about culture's late work."""
    task = make_task(make_plan(), fixed(date(2026, 7, 16)), lead=ward.culture, content="Rà soát")
    db.session.commit()
    owed = contribution_of(task, ward.culture)
    send_report(
        browser.as_(ward.culture_head), owed, status="in_progress", difficulty="Thiếu máy quét."
    )
    order = Order(first_number=12, answer_by=date(2026, 8, 10), request_key="k")
    send_letters([owed], order, actor=ward.office)
    give(task, [ward.culture], Word("Khẩn trương hoàn thành.", None, "w"), actor=ward.leader)
    say(task, "Nhờ mượn thêm máy tính.", request_key="r", actor=ward.office)
    db.session.commit()
    return task


def addresses(client: FlaskClient, words: str) -> list[str]:
    return [url for url, _text in found(client, words)]


def test_what_was_said_is_found_with_or_without_accents(
    ward: Ward, browser: Browser, task: Task
) -> None:
    for person in (ward.office, ward.culture_head):
        client = browser.as_(person)
        assert addresses(client, "khan truong") == ["/directives/1"]
        assert "/urgings/1" in addresses(client, "12/UBND-VP")
        assert addresses(client, "mượn thêm") == [f"/tasks/{task.id}#remark-1"]
        assert [url.split("#")[0] for url in addresses(client, "may quet")] == [f"/tasks/{task.id}"]


@pytest.mark.usefixtures("task")
def test_strangers_find_nothing_of_it(ward: Ward, browser: Browser) -> None:
    client = browser.as_(ward.economy_head)
    for words in ("khan truong", "12/UBND-VP", "mượn thêm", "máy quét"):
        assert addresses(client, words) == []


def test_papers_keep_what_they_are_called_by(task: Task, ward: Ward) -> None:
    paper = Evidence(
        contribution=contribution_of(task, ward.culture),
        kind=EvidenceKind.DOCUMENT,
        document_number="15/BC-UBND",
        document_summary="Báo cáo đường làng",
        added_at=clock.now(),
    )
    db.session.add(paper)
    db.session.flush()
    assert paper.search_key == "15/bc-ubnd bao cao duong lang\n15/bc-ubnd báo cáo đường làng"


@pytest.mark.usefixtures("task")
def test_old_letters_are_found_by_number_unit_and_task(ward: Ward) -> None:
    def old(words: str) -> int:
        return len(letter_candidates(Wanted.from_text(words), ward.office, newest=0))

    assert [old(words) for words in ("12", "12/ubnd-vp", "ra soat", "công văn Văn hóa")] == [1] * 4
    assert [old(words) for words in ("13/ubnd-vp", "ra soat duong", "Kinh tế")] == [0] * 3
