"""Creating accounts, signing in, changing passwords."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import delete, select, update

from tracker.accounts import attempts
from tracker.accounts.known_browsers import KnownBrowser
from tracker.accounts.models import PasswordReset, User
from tracker.accounts.queries import find_user, user_called
from tracker.accounts.rules import (
    ROLES_IN_A_UNIT,
    Role,
    Try,
    password_problem,
    username_problem,
)
from tracker.accounts.sessions import close_sign_ins
from tracker.audit.rules import AuditAction, field_changes
from tracker.audit.service import Actor, record, record_installation
from tracker.core import clock
from tracker.core.db import db
from tracker.core.errors import ConflictError, RuleError
from tracker.units.models import Unit

# 19 MiB and two passes, as the OWASP password storage guide advises for Argon2id.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)

REFUSED = "Tên đăng nhập hoặc mật khẩu không đúng."
# Told only to who knows the password: no stranger learns that there is such an account.
LOCKED = (
    "Tài khoản này đang bị khóa, có thể vì lâu không đăng nhập. Hãy nhờ quản trị của phường mở lại."
)


def create_user(
    username: str,
    *,
    full_name: str,
    role: Role,
    password: str,
    actor: Actor | None,
    unit: Unit | None = None,
    **details: str | bool | None,
) -> User:
    """Add an account; details are job_title, email and must_change_password."""
    username, full_name = username.strip(), full_name.strip()
    problem = username_problem(username)
    if problem:
        raise RuleError(problem, field="username")
    if not full_name:
        raise RuleError("Hãy nhập họ tên.", field="full_name")
    if find_user(username) is not None:
        raise RuleError(f"Đã có tài khoản “{username}”.", field="username")
    _require_unit(role, unit)
    _require_good(password, username, full_name)
    user = User(
        username=username,
        full_name=full_name,
        role=role,
        unit=unit,
        password_hash=_hasher.hash(password),
        session_key=secrets.token_urlsafe(16),
        **details,
    )
    db.session.add(user)
    db.session.flush()
    record(AuditAction.USER_CREATED, user, name=user.username, actor=actor)
    return user


@dataclass(frozen=True, slots=True)
class AccountDetails:
    """What an administrator sets of an account."""

    full_name: str
    role: Role
    unit: Unit | None = None
    job_title: str | None = None
    email: str | None = None
    is_enabled: bool = True
    external_name: str | None = None


def change_user(user: User, details: AccountDetails, *, version: int | None, actor: Actor) -> None:
    """Change what an account is; a disabled one is signed out at once."""
    if version != user.version:
        raise ConflictError(
            "Có người vừa sửa tài khoản này. Nội dung bạn nhập vẫn còn ở dưới: "
            "hãy xem lại rồi lưu lần nữa."
        )
    if user.id == actor.id:
        _refuse_locking_oneself_out(user, details)
    if not details.full_name.strip():
        raise RuleError("Hãy nhập họ tên.", field="full_name")
    _require_unit(details.role, details.unit)
    before = _facts(user)
    if details.email != user.email:
        _end_reset(user)
    user.full_name, user.job_title = details.full_name.strip(), details.job_title or None
    user.role, user.unit, user.email = details.role, details.unit, details.email or None
    user.is_enabled = details.is_enabled
    if not user.is_enabled:
        # Else the browsers it was open in would be in again once it is enabled.
        close_sign_ins(user)
    _tie_to_provider(user, details.external_name)
    db.session.flush()
    changes = field_changes(before, _facts(user))
    if changes:
        record(AuditAction.USER_CHANGED, user, name=user.username, actor=actor, changes=changes)


def move_people(unit: Unit, heir: Unit, *, actor: Actor) -> int:
    """Everybody of the unit works in the other one from now on; gives how many."""
    of_the_unit = select(User).where(User.unit_id == unit.id).order_by(User.id)
    people = db.session.scalars(of_the_unit).all()
    for user in people:
        user.unit = heir
        db.session.flush()
        changes = {"unit": (unit.name, heir.name)}
        record(AuditAction.USER_CHANGED, user, name=user.username, actor=actor, changes=changes)
    return len(people)


def sign_in(
    username: str,
    password: str,
    *,
    address: str | None = None,
    browser: KnownBrowser | None = None,
) -> User:
    """The person, if name and password are right; a refusal has the same words for every cause.

    Where the browser knows the person, only what failed there counts.
    """
    user, key = find_user(username), attempts.key_of_name(username)
    if user is not None and browser is not None and browser.knows(user):
        key, address = attempts.key_of_browser(browser.number, key), None
    attempts.refuse_busy(Try.PASSWORD, address)
    attempts.refuse_locked(key)
    if user is None:
        # As slow as a wrong password, so that the answer's time tells nothing about accounts.
        _hasher.hash(password)
        attempts.count_try(Try.PASSWORD, address)
        attempts.count_failure(key)
        record_installation(AuditAction.USER_SIGN_IN_REFUSED, name="Không có tài khoản này")
        raise RuleError(REFUSED)
    is_right = password_is_right(user, password)
    if not is_right or not user.is_enabled:
        attempts.count_try(Try.PASSWORD, address)
        attempts.count_failure(key)
        record(AuditAction.USER_SIGN_IN_REFUSED, user, name=user.username, actor=None)
        raise RuleError(LOCKED if is_right else REFUSED)
    attempts.forget_failures(key)
    note_sign_in(user)
    return user


def note_sign_in(user: User) -> None:
    """Somebody has shown who they are, here or at the provider."""
    _note(user, last_signed_in_at=clock.now())
    record(AuditAction.USER_SIGNED_IN, user, name=user.username, actor=user)


def change_password(user: User, *, old: str, new: str, kept_key: str | None = None) -> None:
    """Change one's own password; every sign-in of the account ends but the one it is done from."""
    key = attempts.key_of_person(user.id, Try.OLD_PASSWORD)
    attempts.refuse_locked(key)
    if not password_is_right(user, old):
        attempts.count_failure(key)
        raise RuleError("Mật khẩu hiện tại không đúng.", field="old")
    attempts.forget_failures(key)
    if old == new:
        raise RuleError("Mật khẩu mới phải khác mật khẩu hiện tại.", field="new")
    set_password(user, new, actor=user, kept_key=kept_key)


