"""An amended plan: what it adds, changes and drops is shown first; history stays with the rest."""

from __future__ import annotations

from collections import Counter
from datetime import date, time
from itertools import pairwise

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from tests.imports.amended import apply, contributions, hand_in, task
from tests.imports.documents import AMENDED, CULTURE, OFFICE, plan_docx
from tests.imports.reviewing import HTMX, row_with, save, words_of
from tests.personas import Ward
from tracker.audit.models import AuditEntry
from tracker.core.db import db
from tracker.core.text_vn import fold
from tracker.imports.amendments import Fate, compare, pair_by_hand
from tracker.imports.models import ImportDraft
from tracker.imports.pairing import CERTAIN, DOUBTFUL, Match, Side, matches
from tracker.imports.queries import last_change
from tracker.imports.rules import CellField
from tracker.imports.service import import_file
from tracker.plans.models import Plan
from tracker.progress.instances import make_due_instances
from tracker.progress.rules import ContributionStatus
from tracker.tasks.queries import tasks_of_plan
from tracker.units.queries import unit_directory

TODAY = date(2026, 8, 5)


def test_the_review_says_row_by_row_what_will_happen(
    office: FlaskClient, amendment: ImportDraft
) -> None:
    compared = compare(amendment, unit_directory())
    assert compared is not None
    assert {fate: compared.count(fate) for fate in Fate} == {
        Fate.ADDED: 1,
        Fate.CHANGED: 2,
        Fate.DROPPED: 1,
        Fate.UNCHANGED: 2,
    }
    page = words_of(office.get(f"/imports/{amendment.id}"))
    assert "1 thêm mới 2 thay đổi 1 bỏ 2 giữ nguyên" in page
    assert "Thời hạn: 30/09/2026 → 31/10/2026" in page
    assert "Bỏ 1.2 Trả lời kiến nghị của người dân" in page
    assert "Áp dụng bản sửa đổi" in page


def test_a_plan_of_the_same_number_is_offered(office: FlaskClient, plan: Plan, ward: Ward) -> None:
    draft = import_file("sua-doi.docx", plan_docx(AMENDED), actor=ward.office)
    db.session.commit()
    assert "Đã có kế hoạch cùng số hoặc cùng tên" in words_of(office.get(f"/imports/{draft.id}"))
    answer = office.post(f"/imports/{draft.id}/amends", data={"plan": plan.id})
    assert answer.status_code == 303
    assert draft.amends_plan == plan
    outdated = office.post(f"/imports/{draft.id}/amends", data={"plan": "0", "seen": "0"})
    assert outdated.status_code == 409
    assert f"là bản sửa đổi của “{plan.title}”" in words_of(outdated)
    office.post(f"/imports/{draft.id}/amends", data={"plan": "0", "seen": plan.id})
    assert draft.amends_plan is None


def test_the_upload_form_asks_which_plan_is_amended(office: FlaskClient, plan: Plan) -> None:
    import io

    file = (io.BytesIO(plan_docx(AMENDED)), "sua-doi.docx")
    answer = office.post("/imports", data={"file": file, "amends": str(plan.id)})
    assert answer.status_code == 303
    draft = db.session.scalars(select(ImportDraft).order_by(ImportDraft.id.desc())).first()
    assert draft is not None
    assert draft.amends_plan == plan


def test_applying_keeps_the_tasks_that_remain_and_their_number(
    plan: Plan, amendment: ImportDraft, ward: Ward
) -> None:
    before = {task.content: task.id for task in tasks_of_plan(plan.id)}
    assert apply(amendment, ward).id == plan.id

    after = {task.content: task.id for task in tasks_of_plan(plan.id)}
    kept = before.keys() & after.keys()
    assert len(kept) == 4
    assert all(before[name] == after[name] for name in kept)
    assert [task.label for task in tasks_of_plan(plan.id)] == ["1", "2", "1.1", "1.2", "2"]
    moved = task("Lập danh mục")
    assert moved.section is not None
    assert moved.section.title == "Rà soát thủ tục hành chính"


