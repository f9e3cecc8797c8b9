"""The vocabulary of the journal."""

from __future__ import annotations

from enum import StrEnum


class AuditAction(StrEnum):
    """Every event the journal may hold, as `noun:verb`."""

    USER_CREATED = "user:created"
    USER_CHANGED = "user:changed"
    USER_SIGNED_IN = "user:signed_in"
    USER_SIGN_IN_REFUSED = "user:sign_in_refused"
    USER_SIGNED_OUT = "user:signed_out"
    SIGN_IN_ENDED = "user:sign_in_ended"
    PASSWORD_CHANGED = "user:password_changed"  # noqa: S105 - the name of an event
    PASSWORD_RESET_ASKED = "user:password_reset_asked"  # noqa: S105 - the name of an event
    SECOND_STEP_SET_UP = "user:second_step_set_up"
    SECOND_STEP_REFUSED = "user:second_step_refused"
    SECOND_STEP_TURNED_OFF = "user:second_step_turned_off"
    SECOND_STEP_RESET = "user:second_step_reset"
    PAPER_CODE_USED = "user:paper_code_used"
    PAPER_CODES_RENEWED = "user:paper_codes_renewed"
    UNIT_CREATED = "unit:created"
    UNIT_CHANGED = "unit:changed"
    UNIT_REMOVED = "unit:removed"
    UNIT_MERGED = "unit:merged"
    SETTING_CHANGED = "setting:changed"
    CALENDAR_CHANGED = "calendar:changed"
    CALENDAR_CHECKED = "calendar:checked"
    IMPORT_UPLOADED = "import:uploaded"
    IMPORT_CHANGED = "import:changed"
    IMPORT_APPLIED = "import:applied"
    IMPORT_DISCARDED = "import:discarded"
    PLAN_CREATED = "plan:created"
    PLAN_CHANGED = "plan:changed"
    TASK_CREATED = "task:created"
    TASK_CHANGED = "task:changed"
    OCCURRENCE_OPENED = "occurrence:opened"
    DUE_DAY_MOVED = "occurrence:moved"
    CONTRIBUTION_UPDATED = "contribution:updated"
    CONTRIBUTION_SUBMITTED = "contribution:submitted"
    CONTRIBUTION_ACCEPTED = "contribution:accepted"
    CONTRIBUTION_RETURNED = "contribution:returned"
    CONTRIBUTION_CANCELLED = "contribution:cancelled"
    CONTRIBUTION_HANDED_ON = "contribution:handed_on"
    REMARK_MADE = "remark:made"
    OFFICER_NAMED = "contribution:officer_named"
    CAUSE_CONFIRMED = "cause:confirmed"
    CAUSE_REFUSED = "cause:refused"
    DIFFICULTY_TOLD = "difficulty:told"
    DIFFICULTY_ANSWERED = "difficulty:answered"
    DIFFICULTY_CLOSED = "difficulty:closed"
    EXTENSION_PREPARED = "extension:prepared"
    EXTENSION_ASKED = "extension:asked"
    EXTENSION_WITHDRAWN = "extension:withdrawn"
    EXTENSION_GRANTED = "extension:granted"
    EXTENSION_REFUSED = "extension:refused"
    EXTENSION_REVOKED = "extension:revoked"
    URGING_SENT = "urging:sent"
    URGING_ANSWERED = "urging:answered"
    URGING_WITHDRAWN = "urging:withdrawn"
    LATE_LIST_DRAWN_UP = "late_list:drawn_up"
    LATE_ROW_JUDGED = "late_list:row_judged"
    LATE_LIST_RELEASED = "late_list:released"
    DIRECTIVE_GIVEN = "directive:given"
    DIRECTIVE_ANSWERED = "directive:answered"
    DIRECTIVE_CLOSED = "directive:closed"
    REPORT_MADE = "report:made"
    REPORT_CHANGED = "report:changed"
    REPORT_PUT_AWAY = "report:put_away"
    FEED_CREATED = "feed:created"
    FEED_REVOKED = "feed:revoked"
    EVIDENCE_ADDED = "evidence:added"
    EVIDENCE_REMOVED = "evidence:removed"
    EVIDENCE_CLASSIFIED = "evidence:classified"
    EVIDENCE_INFECTED = "evidence:infected"
    TARGET_CREATED = "target:created"
    TARGET_CHANGED = "target:changed"
    TARGET_DROPPED = "target:dropped"
    MEASUREMENT_ADDED = "measurement:added"
    MEASUREMENT_CORRECTED = "measurement:corrected"
    PLAN_EXPORTED = "plan:exported"
    FIGURES_SEALED = "figures:sealed"
    FIGURES_SEALED_AGAIN = "figures:sealed_again"
    FIGURES_EXPORTED = "figures:exported"
    MAIL_RESENT = "mail:resent"
    MAIL_TESTED = "mail:tested"
    NOTIFICATION_CHOSEN = "notification:chosen"
    LEADER_NAMED = "leader:named"
    JOURNAL_EXPORTED = "journal:exported"
    BACKUP_MADE = "backup:made"
    BACKUP_MADE_SHORT = "backup:made-short"
    DATABASE_UPGRADED = "database:upgraded"


