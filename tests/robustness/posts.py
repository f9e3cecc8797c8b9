"""Every form of the app: those that change what is there, those that make something, the rest.

The rest neither changes what somebody else may have changed nor makes anything; each says why.
"""

from __future__ import annotations

from dataclasses import dataclass, field

REASON = {"reason": "Theo công văn số 15/UBND-VP."}


@dataclass(frozen=True)
class Edit:
    """Where the form stands, who fills it, and what two of them type."""

    role: str
    page: str
    first: dict[str, str]
    second: dict[str, str] = field(default_factory=dict)

    @property
    def typed(self) -> list[str]:
        """Words of the second that must come back."""
        return [words for words in self.second.values() if " " in words]


EDITS: dict[str, Edit] = {
    "accounts.edit": Edit(
        "quantri",
        "/accounts/{user}",
        {"job_title": "Phó Chủ tịch"},
        {"job_title": "Ủy viên phường"},
    ),
    "units.edit": Edit(
        "vanphong", "/units/2", {"short_name": "P. Kinh tế"}, {"short_name": "Phòng KTHT mới"}
    ),
    "plans.edit": Edit(
        "vanphong",
        "/plans/{plan}/edit",
        {"signer": "Người ký một", **REASON},
        {"signer": "Người ký hai", **REASON},
    ),
    "plan_life.amend": Edit(
        "vanphong",
        "/tasks/{task}/amend",
        {"wording": "Nội dung thứ nhất.", **REASON},
        {"wording": "Nội dung thứ hai.", **REASON},
    ),
    "plan_life.weigh_product": Edit(
        "vanphong", "/tasks/{task}/weight", {"weight": "7"}, {"weight": "9"}
    ),
    "targets.edit": Edit(
        "vanphong", "/targets/1/edit", {"scope": "Cả phường"}, {"scope": "Chỉ khu phố 1"}
    ),
    "plan_life.close": Edit(
        "vanphong", "/plans/{plan}/close", REASON, {"reason": "Lý do thứ hai."}
    ),
    "plan_life.reopen": Edit(
        "vanphong", "/plans/{closed}/reopen", REASON, {"reason": "Lý do thứ hai."}
    ),
    "plan_life.issue": Edit(
        "vanphong", "/plans/{draft_plan}/issue", {}, {"tracked_from": "02/01/2027"}
    ),
    "unit_merging.merge_unit": Edit(
        "vanphong",
        "/units/2/merge",
        {"heir": "3", **REASON},
        {"heir": "1"},
    ),
    "progress.update": Edit(
        "truong.kinhte",
        "/contributions/{owed}/update",
        {"note": "Đã trình ký."},
        {"note": "Đã làm xong phần hai."},
    ),
    "many_reports.name_officers": Edit(
        "truong.kinhte", "/tasks/{owed_task}", {"officer": "{economist}"}, {"officer": ""}
    ),
    "progress.classify": Edit(
        "vanphong",
        "/tasks/{paper_task}",
        {"sensitivity": "restricted"},
        {"sensitivity": "public"},
    ),
    "evidence.settings": Edit(
        "quantri",
        "/settings/files",
        {"evidence_max_megabytes": "21"},
        {"evidence_max_megabytes": "22"},
    ),
    "progress.give_back": Edit(
        "chutich", "/contributions/{submitted}/return", REASON, {"reason": "Thiếu phụ lục số 2."}
    ),
    "progress.accept": Edit("chutich", "/review", {}),
    "extensions.decide": Edit(
        "chutich",
        "/extensions/{asked}/decide",
        {"decision": "refuse", "note": "Không đủ căn cứ."},
        {"decision": "refuse", "note": "Cần làm sớm hơn."},
    ),
    "extensions.revoke": Edit(
        "chutich", "/extensions/{granted}/revoke", REASON, {"reason": "Cho nhầm văn bản."}
    ),
    "difficulties.answer": Edit(
        "chutich",
        "/difficulties/{difficulty}/answer",
        {"answer": "Đã chỉ đạo."},
        {"answer": "Đề nghị Văn phòng hỗ trợ."},
    ),
    "directives.answer": Edit(
        "truong.vanhoa",
        "/directives/{directive}",
        {"answer": "Sẽ xong trong tuần."},
        {"answer": "Đã họp với đơn vị."},
    ),
    "urging.withdraw": Edit(
        "vanphong", "/urgings/{letter}/withdraw", REASON, {"reason": "Gửi nhầm đơn vị."}
    ),
    "late_lists.judge": Edit(
        "vanphong",
        "/late-lists/rows/{late_row}",
        {"added_words": "Do chờ số liệu."},
        {"added_words": "Do thiếu người."},
    ),
    "reports.save": Edit(
        "vanphong", "/reports/1", {"signer": "Người ký một"}, {"signer": "Người ký hai"}
    ),
    "reports.take_anew": Edit("vanphong", "/reports/1", {}),
    "reports.put_away": Edit("vanphong", "/reports/1", {}),
    "notices.choice": Edit(
        "truong.vanhoa", "/notices/choice", {"delivery": "weekly"}, {"delivery": "in_app"}
    ),
    "settings.index": Edit(
        "vanphong", "/settings", {"ward_name": "UBND xã Mẫu"}, {"ward_name": "UBND phường Hai"}
    ),
    "settings.letters": Edit(
        "vanphong",
        "/settings/letters",
        {"letter_signer": "Người ký một"},
        {"letter_signer": "Người ký hai"},
    ),
    "settings.access": Edit(
        "quantri",
        "/settings/access",
        {"office_networks": "127.0.0.1"},
        {"office_networks": "127.0.0.0/8"},
    ),
    "reminding.leaders": Edit("vanphong", "/reminders/leaders", {"unit-1": "{leader}"}),
    "imports.details": Edit(
        "vanphong", "/imports/{draft}", {"signer": "Người ký một"}, {"signer": "Người ký hai"}
    ),
    "imports.rows.change": Edit(
        "vanphong",
        "/imports/{draft}/rows/{row}/content",
        {"row{row}-content-text": "Nội dung thứ nhất."},
        {"row{row}-content-text": "Nội dung thứ hai."},
    ),
}


