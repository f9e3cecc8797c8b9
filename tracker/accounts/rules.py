"""Roles, and what a password must be."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from ipaddress import IPv6Address, ip_address, ip_network
from itertools import pairwise
from typing import Protocol

from tracker.accounts.blocklist import is_common

SHORTEST_PASSWORD = 10
LOCK_AFTER_FAILURES = 5
# From the fifth failure on each further one locks for twice as long.
FIRST_LOCK, LONGEST_LOCK = timedelta(minutes=5), timedelta(hours=1)
FORGET_FAILURES_AFTER = timedelta(days=1)
QUARTER_OF_AN_HOUR = timedelta(minutes=15)
# Longer than any holidays: a program not heard of for so long was off, or its clock has leapt.
LONGEST_BREAK = timedelta(days=10)


class SignInStanding(StrEnum):
    """How far a browser has come in."""

    ENDED = "ended"
    OPEN = "open"
    SECOND_STEP = "second_step"


class AccessRules(Protocol):
    """Where the ward asks for a second step (`WardSettings`)."""

    @property
    def second_step_roles(self) -> tuple[str, ...]:
        """Roles that always need it."""

    @property
    def office_networks(self) -> tuple[str, ...]:
        """Networks of the office; outside of them everybody needs it. None: there is no outside."""


class Try(StrEnum):
    """What is tried, and counted each for itself."""

    PASSWORD = "password"  # noqa: S105 - the name of a kind
    OLD_PASSWORD = "old_password"  # noqa: S105 - the name of a kind
    CODE = "code"
    RESET = "reset"


# A whole office may sit behind one address: these are failures of a quarter of an hour.
MOST_TRIES_OF_ADDRESS = {Try.PASSWORD: 40, Try.CODE: 40, Try.RESET: 10}
RESET_LASTS = timedelta(minutes=30)

# The second step (RFC 6238): codes of six digits that last half a minute; codes for paper hold no
# sign that is taken for another one.
SECONDS_OF_A_CODE = 30
PAPER_CODE_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"


class Role(StrEnum):
    """What a person is in the ward's work."""

    ADMINISTRATOR = "administrator"
    OFFICE = "office"
    LEADER = "leader"
    UNIT_HEAD = "unit_head"
    OFFICER = "officer"
    OBSERVER = "observer"


ROLE_WORDS: dict[Role, str] = {
    Role.ADMINISTRATOR: "Quản trị",
    Role.OFFICE: "Văn phòng",
    Role.LEADER: "Lãnh đạo",
    Role.UNIT_HEAD: "Trưởng đơn vị",
    Role.OFFICER: "Công chức",
    Role.OBSERVER: "Giám sát",
}

# Someone who works in a unit cannot do so without one.
ROLES_IN_A_UNIT = frozenset({Role.UNIT_HEAD, Role.OFFICER})


EMAIL_SHAPE = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"

# Names are compared whatever their capitals, which SQLite knows of plain letters only.
_USERNAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]*")


def needs_second_step(
    role: Role, address: str | None, access: AccessRules, *, is_set_up: bool = False
) -> bool:
    """Whether signing in with the password alone will not do, for this role from this address.

    Where the ward names no networks, whoever set it up of their own will is asked everywhere.
    """
    if role.value in access.second_step_roles:
        return True
    if access.office_networks:
        return not is_in_office(address, access.office_networks)
    return is_set_up


def may_set_up_second_step(address: str | None, access: AccessRules) -> bool:
    """Whoever has a stolen password must not tie it to a phone of their own from anywhere."""
    return not access.office_networks or is_in_office(address, access.office_networks)


def is_in_office(address: str | None, networks: Iterable[str]) -> bool:
    """Whether the address is of the office's networks; one that is none is outside."""
    try:
        found = ip_address(address or "")
    except ValueError:
        return False
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    return any(found in ip_network(network, strict=False) for network in networks)


def is_phone_code(code: str) -> bool:
    """Whether it looks like a code of the phone and not like one from paper."""
    typed = "".join(code.split())
    return len(typed) == 6 and typed.isascii() and typed.isdigit()


def paper_code_key(code: str) -> str:
    """The signs of a code from paper, however they were typed."""
    return "".join(sign for sign in code.lower() if sign in PAPER_CODE_SIGNS)


def username_problem(username: str) -> str | None:
    """Why nobody can sign in by this name, as a sentence; None when it will do."""
    if not username:
        return "Hãy nhập tên đăng nhập."
    if not _USERNAME.fullmatch(username):
        return (
            "Tên đăng nhập chỉ gồm chữ không dấu, chữ số, dấu chấm, gạch ngang, "
            "ví dụ nguyenvana hoặc a.nguyen."
        )
    return None


def lock_time(failures: int) -> timedelta | None:
    """For how long so many failures in a row lock; None while they do not."""
    if failures < LOCK_AFTER_FAILURES:
        return None
    lock: timedelta = FIRST_LOCK * 2 ** min(failures - LOCK_AFTER_FAILURES, 10)
    return min(lock, LONGEST_LOCK)


def address_key(address: str) -> str:
    """What an address is counted under: of IPv6 one line is given a whole /64."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ip_network((found, 64), strict=False))
    return str(found)


def password_problem(password: str, *, username: str, full_name: str = "") -> str | None:
    """Why the password will not do, as a sentence; None when it will."""
    if len(password) < SHORTEST_PASSWORD:
        return f"Mật khẩu cần ít nhất {SHORTEST_PASSWORD} ký tự."
    if username.casefold() in password.casefold():
        return "Mật khẩu không được chứa tên đăng nhập."
    if len(set(password)) < 5:
        return "Mật khẩu lặp lại quá ít ký tự khác nhau: hãy chọn mật khẩu khó đoán hơn."
    if is_common(password, own_words=(username, full_name)):
        return (
            "Mật khẩu này nhiều người dùng hoặc dễ đoán: "
            "hãy ghép vài từ không liên quan, ví dụ bốn từ bất kỳ."
        )
    return None


# In order: Edge and Cốc Cốc name Chrome too, Chrome names Safari.
_BROWSERS = {
    "Edg": "Edge",
    "coc_coc": "Cốc Cốc",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
_SYSTEMS = {
    "Windows": "Windows",
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


def device_words(agent: str) -> str:
    """A browser and its system in words, from what the browser says of itself."""
    browser = next((words for mark, words in _BROWSERS.items() if mark in agent), "Trình duyệt lạ")
    system = next((words for mark, words in _SYSTEMS.items() if mark in agent), "")
    return f"{browser} trên {system}" if system else browser


def had_a_break(heard: Iterable[datetime], *, since: datetime, now: datetime) -> bool:
    """Whether nothing was heard of the program for long; `heard` ascends from `since` to `now`."""
    return any(later - earlier > LONGEST_BREAK for earlier, later in pairwise([since, *heard, now]))


def idle_minutes(role: Role, *, administrator: int, others: int) -> int:
    """After how many minutes without a page a sign-in ends."""
    return administrator if role is Role.ADMINISTRATOR else others