def test_a_moved_deadline_moves_what_nobody_has_handed_in(
    plan: Plan, amendment: ImportDraft, ward: Ward
) -> None:
    changed = task("Ban hành kế hoạch")
    (instance,) = changed.occurrences
    apply(amendment, ward)
    (instance,) = task("Ban hành kế hoạch").occurrences
    assert (instance.due_on, instance.original_due_on) == (date(2026, 10, 31), date(2026, 10, 31))
    assert instance.due_version == 2
    make_due_instances(today=TODAY)
    assert len(task("Ban hành kế hoạch").occurrences) == 1
    assert plan.id


def test_units_no_longer_named_owe_nothing_and_history_stays(
    amendment: ImportDraft, ward: Ward
) -> None:
    changed = task("Ban hành kế hoạch")
    owed = contributions(changed)
    assert len(owed) == 3
    apply(amendment, ward)
    statuses = {c.unit.name: c.status for c in contributions(task("Ban hành kế hoạch"))}
    assert statuses[OFFICE] is ContributionStatus.NOT_STARTED
    assert statuses[CULTURE] is ContributionStatus.CANCELLED
    cancelled = next(c for c in contributions(changed) if c.unit.name == CULTURE)
    assert "không còn giao việc này" in (cancelled.updates[0].note or "")
    assert [a.unit.name for a in task("Ban hành kế hoạch").assignments] == [OFFICE]


def test_what_was_handed_in_is_judged_by_the_deadline_of_its_day(
    plan: Plan, amendment: ImportDraft, ward: Ward
) -> None:
    done = next(c for c in contributions(task("Lập danh mục")) if c.unit == ward.culture)
    hand_in(done, ward)
    row_with(amendment, "Lập danh mục").deadline = {
        **(row_with(amendment, "Lập danh mục").deadline or {}),
        "dates": ["2026-12-15"],
    }
    db.session.commit()
    apply(amendment, ward)
    (instance,) = task("Lập danh mục").occurrences
    assert instance.due_on == date(2026, 3, 31)
    (kept,) = [c for c in contributions(task("Lập danh mục")) if c.unit == ward.culture]
    assert kept.status is ContributionStatus.SUBMITTED
    assert len(kept.updates) == 1
    assert plan.id


def test_a_dropped_task_is_closed_and_shown_only_when_asked_for(
    office: FlaskClient, plan: Plan, amendment: ImportDraft, ward: Ward
) -> None:
    apply(amendment, ward)
    dropped = task("Trả lời kiến nghị")
    assert dropped.dropped_on == TODAY
    assert dropped not in tasks_of_plan(plan.id)
    assert list(tasks_of_plan(plan.id, dropped=True)) == [dropped]
    assert "Trả lời kiến nghị" not in words_of(office.get(f"/plans/{plan.id}"))
    shown = words_of(office.get(f"/plans/{plan.id}?dropped=1"))
    assert "Trả lời kiến nghị" in shown
    assert "Lập danh mục" not in shown


def test_open_work_of_a_dropped_task_is_cancelled_with_the_reason(plan: Plan, ward: Ward) -> None:
    rows = tuple(row for row in AMENDED if "danh mục" not in row[1])
    draft = import_file("sua-doi.docx", plan_docx(rows), actor=ward.office)
    draft.amends_plan = plan
    db.session.commit()
    apply(draft, ward)
    found = contributions(task("Lập danh mục"))
    assert found
    assert {c.status for c in found} == {ContributionStatus.CANCELLED}
    assert all("bản sửa đổi" in (c.updates[0].note or "") for c in found)


