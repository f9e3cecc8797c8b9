"""Many accounts at once: understood row by row, faulted in place, made all or none."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import func, select

from tracker.accounts.models import User
from tracker.accounts.queries import find_user
from tracker.accounts.rules import (
    EMAIL_SHAPE,
    ROLE_WORDS,
    ROLES_IN_A_UNIT,
    Role,
    password_problem,
    username_problem,
)
from tracker.accounts.service import create_user, password_is_right
from tracker.accounts.sheet import PersonRow
from tracker.audit.service import Actor
from tracker.core.db import db
from tracker.core.errors import RuleError
from tracker.core.text_vn import fold, one_line
from tracker.units.models import Unit
from tracker.units.queries import UnitDirectory
from tracker.units.rules import owes_work

# Without letters and digits that are taken for each other on paper.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_SPELLINGS: dict[str, Role] = {
    **{fold(words): role for role, words in ROLE_WORDS.items()},
    "truong phong": Role.UNIT_HEAD,
    "thu truong": Role.UNIT_HEAD,
    "thu truong don vi": Role.UNIT_HEAD,
    "chuyen vien": Role.OFFICER,
    "can bo": Role.OFFICER,
    "lanh dao ubnd": Role.LEADER,
    "chu tich": Role.LEADER,
    "pho chu tich": Role.LEADER,
    "quan tri vien": Role.ADMINISTRATOR,
    "giam sat vien": Role.OBSERVER,
}
# What a title says where no role is given: whoever reviews sees it as a proposal.
_BY_TITLE = (
    (
        re.compile(r"^(truong phong|giam doc|tram truong|hieu truong|chi huy truong)"),
        Role.UNIT_HEAD,
    ),
    (re.compile(r"^(pho )?chu tich ubnd"), Role.LEADER),
    (re.compile(r"^(chuyen vien|can su|nhan vien|cong chuc|vien chuc|pho )"), Role.OFFICER),
)


@dataclass(frozen=True, slots=True)
class NewAccount:
    """A person as understood; what was not is left empty."""

    full_name: str
    username: str
    role: Role | None
    unit: Unit | None
    job_title: str | None = None
    email: str | None = None
    # Words of the file that nothing was made of.
    unread: str = ""


@dataclass(frozen=True, slots=True)
class Slip:
    """What one person is handed: the name to sign in with and a password for one time."""

    user: User
    password: str


def understood(rows: Sequence[PersonRow], directory: UnitDirectory) -> list[NewAccount]:
    """Roles and units by any known spelling; a name to sign in with where none was given."""
    taken = _usernames() | {row.username.lower() for row in rows if row.username}
    found = []
    for row in rows:
        username = row.username or _proposed(row.full_name, taken)
        taken.add(username.lower())
        role, unit = _role(row), _unit(row, directory)
        unread = [
            words for words, read in ((row.role, role), (row.unit, unit)) if words and not read
        ]
        found.append(
            NewAccount(
                full_name=one_line(row.full_name),
                username=username,
                role=role,
                unit=unit,
                unread=", ".join(f"“{words}”" for words in unread),
                job_title=row.job_title or None,
                email=row.email or None,
            )
        )
    return found


def faults_of(people: Sequence[NewAccount]) -> list[dict[str, str]]:
    """Row by row, what keeps it from becoming an account, by field; empty where nothing does."""
    names = Counter(person.username.lower() for person in people)
    known = _usernames()
    found = []
    for person in people:
        faults: dict[str, str] = {}
        problem = username_problem(person.username)
        if problem:
            faults["username"] = problem
        elif person.username.lower() in known:
            faults["username"] = f"Đã có tài khoản “{person.username}”: đổi tên hoặc bỏ dòng này."
        elif names[person.username.lower()] > 1:
            faults["username"] = f"“{person.username}” có ở nhiều dòng."
        if not person.full_name:
            faults["full_name"] = "Hãy nhập họ tên."
        if person.role is None:
            faults["role"] = "Hãy chọn vai trò."
        elif person.role in ROLES_IN_A_UNIT and person.unit is None:
            faults["unit"] = "Vai trò này cần chọn đơn vị."
        if person.email and not re.match(EMAIL_SHAPE, person.email):
            faults["email"] = "Địa chỉ thư điện tử không đúng."
        found.append(faults)
    return found


def doubts_of(people: Sequence[NewAccount]) -> list[str]:
    """Row by row, who may have an account already or stand twice; empty where nothing hints so."""
    accounts = db.session.scalars(select(User).order_by(User.id)).all()
    by_name = {(fold(user.full_name), user.unit_id): user for user in accounts}
    by_email = {user.email.lower(): user for user in accounts if user.email}
    mails = Counter(person.email.lower() for person in people if person.email)
    rows = Counter((fold(p.full_name), p.unit.id if p.unit else None) for p in people)
    found = []
    for person in people:
        key = (fold(person.full_name), person.unit.id if person.unit else None)
        email = (person.email or "").lower()
        same = by_name.get(key) or by_email.get(email)
        if same is not None:
            found.append(f"Có thể đã có tài khoản: {same.full_name} ({same.username}).")
        elif rows[key] > 1:
            found.append("Họ tên và đơn vị này có ở nhiều dòng.")
        elif mails[email] > 1:
            found.append("Thư điện tử này có ở nhiều dòng.")
        else:
            found.append("")
    return found


def create_accounts(people: Sequence[NewAccount], *, request_key: str, actor: Actor) -> list[Slip]:
    """Make all of them or none. The same form sent twice gives the same slips once more."""
    if not people:
        raise RuleError("Không còn dòng nào để tạo tài khoản.")
    made = _made_before(people, request_key)
    if made:
        return made
    if any(faults_of(people)):
        raise RuleError("Còn chỗ chưa đúng: hãy sửa các ô được đánh dấu, hoặc bỏ dòng đó.")
    return [_create(person, request_key, actor) for person in people]


def one_time_password(username: str, request_key: str) -> str:
    """Three groups of four, told by the form's key and the installation's secret; kept nowhere."""
    secret = str(current_app.config["SECRET_KEY"]).encode()
    for attempt in range(100):
        words = f"{request_key}:{username.lower()}:{attempt}".encode()
        drawn = hmac.new(secret, words, hashlib.sha256).digest()
        signs = "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in drawn[:12])
        password = "-".join((signs[:4], signs[4:8], signs[8:]))
        if password_problem(password, username=username) is None:
            return password
    raise RuleError(f"Chưa tạo được mật khẩu cho “{username}”: hãy chọn tên đăng nhập dài hơn.")


def _create(person: NewAccount, request_key: str, actor: Actor) -> Slip:
    assert person.role is not None  # noqa: S101 - no faults
    password = one_time_password(person.username, request_key)
    user = create_user(
        person.username,
        full_name=person.full_name,
        role=person.role,
        unit=person.unit,
        password=password,
        actor=actor,
        job_title=person.job_title,
        email=person.email,
        must_change_password=True,
    )
    return Slip(user, password)


def _made_before(people: Sequence[NewAccount], request_key: str) -> list[Slip]:
    """The slips of this very form where nobody has changed their password yet; else none."""
    slips = []
    for person in people:
        user = find_user(person.username)
        if user is None or not user.must_change_password:
            return []
        password = one_time_password(person.username, request_key)
        if not password_is_right(user, password):
            return []
        slips.append(Slip(user, password))
    return slips


def _role(row: PersonRow) -> Role | None:
    if row.role:
        return _SPELLINGS.get(fold(row.role))
    title = fold(row.job_title)
    return next((role for pattern, role in _BY_TITLE if pattern.search(title)), None)


def _unit(row: PersonRow, directory: UnitDirectory) -> Unit | None:
    """A unit of the ward people can work in; no collective, nobody outside."""
    if not row.unit:
        return None
    unit = directory.find(row.unit) or directory.propose(row.unit)
    return unit if unit is not None and owes_work(unit.kind) else None


def _proposed(full_name: str, taken: set[str]) -> str:
    """The given name and the initials before it: Nguyễn Văn An → annv, annv2."""
    words = re.sub(r"[^a-z ]", "", fold(full_name)).split()
    if not words:
        return ""
    name = words[-1] + "".join(word[0] for word in words[:-1])
    number, username = 1, name
    while username in taken:
        number += 1
        username = f"{name}{number}"
    return username


def _usernames() -> set[str]:
    return set(db.session.scalars(select(func.lower(User.username))))
