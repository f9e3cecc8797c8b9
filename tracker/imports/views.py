"""Uploading documents, reviewing them as a whole, making plans of them."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from tracker import policy
from tracker.accounts.queries import units_with_people
from tracker.core.db import db
from tracker.core.errors import ConflictError, RuleError, TrackerError
from tracker.core.numbers import whole_number
from tracker.core.request_keys import new_request_key, sent_key
from tracker.core.storage import file_store
from tracker.core.web import go_to, render
from tracker.imports import queries, service
from tracker.imports.amended_document import compare_document
from tracker.imports.amendments import foreseen, plan_probably_amended, set_amended_plan
from tracker.imports.applying import apply_draft
from tracker.imports.correction_views import corrections
from tracker.imports.details import DocumentDetails, change_document
from tracker.imports.fetching import fetch_draft
from tracker.imports.forms import (
    NO_UNIT,
    AgainForm,
    ApplyForm,
    DetailsForm,
    UnitDecisionForm,
    UploadForm,
)
from tracker.imports.models import ImportDraft
from tracker.imports.page import (
    apply_form,
    details_form,
    page_words,
    review_page,
    upload_form,
)
from tracker.imports.reading_views import reading_page, reading_started, readings
from tracker.imports.row_views import rows
from tracker.imports.rules import DraftState
from tracker.imports.source_views import sources
from tracker.imports.taking_in import UploadedDocument, digest_of
from tracker.imports.target_views import draft_targets
from tracker.imports.targets import target_rows
from tracker.imports.unit_decisions import decide_units
from tracker.imports.unit_forms import decisions_from, sent_unit_forms, unit_forms
from tracker.plans.models import Plan
from tracker.units.models import Unit
from tracker.units.queries import unit_directory
from tracker.units.rules import owes_work

# A browser cannot fill a file in again: the file is kept, the year is corrected in the draft.
_YEAR_LEFT_OUT = (
    "Năm đã nhập không đúng nên không dùng; tệp “{name}” đã được đọc. "
    "Hãy kiểm tra năm trong phần thông tin của văn bản."
)
_UNREACHED = (
    "Đơn vị không có tài khoản đang dùng nên chưa ai nhận được việc và lời nhắc: {names}. "
    "Hãy nhờ quản trị tạo hoặc mở lại tài khoản."
)

blueprint = Blueprint("imports", __name__)
blueprint.register_blueprint(rows)
blueprint.register_blueprint(corrections)
blueprint.register_blueprint(readings)
blueprint.register_blueprint(sources)
blueprint.register_blueprint(draft_targets)
blueprint.context_processor(lambda: {"import_words": page_words()})


@blueprint.get("/imports")
def index() -> Response:
    """The upload form, drafts that wait, drafts that became plans."""
    policy.require("import:work", visible=False)
    form = UploadForm(formdata=None, data={"request_key": new_request_key()})
    return _index(upload_form(form))


@blueprint.post("/imports")
def upload() -> BaseResponse:
    """Read a file or pasted rows into a draft; a file seen before is asked about first."""
    policy.require("import:work", visible=False)
    form = upload_form(UploadForm())
    is_valid = form.validate() or form.loses_a_file()
    document = form.upload()
    if not is_valid or document is None:
        return _index(form, status=422)
    year = form.usable_year()
    request_key = sent_key()
    known = queries.draft_of_request(request_key)
    if known is not None:
        return reading_started(known)
    earlier = queries.earlier_uploads(digest_of(document))
    if earlier:
        return _ask_again(document, earlier, year=year)
    try:
        reading = service.read_ahead(document, year=year)
    except RuleError as error:
        form[error.field or "file"].errors = [error.message]
        return _index(form, status=422)
    draft = service.start_draft(
        document,
        reading,
        actor=current_user,
        year=year,
        request_key=request_key,
    )
    if form.year.errors:
        flash(_YEAR_LEFT_OUT.format(name=document.name), "warning")
    if form.amends.data and draft.state is DraftState.REVIEWING:
        set_amended_plan(draft, db.session.get(Plan, form.amends.data), actor=current_user)
    elif form.amends.data and draft.state is DraftState.READING:
        draft.amends_plan_id = form.amends.data
    return reading_started(draft)


@blueprint.post("/imports/again")
def again() -> BaseResponse:
    """Read a file once more that was uploaded before."""
    policy.require("import:work", visible=False)
    form = AgainForm()
    if not queries.earlier_uploads(form.sha256.data or ""):
        abort(404)
    document = UploadedDocument(
        name=form.name.data or "",
        content=file_store().get(form.sha256.data),
        is_pasted=form.is_pasted.data == "1",
    )
    year = whole_number(form.year.data or "")
    request_key = sent_key()
    known = queries.draft_of_request(request_key)
    if known is not None:
        return reading_started(known)
    draft = service.start_draft(
        document,
        service.read_ahead(document, year=year),
        actor=current_user,
        year=year,
        request_key=request_key,
    )
    return reading_started(draft)


@blueprint.get("/imports/<int:draft_id>")
def show(draft_id: int) -> BaseResponse:
    """The draft beside the printed words."""
    draft = fetch_draft(draft_id)
    if draft.state is DraftState.APPLIED:
        return go_to(url_for("workspace.plan", plan_id=draft.plan_id))
    if draft.state is DraftState.DISCARDED:
        return go_to(url_for("imports.index"), "Bản nháp này đã bỏ.")
    if draft.state is DraftState.READING:
        return reading_page(draft)
    return _show(draft)


@blueprint.post("/imports/<int:draft_id>/details")
def details(draft_id: int) -> BaseResponse:
    """Correct the document's own details."""
    draft = fetch_draft(draft_id)
    form = details_form(draft)
    if not form.validate():
        return _show(draft, details=form, status=422)
    try:
        reread = change_document(
            draft, _details(form), version=form.version.data or 0, actor=current_user
        )
    except ConflictError as error:
        db.session.rollback()
        draft = fetch_draft(draft_id)
        form.version.raw_data = None
        form.version.data = draft.version
        form.form_errors.append(error.message)
        return _show(draft, details=form, status=409)
    message = "Đã lưu thông tin văn bản."
    if reread:
        message += f" {reread} thời hạn được đọc lại theo năm và ngày ban hành mới."
    return go_to(url_for("imports.show", draft_id=draft.id), message)