def test_the_journal_tells_old_and_new(amendment: ImportDraft, ward: Ward) -> None:
    apply(amendment, ward)
    entries = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "task:changed")
    ).all()
    changed = next(entry for entry in entries if "Ban hành kế hoạch" in entry.subject_name)
    assert changed.changes["due_dates"] == [["2026-09-30"], ["2026-10-31"]]
    assert changed.changes["deadline_text"] == ["Trước 30/9/2026", "Trước 31/10/2026"]
    assert not [entry for entry in entries if "Báo cáo tình hình" in entry.subject_name]


def test_a_pair_can_be_made_and_unmade_by_hand(
    office: FlaskClient, amendment: ImportDraft, ward: Ward
) -> None:
    row = row_with(amendment, "Tập huấn")
    wanted = task("Trả lời kiến nghị")
    url = f"/imports/{amendment.id}/rows/{row.id}/pair"
    assert office.post(url, data={"task": wanted.id}).status_code == 303
    compared = compare(amendment, unit_directory())
    assert compared is not None
    assert compared.task_of(row) == wanted
    assert compared.count(Fate.DROPPED) == 0
    pair_by_hand(row, 0, seen=wanted.id, actor=ward.office)
    compared = compare(amendment, unit_directory())
    assert compared is not None
    assert compared.count(Fate.ADDED) == 1
    assert office.post(url, data={"task": "99999"}).status_code == 422


def test_two_who_pair_one_row_are_told_of_each_other(
    office: FlaskClient, plan: Plan, amendment: ImportDraft
) -> None:
    row = row_with(amendment, "Tập huấn")
    first, second = tasks_of_plan(plan.id)[:2]
    url = f"/imports/{amendment.id}/rows/{row.id}/pair"
    assert office.post(url, data={"task": first.id, "seen": "0"}).status_code == 303
    outdated = office.post(url, data={"task": second.id, "seen": "0"})
    assert outdated.status_code == 409
    assert f"vừa được ghép với “{first.label} {first.content}”" in words_of(outdated)
    assert f'name="seen" value="{first.id}"' in outdated.text
    assert f'value="{second.id}" selected' in outdated.text
    assert row.paired_task_id == first.id
    # The same choice twice is one.
    assert office.post(url, data={"task": first.id, "seen": "0"}).status_code == 303


@pytest.mark.parametrize(
    ("rows", "tasks", "expected"),
    [
        (["Lập kế hoạch năm"], ["Lập kế hoạch năm"], [Match(1, 101, is_doubtful=False)]),
        (["Lập kế hoạch năm"], ["Trồng cây đầu xuân"], []),
        (
            ["Rà soát danh mục thủ tục của phường"],
            ["Rà soát danh mục chế độ báo cáo của phường"],
            [Match(1, 101, is_doubtful=True)],
        ),
        (
            ["Họp giao ban", "Tuyên truyền lưu động"],
            ["Tuyên truyền lưu động", "Họp giao ban"],
            [Match(1, 102, is_doubtful=False), Match(2, 101, is_doubtful=False)],
        ),
    ],
)
def test_rows_are_paired_by_their_words_never_by_the_label_alone(
    rows: list[str], tasks: list[str], expected: list[Match]
) -> None:
    new = [Side(at, (str(at),), words) for at, words in enumerate(rows, start=1)]
    old = [Side(100 + at, (str(at),), words) for at, words in enumerate(tasks, start=1)]
    assert sorted(matches(new, old), key=lambda m: m.row_id) == expected


@given(st.lists(st.sampled_from(["rà", "soát", "Rà", "báo", "cáo"]), max_size=9), st.data())
def test_likeness_is_twice_what_is_shared_of_all_words_and_pairs(
    one: list[str], data: st.DataObject
) -> None:
    """Counted word by word, as the fast way does not."""
    other = data.draw(st.lists(st.sampled_from([*one, "soát", "báo"]), max_size=9))
    found = matches([Side(1, ("1",), " ".join(one))], [Side(2, ("2",), " ".join(other))])

    counted = [Counter(words) + Counter(pairwise(words)) for words in (folded(one), folded(other))]
    shared, total = (counted[0] & counted[1]).total(), sum(part.total() for part in counted)
    likeness = 2 * shared / total if total else 0
    expected = [Match(1, 2, is_doubtful=likeness < CERTAIN)] if likeness >= DOUBTFUL else []
    assert list(found) == expected


