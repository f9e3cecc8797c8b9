"""The second step of signing in: a code from the phone (TOTP, RFC 6238), or one kept on paper.

The phone's secret is sealed with the installation's key; of codes on paper only hashes are kept.
A code of the phone is taken once: whoever looked over the shoulder cannot use it again.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from sqlalchemy import delete, select, update

from tracker.accounts import attempts
from tracker.accounts.models import RecoveryCode, SignIn, User
from tracker.accounts.rules import (
    PAPER_CODE_SIGNS,
    SECONDS_OF_A_CODE,
    Try,
    is_phone_code,
    paper_code_key,
)
from tracker.audit.rules import AuditAction
from tracker.audit.service import Actor, record
from tracker.core import clock
from tracker.core.db import db
from tracker.core.errors import RuleError
from tracker.core.sealed import derived_key, seal, unseal

_SEALED_FOR = "second step"
NUMBER_OF_PAPER_CODES = 10
WRONG_CODE = (
    "Mã không đúng hoặc đã dùng. Hãy đợi ứng dụng hiện mã mới rồi nhập lại; "
    "đồng hồ của điện thoại phải chạy đúng."
)


def secret_to_offer(sign_in_key: str) -> str:
    """The secret to put into the phone: the same for as long as one is signed in.

    Nothing is written before the phone has shown that it holds it.
    """
    drawn = hmac.new(derived_key("offered secret"), sign_in_key.encode(), hashlib.sha256).digest()
    return base64.b32encode(drawn[:20]).decode()


def has_second_step(user: User) -> bool:
    """Whether the person's phone was set up, and its secret can be read."""
    return _secret(user) is not None


def set_up(user: User, code: str, sign_in: SignIn, *, address: str | None) -> list[str]:
    """Take the offered secret once a code of it is shown; the codes for paper, told only now."""
    if has_second_step(user):
        raise RuleError("Xác thực hai bước đã được thiết lập.")
    secret = secret_to_offer(sign_in.key)
    _refuse_too_many(user, address)
    moment = _moment_of(secret, code)
    if moment is None:
        _refuse_wrong(user, address)
    user.totp_secret = seal(secret, purpose=_SEALED_FOR)
    user.totp_last_moment = moment or 0
    user.second_step_since = clock.now()
    db.session.flush()
    _let_through(user, sign_in)
    record(AuditAction.SECOND_STEP_SET_UP, user, name=user.username, actor=user)
    return _new_paper_codes(user)


def take_step(user: User, code: str, sign_in: SignIn, *, address: str | None) -> None:
    """Let the sign-in through with a code of the phone or one from paper."""
    _require_code(user, code, address)
    _let_through(user, sign_in)


def renew_paper_codes(user: User, code: str, *, address: str | None) -> list[str]:
    """New codes for paper; the old ones are worth nothing any more."""
    _require_code(user, code, address)
    record(AuditAction.PAPER_CODES_RENEWED, user, name=user.username, actor=user)
    return _new_paper_codes(user)


def turn_off(user: User, code: str, *, address: str | None) -> None:
    """The person no longer wants it; only with a code, and only where it is not asked for."""
    _require_code(user, code, address)
    _forget(user)
    record(AuditAction.SECOND_STEP_TURNED_OFF, user, name=user.username, actor=user)


def reset(user: User, *, actor: Actor | None) -> None:
    """The phone is lost: whoever it is sets up a new one at the next sign-in."""
    _forget(user)
    attempts.forget_failures(attempts.key_of_person(user.id, Try.CODE))
    record(AuditAction.SECOND_STEP_RESET, user, name=user.username, actor=actor)


def paper_codes_left(user: User) -> int:
    """How many codes from paper still work."""
    statement = select(RecoveryCode.id).where(
        RecoveryCode.user_id == user.id, RecoveryCode.used_at.is_(None)
    )
    return len(db.session.scalars(statement).all())


def _require_code(user: User, code: str, address: str | None) -> None:
    _refuse_too_many(user, address)
    right = _take_phone_code(user, code) if is_phone_code(code) else _take_paper_code(user, code)
    if not right:
        _refuse_wrong(user, address)
    attempts.forget_failures(attempts.key_of_person(user.id, Try.CODE))


def _refuse_too_many(user: User, address: str | None) -> None:
    attempts.refuse_busy(Try.CODE, address)
    attempts.refuse_locked(attempts.key_of_person(user.id, Try.CODE))


def _refuse_wrong(user: User, address: str | None) -> None:
    attempts.count_try(Try.CODE, address)
    attempts.count_failure(attempts.key_of_person(user.id, Try.CODE))
    record(AuditAction.SECOND_STEP_REFUSED, user, name=user.username, actor=None)
    raise RuleError(WRONG_CODE, field="code")


def _take_phone_code(user: User, code: str) -> bool:
    """Whether the code is right now and was not taken before; of two at once one is first."""
    secret = _secret(user)
    moment = _moment_of(secret, code) if secret else None
    if moment is None:
        return False
    statement = (
        update(User)
        .where(User.id == user.id, User.totp_last_moment < moment)
        .values(totp_last_moment=moment)
        .returning(User.id)
    )
    return db.session.scalar(statement) is not None


def _take_paper_code(user: User, code: str) -> bool:
    statement = (
        update(RecoveryCode)
        .where(
            RecoveryCode.user_id == user.id,
            RecoveryCode.code_hash == _hash(user, code),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=clock.now())
        .returning(RecoveryCode.id)
    )
    if db.session.scalar(statement) is None:
        return False
    record(AuditAction.PAPER_CODE_USED, user, name=user.username, actor=user)
    return True


def _moment_of(secret: str, code: str) -> int | None:
    """Which half minute the code is of: this one, or one beside it, as clocks differ a little."""
    from pyotp import TOTP

    present = int(clock.now().timestamp()) // SECONDS_OF_A_CODE
    typed = "".join(code.split())
    phone = TOTP(secret)
    for moment in (present, present - 1, present + 1):
        if hmac.compare_digest(phone.generate_otp(moment).encode(), typed.encode()):
            return moment
    return None


def _new_paper_codes(user: User) -> list[str]:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    codes = [_draw_paper_code() for _ in range(NUMBER_OF_PAPER_CODES)]
    db.session.add_all(RecoveryCode(user_id=user.id, code_hash=_hash(user, code)) for code in codes)
    db.session.flush()
    return codes


def _draw_paper_code() -> str:
    """Sixteen signs that nobody takes for one another: 79 bits, too many to try."""
    signs = [secrets.choice(PAPER_CODE_SIGNS) for _ in range(16)]
    return "-".join("".join(signs[start : start + 4]) for start in range(0, 16, 4))


def _hash(user: User, code: str) -> str:
    return hashlib.sha256(f"{user.id}:{paper_code_key(code)}".encode()).hexdigest()


def _secret(user: User) -> str | None:
    return unseal(user.totp_secret, purpose=_SEALED_FOR) if user.totp_secret else None


def _let_through(user: User, sign_in: SignIn) -> None:
    sign_in.second_step_at = clock.now()
    attempts.forget_failures(attempts.key_of_person(user.id, Try.CODE))
    db.session.flush()


def _forget(user: User) -> None:
    """Without touching the account's version: nobody who edits it is stopped."""
    values = {"totp_secret": None, "second_step_since": None, "totp_last_moment": 0}
    db.session.execute(update(User).where(User.id == user.id).values(**values))
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
