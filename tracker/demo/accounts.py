"""The demo's accounts as lines to print."""

from __future__ import annotations

from tracker.accounts.rules import ROLE_WORDS
from tracker.demo.people import PASSWORD, PEOPLE


def account_lines() -> list[str]:
    """Every account with its role, unit and the one password, ready for the terminal."""
    lines = ["", f"Mật khẩu của mọi tài khoản (chỉ để dùng thử): {PASSWORD}", ""]
    lines += [
        f"  {person.username:<18} {ROLE_WORDS[person.role]:<14} {person.unit or '-'}"
        for person in PEOPLE
    ]
    return [*lines, ""]
