"""User accounts."""

from __future__ import annotations

from datetime import datetime

from flask_login import UserMixin
from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.accounts.rules import Role
from tracker.core.db import Model, UtcDateTime
from tracker.units.models import Unit


class User(UserMixin, Model):  # type: ignore[misc]
    """One person. `session_key` changes when every sign-in ends, as with a new password."""

    __tablename__ = "user_account"

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(unique=True)
    full_name: Mapped[str]
    job_title: Mapped[str | None]
    email: Mapped[str | None]
    role: Mapped[Role]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    password_hash: Mapped[str]
    session_key: Mapped[str]
    is_enabled: Mapped[bool] = mapped_column(default=True)
    must_change_password: Mapped[bool] = mapped_column(default=False)
    last_signed_in_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # What the provider calls the person (`provider.py`).
    external_name: Mapped[str | None] = mapped_column(unique=True, index=True)
    # The second step (`second_step.py`): the phone's sealed secret, and the last code's time.
    totp_secret: Mapped[str | None]
    second_step_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    totp_last_moment: Mapped[int] = mapped_column(BigInteger, default=0)
    version: Mapped[int] = mapped_column(default=1)

    unit: Mapped[Unit | None] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_active(self) -> bool:
        """Flask-Login signs out whoever is not active."""
        return self.is_enabled

    def get_id(self) -> str:
        """What the session cookie holds."""
        return f"{self.id}:{self.session_key}"


class RecoveryCode(Model):
    """A code on paper for when the phone is not there; only its hash, used once."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PasswordReset(Model):
    """A link to choose a new password, by its hash; one a person (`resets.py`)."""

    __tablename__ = "password_reset"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), unique=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


class FailedTries(Model):
    """How often somebody failed in a row, by name or person (`attempts.py`)."""

    __tablename__ = "failed_tries"

    key: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(UtcDateTime)
    locked_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AddressTries(Model):
    """How often an address tried in a quarter of an hour (`attempts.py`)."""

    __tablename__ = "address_tries"

    key: Mapped[str] = mapped_column(primary_key=True)
    tries: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SignIn(Model):
    """One browser in which a person is signed in; `key` is what its signed cookie holds.

    How long it has been idle stands in the cookie: opening a page writes nothing.
    """

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    key: Mapped[str] = mapped_column(unique=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    remote_address: Mapped[str | None]
    device: Mapped[str]
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    second_step_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    user: Mapped[User] = relationship()