@blueprint.post("/imports/<int:draft_id>/units")
def units(draft_id: int) -> BaseResponse:
    """Say what the unknown unit names stand for, all at once."""
    draft = fetch_draft(draft_id)
    directory = unit_directory()
    forms = sent_unit_forms(min(request.form.get("count", 0, type=int), 500), directory)
    try:
        decided = decide_units(draft, decisions_from(forms, directory), actor=current_user)
    except TrackerError as error:
        db.session.rollback()
        for form in forms:
            if form.name.data == error.field:
                form.choice.errors = [error.message]
        return _show(fetch_draft(draft_id), units=forms, status=error.status_code)
    unreached = [unit.name for unit in dict.fromkeys(decided) if _reaches_nobody(unit)]
    if unreached:
        flash(_UNREACHED.format(names="; ".join(unreached)), "warning")
    url = url_for("imports.show", draft_id=draft.id)
    return go_to(url, f"Đã lưu {len(decided)} tên đơn vị." if decided else None)


def _reaches_nobody(unit: Unit) -> bool:
    """Whether the unit will be held to due days of which nobody in it is told."""
    return owes_work(unit.kind) and unit.id not in units_with_people()


@blueprint.post("/imports/<int:draft_id>/apply")
def apply(draft_id: int) -> BaseResponse:
    """Make the plan; a second time leads to the plan that was made."""
    draft = fetch_draft(draft_id)
    if draft.state is DraftState.APPLIED:
        return go_to(url_for("workspace.plan", plan_id=draft.plan_id))
    form = ApplyForm()
    try:
        plan = apply_draft(
            draft,
            actor=current_user,
            state_mark=form.state_mark.data or "",
            doubts_seen=bool(form.doubts_seen.data),
        )
    except TrackerError as error:
        db.session.rollback()
        return _show(fetch_draft(draft_id), problem=error, status=error.status_code)
    done = "Đã áp dụng bản sửa đổi vào" if draft.amends_plan_id else "Đã tạo"
    return go_to(url_for("workspace.plan", plan_id=plan.id), f"{done} kế hoạch “{plan.title}”.")


@blueprint.post("/imports/<int:draft_id>/discard")
def discard(draft_id: int) -> BaseResponse:
    """Put the draft aside."""
    draft = fetch_draft(draft_id)
    service.discard_draft(draft, actor=current_user)
    return go_to(url_for("imports.index"), f"Đã bỏ bản nháp “{draft.name}”.")


def _index(form: UploadForm, *, status: int = 200) -> Response:
    return render(
        "imports/index.html",
        form=form,
        waiting=[review_page(draft) for draft in queries.drafts_waiting()],
        being_read=queries.drafts_being_read(),
        applied=queries.drafts_applied(),
        status=status,
    )


def _ask_again(
    document: UploadedDocument, earlier: queries.EarlierUploads, *, year: int | None
) -> Response:
    form = AgainForm(formdata=None)
    form.name.data, form.sha256.data = document.name, digest_of(document)
    form.is_pasted.data = "1" if document.is_pasted else ""
    form.year.data, form.request_key.data = str(year or ""), new_request_key()
    return render("imports/again.html", form=form, earlier=earlier, status=409)


def _show(
    draft: ImportDraft,
    *,
    details: DetailsForm | None = None,
    units: list[UnitDecisionForm] | None = None,
    problem: TrackerError | None = None,
    status: int = 200,
) -> Response:
    page = review_page(draft)
    compared = page.review.compared
    return render(
        "imports/show.html",
        view=page,
        draft=draft,
        compared=compared,
        foreseen=foreseen(compared, page.directory, today=page.today, until=page.until)
        if compared
        else {},
        amended=compare_document(draft, page.directory),
        proposed=None if draft.amends_plan else plan_probably_amended(draft),
        plans=queries.plans_that_may_be_amended(),
        show=request.args.get("show", ""),
        target_rows=target_rows(draft),
        details=details or details_form(draft),
        units=units or unit_forms(page.review, page.directory),
        apply_form=apply_form(draft),
        problem=problem,
        status=status,
    )


def _details(form: DetailsForm) -> DocumentDetails:
    chosen = form.coordinator.data
    return DocumentDetails(
        title=form.title.data,
        number=form.number.data,
        issued_on=form.issued_on.data,
        issuer=form.issuer.data,
        signer=form.signer.data,
        year=form.year.data,
        tracked_from=form.tracked_from.data,
        coordinator_unit=db.session.get(Unit, chosen) if chosen != NO_UNIT else None,
        addressees=form.addressees_typed(),
        basis=form.basis_typed(),
    )