CREATED: dict[str, Edit] = {
    "conversations.talk": Edit("vanphong", "/tasks/{task}", {"words": "Đơn vị báo cáo."}),
    "directives.new": Edit(
        "chutich", "/tasks/{task}/directives/new", {"words": "Làm ngay.", "answer_by": "20/08/2026"}
    ),
    "extensions.ask": Edit(
        "truong.kinhte",
        "/contributions/{extendable}/extension",
        {"wanted_due_on": "30/11/2026", "document": "15/TTr-KT", **REASON},
    ),
    "progress.open_event": Edit(
        "vanphong", "/tasks/{event_task}/events/new", {"title": "Đoàn kiểm tra", "document": "1/QĐ"}
    ),
    "targets.new": Edit(
        "vanphong",
        "/plans/{plan}/targets/new",
        {"indicator": "Hồ sơ số hóa", "value": "90", "units": "4"},
    ),
    "targets.measure": Edit(
        "vanphong",
        "/targets/1",
        {
            "period": "other",
            "period_start": "01/08/2026",
            "period_end": "04/08/2026",
            "value": "90",
        },
    ),
    "targets.correct": Edit("vanphong", "/measurements/1/correct", {"value": "93,1", **REASON}),
    "urging.new": Edit(
        "vanphong", "/urgings/new?chosen={late}", {"first_number": "90", "answer_by": "20/08/2026"}
    ),
    "reports.make": Edit("vanphong", "/reports/new/chairman", {}),
    "plan_life.copy": Edit("vanphong", "/plans/{plan}/copy", {}),
    "imports.upload": Edit(
        "vanphong", "/imports", {"pasted": "1. Phòng Kinh tế xây dựng kế hoạch trước 30/9/2026."}
    ),
    "units.new": Edit("vanphong", "/units/new", {"name": "Trạm Thú y"}),
    "accounts.new": Edit(
        "quantri",
        "/accounts/new",
        {
            "username": "nguoi.moi",
            "full_name": "Người mới",
            "password": "Mau-phuong-moi-2026",
            "role": "leader",
        },
    ),
}