ACTION_WORDS: dict[AuditAction, str] = {
    AuditAction.USER_CREATED: "Tạo tài khoản",
    AuditAction.USER_CHANGED: "Sửa tài khoản",
    AuditAction.USER_SIGNED_IN: "Đăng nhập",
    AuditAction.USER_SIGN_IN_REFUSED: "Đăng nhập không thành công",
    AuditAction.USER_SIGNED_OUT: "Đăng xuất",
    AuditAction.SIGN_IN_ENDED: "Kết thúc phiên đăng nhập",
    AuditAction.PASSWORD_CHANGED: "Đổi mật khẩu",
    AuditAction.PASSWORD_RESET_ASKED: "Yêu cầu đặt lại mật khẩu qua thư",
    AuditAction.SECOND_STEP_SET_UP: "Thiết lập xác thực hai bước",
    AuditAction.SECOND_STEP_REFUSED: "Mã xác thực không đúng",
    AuditAction.SECOND_STEP_TURNED_OFF: "Tắt xác thực hai bước",
    AuditAction.SECOND_STEP_RESET: "Đặt lại xác thực hai bước",
    AuditAction.PAPER_CODE_USED: "Dùng mã dự phòng",
    AuditAction.PAPER_CODES_RENEWED: "Tạo mã dự phòng mới",
    AuditAction.UNIT_CREATED: "Thêm đơn vị",
    AuditAction.UNIT_CHANGED: "Sửa đơn vị",
    AuditAction.UNIT_REMOVED: "Xóa đơn vị",
    AuditAction.UNIT_MERGED: "Hợp nhất đơn vị",
    AuditAction.SETTING_CHANGED: "Sửa thiết lập",
    AuditAction.CALENDAR_CHANGED: "Sửa lịch làm việc",
    AuditAction.CALENDAR_CHECKED: "Xác nhận lịch làm việc của năm",
    AuditAction.IMPORT_UPLOADED: "Tải văn bản lên",
    AuditAction.IMPORT_CHANGED: "Sửa bản nháp",
    AuditAction.IMPORT_APPLIED: "Xác nhận bản nháp thành kế hoạch",
    AuditAction.IMPORT_DISCARDED: "Bỏ bản nháp",
    AuditAction.PLAN_CREATED: "Tạo kế hoạch",
    AuditAction.PLAN_CHANGED: "Sửa kế hoạch",
    AuditAction.TASK_CREATED: "Tạo nhiệm vụ",
    AuditAction.TASK_CHANGED: "Sửa nhiệm vụ",
    AuditAction.OCCURRENCE_OPENED: "Mở việc phát sinh",
    AuditAction.DUE_DAY_MOVED: "Dời hạn",
    AuditAction.CONTRIBUTION_UPDATED: "Cập nhật tiến độ",
    AuditAction.CONTRIBUTION_SUBMITTED: "Gửi kết quả",
    AuditAction.CONTRIBUTION_ACCEPTED: "Xác nhận hoàn thành",
    AuditAction.CONTRIBUTION_RETURNED: "Trả lại",
    AuditAction.CONTRIBUTION_CANCELLED: "Hủy phần việc",
    AuditAction.CONTRIBUTION_HANDED_ON: "Chuyển phần việc sang đơn vị khác",
    AuditAction.REMARK_MADE: "Trao đổi về nhiệm vụ",
    AuditAction.OFFICER_NAMED: "Giao người phụ trách",
    AuditAction.CAUSE_CONFIRMED: "Xác nhận nguyên nhân khách quan",
    AuditAction.CAUSE_REFUSED: "Không xác nhận nguyên nhân khách quan",
    AuditAction.DIFFICULTY_TOLD: "Báo khó khăn, vướng mắc",
    AuditAction.DIFFICULTY_ANSWERED: "Trả lời khó khăn, vướng mắc",
    AuditAction.DIFFICULTY_CLOSED: "Khép khó khăn, vướng mắc",
    AuditAction.EXTENSION_PREPARED: "Lập dự thảo xin gia hạn",
    AuditAction.EXTENSION_ASKED: "Xin gia hạn",
    AuditAction.EXTENSION_WITHDRAWN: "Rút đề nghị gia hạn",
    AuditAction.EXTENSION_GRANTED: "Gia hạn",
    AuditAction.EXTENSION_REFUSED: "Không gia hạn",
    AuditAction.EXTENSION_REVOKED: "Thu hồi gia hạn",
    AuditAction.URGING_SENT: "Gửi công văn đôn đốc",
    AuditAction.URGING_ANSWERED: "Trả lời công văn đôn đốc",
    AuditAction.URGING_WITHDRAWN: "Thu hồi công văn đôn đốc",
    AuditAction.LATE_LIST_DRAWN_UP: "Lập danh sách chậm",
    AuditAction.LATE_ROW_JUDGED: "Xem lại dòng của danh sách chậm",
    AuditAction.LATE_LIST_RELEASED: "Công bố danh sách chậm",
    AuditAction.DIRECTIVE_GIVEN: "Cho ý kiến chỉ đạo",
    AuditAction.DIRECTIVE_ANSWERED: "Trả lời ý kiến chỉ đạo",
    AuditAction.DIRECTIVE_CLOSED: "Khép ý kiến chỉ đạo",
    AuditAction.REPORT_MADE: "Lập báo cáo",
    AuditAction.REPORT_CHANGED: "Sửa báo cáo",
    AuditAction.REPORT_PUT_AWAY: "Bỏ báo cáo khỏi danh sách",
    AuditAction.FEED_CREATED: "Tạo đường dẫn lịch",
    AuditAction.FEED_REVOKED: "Thu hồi đường dẫn lịch",
    AuditAction.EVIDENCE_ADDED: "Thêm minh chứng",
    AuditAction.EVIDENCE_REMOVED: "Gỡ minh chứng",
    AuditAction.EVIDENCE_CLASSIFIED: "Đổi mức phổ biến của tệp",
    AuditAction.EVIDENCE_INFECTED: "Phát hiện mã độc trong tệp",
    AuditAction.TARGET_CREATED: "Tạo chỉ tiêu",
    AuditAction.TARGET_CHANGED: "Sửa chỉ tiêu",
    AuditAction.TARGET_DROPPED: "Bỏ chỉ tiêu",
    AuditAction.MEASUREMENT_ADDED: "Nhập số liệu chỉ tiêu",
    AuditAction.MEASUREMENT_CORRECTED: "Sửa số liệu chỉ tiêu",
    AuditAction.PLAN_EXPORTED: "In kế hoạch",
    AuditAction.FIGURES_SEALED: "Chốt số liệu kỳ báo cáo",
    AuditAction.FIGURES_SEALED_AGAIN: "Chốt lại số liệu kỳ báo cáo",
    AuditAction.FIGURES_EXPORTED: "Tải số liệu theo người",
    AuditAction.MAIL_RESENT: "Gửi lại thư nhắc",
    AuditAction.MAIL_TESTED: "Gửi thư thử",
    AuditAction.NOTIFICATION_CHOSEN: "Đổi cách nhận thông báo",
    AuditAction.LEADER_NAMED: "Đổi lãnh đạo phụ trách",
    AuditAction.JOURNAL_EXPORTED: "Xuất nhật ký",
    AuditAction.BACKUP_MADE: "Sao lưu",
    AuditAction.BACKUP_MADE_SHORT: "Sao lưu, thiếu tệp",
    AuditAction.DATABASE_UPGRADED: "Nâng cấp cơ sở dữ liệu sau bản sao lưu này",
}


def field_changes(
    before: dict[str, object], after: dict[str, object]
) -> dict[str, tuple[object, object]]:
    """The fields that differ, each with its old and new value."""
    return {
        name: (before.get(name), after[name]) for name in after if before.get(name) != after[name]
    }
