"""Urging letters: from the board to letters in two clicks; the unit's answers."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from flask import Blueprint, Response, abort, flash, request, send_file, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from tracker import policy
from tracker.core import clock
from tracker.core.db import db
from tracker.core.errors import ConflictError, TrackerError
from tracker.core.numbers import whole_number
from tracker.core.paging import one_page_of
from tracker.core.request_keys import new_request_key
from tracker.core.web import go_to, render
from tracker.exports.sending import send_exported
from tracker.follow_up import letter_files, queries, service, withdrawing
from tracker.follow_up.forms import AnswerForm, Answers, UrgingForm, WithdrawalForm
from tracker.follow_up.models import UrgingLetter
from tracker.follow_up.tabs import office_tabs
from tracker.progress.models import Contribution
from tracker.progress.oversight import require_oversight
from tracker.progress.queries import contributions_by_id
from tracker.settings.queries import ward_settings
from tracker.working_calendar.queries import ward_calendar

LETTERS_PER_PAGE = 50

blueprint = Blueprint("urging", __name__, url_prefix="/urgings")


@blueprint.get("")
def index() -> Response:
    """The letters sent, the latest first, with what the units answered."""
    unit_overseen = require_oversight(current_user, "urging:list")
    sender = None if unit_overseen is None else current_user.id
    return render(
        "follow_up/letters.html",
        pages=one_page_of(queries.letters(sent_by_id=sender), per_page=LETTERS_PER_PAGE),
        last_day=queries.last_day_of_letters(sent_by_id=sender),
        tabs=office_tabs("urging.index"),
        today=clock.today(),
    )


@blueprint.route("/new", methods=["GET", "POST"])
def new() -> BaseResponse:
    """What will be sent to whom; one more click sends it."""
    require_oversight(current_user, "urging:send")
    chosen = _chosen()
    form = UrgingForm(data=_proposed() if request.method == "GET" else None)
    if form.validate_on_submit():
        try:
            letters = service.send_letters(chosen, form.order(), actor=current_user)
        except TrackerError as error:
            db.session.rollback()
            form.show_refusal(error)
        else:
            told = sum(letter.people_told for letter in letters)
            words = f"Đã lập {len(letters)} công văn đôn đốc, báo cho {told} lượt người."
            return go_to(url_for("urging.index"), words)
    if not chosen and not form.is_submitted():
        flash("Không có việc nào để đôn đốc: hãy chọn các việc còn phải làm.", "warning")
        return go_to(url_for("follow_up.index"))
    status = 422 if form.is_submitted() else 200
    return render(
        "follow_up/urge.html",
        form=form,
        groups=service.by_unit(_chosen()),
        code=ward_settings().letter_code,
        today=clock.today(),
        status=status,
    )


@blueprint.get("/<int:letter_id>")
def show(letter_id: int) -> Response:
    """One letter: its words, its rows, the unit's answers; for the unit the form to answer."""
    letter = _letter(letter_id)
    form = AnswerForm(data={"version": letter.version})
    return _letter_page(letter, form, Answers(letter, None))


@blueprint.post("/<int:letter_id>/answer")
def answer(letter_id: int) -> BaseResponse:
    """The unit's words on the rows, all or some of them."""
    letter, form = _letter(letter_id), AnswerForm()
    policy.require("urging:answer", letter)
    answers = Answers(letter, request.form)
    if not form.validate() or answers.errors:
        return _letter_page(letter, form, answers, status=422)
    try:
        version = form.version.data or 0
        service.answer_letter(letter, answers.taken(), version=version, actor=current_user)
    except TrackerError as error:
        db.session.rollback()
        letter = _letter(letter_id)
        if isinstance(error, ConflictError):
            form.version.raw_data, form.version.data = None, letter.version
        form.form_errors.append(error.message)
        return _letter_page(letter, form, answers, status=error.status_code)
    return go_to(url_for("urging.show", letter_id=letter.id), "Đã gửi trả lời công văn.")


@blueprint.route("/<int:letter_id>/withdraw", methods=["GET", "POST"])
def withdraw(letter_id: int) -> BaseResponse:
    """Take back a letter that should not have gone out."""
    letter = _letter(letter_id)
    policy.require("urging:withdraw", letter)
    form = WithdrawalForm()
    back = url_for("urging.show", letter_id=letter_id)
    if letter.is_withdrawn and not form.is_submitted():
        return go_to(back)
    if not form.is_submitted():
        form.version.data = letter.version
    elif form.validate():
        try:
            version = form.version.data or 0
            withdrawing.withdraw(letter, form.reason.data, version=version, actor=current_user)
        except TrackerError as error:
            db.session.rollback()
            letter = _letter(letter_id)
            form.version.raw_data, form.version.data = None, letter.version
            form.reason.errors = [error.message]
        else:
            return go_to(back, f"Đã thu hồi công văn {letter.reference}; đơn vị được báo.")
    status = 422 if form.is_submitted() else 200
    return render("follow_up/withdraw.html", letter=letter, form=form, status=status)


@blueprint.get("/<int:letter_id>/<any(pdf, docx):format>")
def download(letter_id: int, format: str) -> Response:  # noqa: A002 - the word in the address
    """The letter as it was sent, to sign, print or keep."""
    return send_exported(letter_files.file_of(_letter(letter_id), format))


@blueprint.get("/all/<any(pdf, docx):format>")
def download_all(format: str) -> BaseResponse:  # noqa: A002 - the word in the address
    """All letters of a day as one ZIP, to print them together."""
    unit_overseen = require_oversight(current_user, "urging:list")
    sender = None if unit_overseen is None else current_user.id
    last_day = queries.last_day_of_letters(sent_by_id=sender)
    if last_day is None:
        flash("Chưa có công văn nào để tải.", "warning")
        return go_to(url_for("urging.index"))
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for letter in queries.letters_of_day(last_day, sent_by_id=sender):
            file = letter_files.file_of(letter, format)
            archive.writestr(file.name, file.data)
    packed.seek(0)
    name = f"cong-van-don-doc-{last_day:%Y%m%d}-{format}.zip"
    return send_file(packed, mimetype="application/zip", as_attachment=True, download_name=name)


def _letter(letter_id: int) -> UrgingLetter:
    """Fetch and check in one: a unit knows of letters to itself only."""
    letter = db.session.get(UrgingLetter, letter_id) or abort(404)
    policy.require("urging:see", letter, visible=False)
    return letter


def _letter_page(
    letter: UrgingLetter, form: AnswerForm, answers: Answers, *, status: int = 200
) -> Response:
    return render(
        "follow_up/letter.html",
        letter=letter,
        form=form,
        answers=answers,
        may_answer=not letter.is_withdrawn and policy.may(current_user, "urging:answer", letter),
        today=clock.today(),
        status=status,
    )


def _chosen() -> list[Contribution]:
    """The ticked rows, or all that the board showed; only what may be urged, by this person."""
    ids = [whole_number(value) for value in request.values.getlist("chosen")]
    if not ids and request.method == "GET":
        ids = [whole_number(value) for value in request.args.get("shown", "").split(",")]
    found: Sequence[Contribution] = contributions_by_id([number for number in ids if number])
    return [
        item
        for item in found
        if service.may_be_urged(item) and policy.may(current_user, "urging:send", item)
    ]


def _proposed() -> dict[str, object]:
    settings, today = ward_settings(), clock.today()
    return {
        "first_number": queries.next_number(today.year, settings.letter_code),
        "answer_by": ward_calendar().add_working_days(today, settings.letter_answer_days),
        "by_mail": True,
        "request_key": new_request_key(),
    }