_PRESSED = "nothing is typed, and pressed again it finds its work done"
_MARKED = "refused by the mark of what was seen: tests/imports"
_OWN = "one's own, which nobody else changes"

EXCUSED: dict[str, str] = {
    "accounts.change_password": _OWN,
    "accounts.create_many": "an account by its name is made once: tests/accounts",
    "accounts.end_all": _PRESSED,
    "accounts.end_one": _PRESSED,
    "accounts.reset_second_step": _PRESSED,
    "password_reset.ask": _OWN,
    "password_reset.choose": _OWN,
    "provider.enter": _OWN,
    "second_step.enter": _OWN,
    "second_step.renew": _OWN,
    "second_step.set_up": _OWN,
    "second_step.turn_off": _OWN,
    "accounts.end_others": _PRESSED,
    "accounts.preview_many": "shows, keeps nothing",
    "accounts.sign_in": _OWN,
    "accounts.sign_out": _OWN,
    "audit.export": "reads; the entry in the journal says that it was read",
    "causes.judge": "the unit's newer cause is refused: tests/progress",
    "conversations.open_mention": _OWN,
    "difficulties.close": _PRESSED,
    "directives.close": _PRESSED,
    "due_calendar.revoke": _OWN,
    "due_calendar.subscribe": _OWN,
    "due_dates.change_days": "the preview counts anew what the second press will do",
    "due_dates.change_rule": "the preview counts anew what the second press will do",
    "due_dates.check_year": _PRESSED,
    "exports.again": _PRESSED,
    "exports.ask": "the same choice is one file: tests/exports",
    "extensions.withdraw": "nothing is typed; its version is looked at: tests/extensions",
    "figures.rating": "shows, keeps nothing",
    "figures.seal": "a window is sealed once: tests/figures",
    "figures.seal_again": "the edition that was seen is looked at: tests/figures",
    "follow_up.accept_many": "each row goes by its own version: tests/follow_up",
    "imports.again": "the same file gives the draft that is there: tests/imports",
    "imports.apply": "a draft becomes one plan: tests/imports",
    "imports.corrections.accept": _MARKED,
    "imports.corrections.amends": _MARKED,
    "imports.corrections.pair": _MARKED,
    "imports.corrections.regular": _MARKED,
    "imports.corrections.undo": _MARKED,
    "imports.discard": _PRESSED,
    "imports.readings.again": _PRESSED,
    "imports.rows.confirm": _MARKED,
    "imports.rows.merge": _MARKED,
    "imports.rows.split_in_two": _MARKED,
    "imports.targets.edit": _MARKED,
    "imports.units": "another choice for a name decided meanwhile is refused: tests/imports",
    "late_lists.anew": "nothing is typed; its version is looked at: tests/late_lists",
    "late_lists.new": "a month has one list: tests/late_lists",
    "late_lists.release": _PRESSED,
    "many_reports.report": "each row goes by its own version: tests/progress",
    "notices.open_notice": _OWN,
    "notices.read_all": _OWN,
    "plan_life.assign": "the preview is marked with the version of each task",
    "progress.read_document": "shows, keeps nothing",
    "progress.remove_evidence": _PRESSED,
    "progress.restore": _PRESSED,
    "reminders.resend": "only a failed mail is sent anew: tests/reminders",
    "reminding.send_test": "a mail to oneself, as often as one likes",
    "targets.classify": "the same small form as progress.classify, which is walked",
    "targets.drop": "a target is dropped once: tests/targets",
    "urging.answer": "its version is looked at: tests/follow_up",
}