def set_password(
    user: User,
    password: str,
    *,
    actor: Actor | None,
    temporary: bool = False,
    kept_key: str | None = None,
) -> None:
    """Give an account a password; a temporary one must be changed at the next sign-in."""
    _require_good(password, user.username, user.full_name)
    user.password_hash = _hasher.hash(password)
    user.must_change_password = temporary
    db.session.flush()
    attempts.forget_failures(attempts.key_of_name(user.username))
    _end_reset(user)
    close_sign_ins(user, kept_key=kept_key)
    record(AuditAction.PASSWORD_CHANGED, user, name=user.username, actor=actor)


def _refuse_locking_oneself_out(user: User, details: AccountDetails) -> None:
    if not details.is_enabled:
        raise RuleError("Không thể tự khóa tài khoản của mình.", field="is_enabled")
    if details.role is not user.role:
        raise RuleError(
            "Không thể tự đổi vai trò của mình: cần một quản trị khác đổi giúp.", field="role"
        )


def _require_unit(role: Role, unit: Unit | None) -> None:
    if role in ROLES_IN_A_UNIT and unit is None:
        raise RuleError("Vai trò này cần chọn đơn vị.", field="unit")


def _require_good(password: str, username: str, full_name: str) -> None:
    problem = password_problem(password, username=username, full_name=full_name)
    if problem:
        raise RuleError(problem, field="password")


def password_is_right(user: User, password: str) -> bool:
    """Whether it is the account's present password."""
    try:
        return _hasher.verify(user.password_hash, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


def _tie_to_provider(user: User, external_name: str | None) -> None:
    """Let the person sign in by what the provider calls them; nobody else is called so."""
    external_name = (external_name or "").strip() or None
    other = user_called(external_name) if external_name else None
    if other is not None and other is not user:
        raise RuleError(f"Tên này đã gắn với tài khoản “{other.username}”.", field="external_name")
    user.external_name = external_name


def _end_reset(user: User) -> None:
    """A link that is on its way by mail works no longer."""
    db.session.execute(delete(PasswordReset).where(PasswordReset.user_id == user.id))


def _note(user: User, **values: object) -> None:
    """Write what signing in leaves behind. The account itself is not changed by it: its version
    stays, so that nobody who edits it is stopped and two sign-ins at once do not collide."""
    db.session.execute(update(User).where(User.id == user.id).values(**values))


def _facts(user: User) -> dict[str, object]:
    return {
        "full_name": user.full_name,
        "job_title": user.job_title,
        "role": user.role,
        "unit": user.unit.name if user.unit else None,
        "email": user.email,
        "is_enabled": user.is_enabled,
        "external_name": user.external_name,
    }