def folded(words: list[str]) -> list[str]:
    return [fold(word) for word in words]


def test_equal_words_are_told_apart_by_their_place() -> None:
    new = [Side(1, ("I", "1"), "Báo cáo quý"), Side(2, ("II", "1"), "Báo cáo quý")]
    old = [Side(101, ("II", "1"), "Báo cáo quý"), Side(102, ("I", "1"), "Báo cáo quý")]
    assert {(m.row_id, m.task_id) for m in matches(new, old)} == {(1, 102), (2, 101)}
    assert not any(m.is_doubtful for m in matches(new, old))


def test_a_doubtful_pair_is_confirmed_with_one_press_and_taken_back(
    office: FlaskClient, plan: Plan, amendment: ImportDraft
) -> None:
    row = row_with(amendment, "Tập huấn")
    url = f"/imports/{amendment.id}/rows/{row.id}/pair"
    form = office.get(url, headers=HTMX).text
    assert form.lstrip().startswith("<form")
    assert "<h1" in office.get(url).text

    other = tasks_of_plan(plan.id)[0]
    office.post(url, data={"task": other.id})
    assert (row.paired_task_id, row.is_paired_by_hand) == (other.id, True)

    change = last_change(amendment.id)
    assert change is not None
    assert change.what == f"ghép dòng {row.label}"
    office.post(f"/imports/{amendment.id}/undo", data={"change": change.id})
    assert (row.paired_task_id, row.is_paired_by_hand) == (None, False)


def test_the_pairs_of_a_draft_that_amends_nothing_lead_back(
    office: FlaskClient, draft: ImportDraft
) -> None:
    row = row_with(draft, "Ban hành")
    assert office.get(f"/imports/{draft.id}/rows/{row.id}/pair").status_code == 303


def test_which_plan_is_amended_is_taken_back_with_the_pairs(
    office: FlaskClient, plan: Plan, amendment: ImportDraft
) -> None:
    row = row_with(amendment, "Tập huấn")
    url = f"/imports/{amendment.id}"
    office.post(f"{url}/rows/{row.id}/pair", data={"task": tasks_of_plan(plan.id)[0].id})
    office.post(f"{url}/amends", data={"plan": "0", "seen": plan.id})
    assert (amendment.amends_plan_id, row.is_paired_by_hand) == (None, False)

    change = last_change(amendment.id)
    assert change is not None
    office.post(f"{url}/undo", data={"change": change.id})
    assert (amendment.amends_plan_id, row.is_paired_by_hand) == (plan.id, True)


def test_the_hour_and_named_months_are_compared_and_taken_over(
    office: FlaskClient, amendment: ImportDraft, ward: Ward
) -> None:
    """What the office mended on the task's own page is told before the document undoes it."""
    kept = task("Báo cáo tình hình")
    kept.rhythms, kept.months, kept.due_time = ["monthly"], [3, 9], time(16, 30)
    row = row_with(amendment, "Báo cáo tình hình")
    values = {"text": row.deadline_text, "kind": "regular", "rhythms": ["monthly"]}
    months = {"months": "6, 12", "due_point": "last"}
    assert save(office, row, CellField.DEADLINE, **values, **months).status_code == 200
    before = "Thường xuyên, hằng tháng, tháng 3, 9, trước 16:30"
    after = "Thường xuyên, hằng tháng, tháng 6, 12, ngày làm việc cuối cùng của tháng"
    assert f"{before} → {after}" in words_of(office.get(f"/imports/{amendment.id}"))

    apply(amendment, ward)
    kept = task("Báo cáo tình hình")
    assert (kept.months, kept.working_day, kept.due_time) == ([6, 12], "last", None)
