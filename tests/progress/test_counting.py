"""Numbers of work kept up with the journal are those counted anew, for readers and for writers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date
from random import Random
from threading import Thread

import pytest
from flask import Flask

from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.figures.course import Course, begun_in_time, moments_of
from tests.personas import Browser, Ward
from tests.progress.reports import send_report
from tracker.accounts.models import User
from tracker.core import clock
from tracker.core.db import db
from tracker.core.unchanged import kept_for_this_database
from tracker.progress import counting
from tracker.progress.counting import Place, changed_to, count_by_place
from tracker.progress.in_charge import name_officer
from tracker.progress.marks import current_mark
from tracker.progress.models import Contribution
from tracker.progress.moment import Moment
from tracker.progress.rules import ContributionStatus
from tracker.progress.service import Report, report
from tracker.units.models import Unit


@pytest.mark.parametrize("seed", range(2))
def test_whatever_happens_the_kept_numbers_are_those_counted_anew(
    app: Flask, ward: Ward, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, looks = 0, 0
    judged = counting._judged

    def asked(unit_id: int, moment: Moment, among: Collection[int] | None) -> object:
        nonlocal whole
        whole += among is None
        return judged(unit_id, moment, among)

    chance = Random(seed)  # noqa: S311 - no secret hangs on it
    course = begun_in_time(ward, chance)
    units = [unit.id for unit in db.session.scalars(db.select(Unit).order_by(Unit.id))]

    def name_somebody(_day: date) -> None:
        item = chance.choice(course.owed)
        colleagues = db.select(User).where(User.unit_id == item.unit_id).order_by(User.id)
        people = [None, *db.session.scalars(colleagues)]
        name_officer(item, chance.choice(people), actor=ward.culture_head)

    for now in moments_of(course, range(12, 33, 2), chance, name_somebody):
        moment = Moment.of(now)
        for unit_id in units:
            with monkeypatch.context() as watched, app.test_request_context("/"):
                watched.setattr(counting, "_judged", asked)
                kept = count_by_place(unit_id, moment)
            assert kept == anew(unit_id, moment)
            looks += 1
        _look_while_writing(app, course, chance, moment)
    assert len(units) < whole < looks, (whole, looks)


def test_who_reports_on_one_piece_after_the_other_has_none_judged_again(
    app: Flask, browser: Browser, ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page they stand on is not opened in between."""
    head, works = browser.as_(ward.culture_head), _works(ward, 8)
    unit_id, looked_at = ward.culture.id, []
    judged = counting._judged

    def asked(unit_id: int, moment: Moment, among: Collection[int] | None) -> object:
        looked_at.append(None if among is None else len(among))
        return judged(unit_id, moment, among)

    with monkeypatch.context() as watched:
        watched.setattr(counting, "_judged", asked)
        for work in works:
            answer = send_report(head, work, htmx=True, status="in_progress")
            assert answer.status_code == 200
    assert looked_at == [None, *[0] * (len(works) - 1)]
    moment = Moment.of(clock.now())
    with app.test_request_context("/"):
        assert count_by_place(unit_id, moment) == anew(unit_id, moment)


@pytest.mark.parametrize("ending", ["committed", "taken back", "taken back in part"])
def test_what_was_found_while_writing_is_kept_only_when_it_is_committed(
    app: Flask, ward: Ward, ending: str
) -> None:
    (work, *_others), unit_id = _works(ward, 3), ward.culture.id
    moment = Moment.of(clock.now())
    with app.test_request_context("/", method="POST"):
        part = db.session.begin_nested()
        report(work, Report(ContributionStatus.IN_PROGRESS, work.version), actor=ward.culture_head)
        db.session.flush()
        count_by_place(unit_id, moment, changed=(changed_to(work, moment),))
        if ending == "taken back in part":
            part.rollback()
        if ending == "taken back":
            db.session.rollback()
        else:
            db.session.commit()
    assert list(_keeper().kept) == ([unit_id] if ending == "committed" else [])
    with app.test_request_context("/"):
        assert count_by_place(unit_id, moment) == anew(unit_id, moment)


@pytest.mark.parametrize("other", ["before", "after", "never"])
def test_only_what_was_counted_in_is_passed_over(app: Flask, ward: Ward, other: str) -> None:
    """Of two pieces reported on together one was counted in, and the other may have been later."""
    (work, second, *_others), unit_id = _works(ward, 3), ward.culture.id
    moment = Moment.of(clock.now())

    def hand_in(item: Contribution) -> None:
        said = Report(ContributionStatus.SUBMITTED, item.version, note="Đã xong.")
        report(item, said, actor=ward.culture_head)
        db.session.flush()

    with app.test_request_context("/", method="POST"):
        before = current_mark()
        if other == "before":
            hand_in(second)
        hand_in(work)
        count_by_place(unit_id, moment, changed=(changed_to(work, moment),))
        if other == "after":
            hand_in(second)
        db.session.commit()
        after = current_mark()
    standing = _keeper().kept[unit_id].standing
    assert standing.mark == (after if other == "never" else before)
    with app.test_request_context("/"):
        assert count_by_place(unit_id, moment) == anew(unit_id, moment)


def test_what_a_reader_has_found_meanwhile_stays(app: Flask, ward: Ward) -> None:
    (work, *_others), unit_id = _works(ward, 3), ward.culture.id
    moment, found = Moment.of(clock.now()), []

    def read() -> None:
        with app.test_request_context("/"):
            found.append(count_by_place(unit_id, moment))

    read()
    with app.test_request_context("/", method="POST"):
        report(work, Report(ContributionStatus.IN_PROGRESS, work.version), actor=ward.culture_head)
        db.session.flush()
        count_by_place(unit_id, moment, changed=(changed_to(work, moment),))
        reader = Thread(target=read)
        reader.start()
        reader.join()
        standing = _keeper().kept[unit_id].standing
        seen = standing.mark
        db.session.commit()
    assert standing.mark is seen
    assert found[0] == found[1]
    with app.test_request_context("/"):
        assert count_by_place(unit_id, moment) == anew(unit_id, moment)


def _keeper() -> counting._Keeper:
    return kept_for_this_database(counting._EXTENSION, counting._Keeper)


def anew(unit_id: int, moment: Moment) -> Counter[Place]:
    """Counted without anything kept."""
    return Counter(counting._judged(unit_id, moment, None).places.values())


def _works(ward: Ward, count: int) -> list[Contribution]:
    plan = make_plan()
    tasks = [
        make_task(plan, fixed(date(2026, 8, 10 + number)), lead=ward.culture)
        for number in range(count)
    ]
    db.session.commit()
    return [contribution_of(task, ward.culture) for task in tasks]


def _look_while_writing(app: Flask, course: Course, chance: Random, moment: Moment) -> None:
    """Somebody changes a piece of work and is shown the numbers before anything is committed."""
    item = chance.choice(course.owed)
    with app.test_request_context("/", method="POST"):
        before = count_by_place(item.unit_id, moment)
        item.status = chance.choice(list(ContributionStatus))
        db.session.flush()
        after = count_by_place(item.unit_id, moment, changed=(changed_to(item, moment),))
        assert after == anew(item.unit_id, moment)
        db.session.rollback()
        assert count_by_place(item.unit_id, moment) == before
