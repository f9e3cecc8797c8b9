"""The policy in plain words: what an administrator reads of who may do what.

Only words stand here. Who may is worked out from `policy.py` itself, so the page cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from tracker import policy
from tracker.accounts.rules import ROLE_WORDS, Role
from tracker.policy import POLICY, ROLE_QUESTIONS, AllOf, Question

GROUP_WORDS = {
    "plan": "Kế hoạch",
    "import": "Nhập văn bản",
    "task": "Nhiệm vụ",
    "occurrence": "Kỳ, việc phát sinh",
    "contribution": "Phần việc của đơn vị",
    "conversation": "Trao đổi",
    "difficulty": "Khó khăn, vướng mắc",
    "extension": "Gia hạn",
    "cause": "Nguyên nhân chậm",
    "follow_up": "Theo dõi",
    "review": "Chờ xác nhận",
    "urging": "Công văn đôn đốc",
    "directive": "Ý kiến chỉ đạo",
    "late_list": "Danh sách chậm",
    "overview": "Toàn cảnh",
    "figures": "Số liệu",
    "report": "Báo cáo",
    "target": "Chỉ tiêu",
    "calendar": "Lịch",
    "export_job": "Tệp in",
    "notice": "Thông báo",
    "reminder": "Thư nhắc",
    "unit": "Đơn vị",
    "account": "Tài khoản",
    "sign_in": "Phiên đăng nhập",
    "setting": "Thiết lập",
    "access": "Cách đăng nhập",
    "audit": "Nhật ký",
}
ACTION_WORDS = {
    "plan:see": "Xem kế hoạch và nhiệm vụ",
    "plan:export": "In, tải kế hoạch",
    "plan:change": "Sửa, ban hành, điều chỉnh, đóng kế hoạch",
    "import:work": "Nhập văn bản, xem lại, xác nhận thành kế hoạch",
    "task:see_journal": "Xem nhật ký của nhiệm vụ",
    "occurrence:open": "Mở việc phát sinh",
    "contribution:see_papers": "Xem minh chứng, tình hình thực hiện",
    "contribution:see_restricted_papers": "Xem minh chứng hạn chế",
    "contribution:classify_papers": "Đổi mức phổ biến của minh chứng",
    "contribution:see_reminders": "Xem các lần đã nhắc",
    "contribution:update": "Cập nhật tiến độ, gửi minh chứng, gửi kết quả",
    "contribution:name_officer": "Giao người phụ trách trong đơn vị",
    "contribution:review": "Xác nhận hoàn thành, trả lại",
    "conversation:see": "Xem trao đổi về nhiệm vụ",
    "conversation:join": "Trao đổi về nhiệm vụ",
    "difficulty:see": "Xem danh sách vướng mắc",
    "difficulty:answer": "Trả lời vướng mắc",
    "difficulty:close": "Khép vướng mắc",
    "extension:see": "Xem các đề nghị gia hạn",
    "extension:ask": "Xin gia hạn, rút đề nghị",
    "extension:decide": "Quyết định gia hạn",
    "extension:revoke": "Thu hồi gia hạn",
    "cause:judge": "Xác nhận hoặc không xác nhận nguyên nhân khách quan",
    "follow_up:see": "Xem trang Theo dõi: việc quá hạn, sắp đến hạn",
    "review:see": "Xem các kết quả chờ xác nhận",
    "urging:list": "Xem danh sách công văn đôn đốc",
    "urging:see": "Xem một công văn đôn đốc",
    "urging:send": "Gửi công văn đôn đốc",
    "urging:answer": "Trả lời công văn đôn đốc",
    "urging:withdraw": "Thu hồi công văn đôn đốc",
    "directive:list": "Xem danh sách ý kiến chỉ đạo",
    "directive:see": "Xem một ý kiến chỉ đạo",
    "directive:give": "Cho ý kiến chỉ đạo",
    "directive:enter": "Ghi lại ý kiến chỉ đạo của lãnh đạo",
    "directive:answer": "Trả lời ý kiến chỉ đạo",
    "directive:close": "Khép ý kiến chỉ đạo",
    "late_list:see": "Xem danh sách chậm của tháng",
    "late_list:see_draft": "Xem danh sách chậm chưa công bố",
    "late_list:draw_up": "Lập danh sách chậm, xem lại từng dòng",
    "late_list:release": "Công bố danh sách chậm",
    "overview:see": "Xem toàn cảnh, trang báo cáo nhanh",
    "figures:see_all": "Xem số liệu của mọi đơn vị",
    "figures:seal": "Chốt số liệu kỳ báo cáo",
    "figures:rate": "Xem, tải số liệu theo người",
    "report:see": "Xem báo cáo",
    "report:write": "Lập, sửa báo cáo",
    "target:measure": "Nhập, sửa số liệu chỉ tiêu",
    "target:see_papers": "Xem minh chứng của số liệu chỉ tiêu",
    "target:see_restricted_papers": "Xem minh chứng hạn chế của số liệu chỉ tiêu",
    "target:classify_papers": "Đổi mức phổ biến của minh chứng số liệu",
    "target:change": "Thêm, sửa, bỏ chỉ tiêu",
    "calendar:see_all": "Xem lịch thời hạn của mọi đơn vị",
    "calendar:change": "Sửa lịch làm việc, ngày nghỉ",
    "export_job:see": "Tải tệp in đã yêu cầu",
    "notice:see": "Xem thông báo",
    "reminder:see": "Xem, gửi lại thư nhắc",
    "unit:administer": "Thêm, sửa, hợp nhất đơn vị",
    "account:administer": "Thêm, sửa, khóa tài khoản; xem bảng quyền này",
    "sign_in:end": "Kết thúc một phiên đăng nhập",
    "setting:change": "Đổi thiết lập",
    "access:change": "Đổi cách đăng nhập: xác thực hai bước, mạng cơ quan",
    "audit:see": "Xem, xuất nhật ký",
}
# What must hold beside the role, to be read after “khi”.
CONDITION_WORDS: dict[Question, str] = {
    policy.plan_is_public: "kế hoạch đã ban hành",
    policy.plan_is_running: "kế hoạch đang thực hiện",
    policy.follows_up_plan: "đơn vị mình theo dõi kế hoạch",
    policy.owns_contribution: "phần việc của đơn vị mình",
    policy.inherits_contribution: "phần việc của đơn vị mình, của đơn vị đã hợp nhất vào",
    policy.inherits_target: "chỉ tiêu giao cho đơn vị mình, cho đơn vị đã hợp nhất vào",
    policy.owns_target: "chỉ tiêu giao cho đơn vị mình",
    policy.leads_task: "đơn vị mình chủ trì nhiệm vụ",
    policy.works_on_task: "đơn vị mình chủ trì hoặc phối hợp",
    policy.shares_task: "đơn vị mình cùng được giao nhiệm vụ",
    policy.leads_same_task: "đơn vị mình chủ trì nhiệm vụ",
    policy.is_handed_in: "đã gửi kết quả",
    policy.is_urged: "văn bản gửi đơn vị mình",
    policy.is_released: "danh sách đã công bố",
    policy.is_written_down: "ý kiến do Văn phòng ghi lại",
    policy.sent_letter: "công văn do mình gửi",
    policy.is_told: "thông báo của mình",
    policy.asked_for_file: "tệp do mình yêu cầu",
    policy.owns_sign_in: "phiên của mình",
}


@dataclass(frozen=True, slots=True)
class Access:
    """What a role may do: always, on conditions (each a sentence's part), or never."""

    always: bool
    conditions: tuple[str, ...] = ()

    @property
    def never(self) -> bool:
        """Whether nobody of the role may."""
        return not self.always and not self.conditions


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """One action: its words, what each role may, and the conditions with whom they are for."""

    action: str
    words: str
    access: dict[Role, Access]

    @property
    def conditions(self) -> list[tuple[str, str]]:
        """Pairs of roles and their condition; no roles where it is the same for all of them."""
        roles_of: dict[str, list[Role]] = {}
        for role, access in self.access.items():
            if access.conditions:
                roles_of.setdefault("; hoặc ".join(access.conditions), []).append(role)
        if len(roles_of) == 1:
            return [("", words) for words in roles_of]
        return [
            (", ".join(ROLE_WORDS[role] for role in roles), words)
            for words, roles in roles_of.items()
        ]


@dataclass(frozen=True, slots=True)
class _Probe:
    """Somebody of whom nothing is known but the role; in a unit, as the role needs one."""

    role: Role
    unit_id: int = 0


def access_of(action: str, role: Role) -> Access:
    """What somebody of the role may, told by the policy's questions about roles."""
    conditions: list[str] = []
    for alternative in POLICY[action]:
        parts = list(_parts(alternative))
        asked = [question for question in parts if question in ROLE_QUESTIONS]
        if not all(question(_Probe(role), None) for question in asked):
            continue
        words = [CONDITION_WORDS[question] for question in parts if question not in ROLE_QUESTIONS]
        if not words:
            return Access(always=True)
        conditions.append(" và ".join(words))
    return Access(always=False, conditions=tuple(conditions))


def policy_rows() -> list[tuple[str, list[PolicyRow]]]:
    """Every action of the policy, in groups by what it is about."""
    places = {action: place for place, action in enumerate(ACTION_WORDS)}
    rows = [
        PolicyRow(action, ACTION_WORDS[action], {role: access_of(action, role) for role in Role})
        for action in sorted(POLICY, key=places.__getitem__)
    ]
    grouped = groupby(rows, key=lambda row: GROUP_WORDS[row.action.partition(":")[0]])
    return [(words, list(found)) for words, found in grouped]


def _parts(question: Question) -> Iterator[Question]:
    """The plain questions of an alternative, each once told."""
    if isinstance(question, AllOf):
        for part in question.parts:
            yield from _parts(part)
    else:
        yield question
