"""What a password and a name to sign in with must be."""

from __future__ import annotations

import pytest

from tracker.accounts.rules import (
    ROLE_WORDS,
    ROLES_IN_A_UNIT,
    Role,
    password_problem,
    username_problem,
)


@pytest.mark.parametrize(
    "password",
    ["Mau-phuong-2026", "mật khẩu dài", "cambuoinhan", "a7k2-mm4q-x9pe"],
)
def test_long_and_varied_enough(password: str) -> None:
    assert password_problem(password, username="vanphong") is None


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("", "ít nhất 10 ký tự"),
        ("123456789", "ít nhất 10 ký tự"),
        ("xx-VanPhong-2026", "không được chứa tên đăng nhập"),
        ("ababababab", "quá ít ký tự khác nhau"),
        ("0123456789", "dễ đoán"),
        ("M@tKhau2026!", "dễ đoán"),
        ("Mật-khẩu-2026", "dễ đoán"),
        ("password12345", "dễ đoán"),
        ("matkhauMATKHAU1", "dễ đoán"),
        ("qwertyuiop1", "dễ đoán"),
        ("zyxwvutsrq12", "dễ đoán"),
        ("NguyenVanMau@2026", "dễ đoán"),
    ],
)
def test_a_weak_password_is_refused_with_its_reason(password: str, why: str) -> None:
    problem = password_problem(password, username="vanphong", full_name="Nguyễn Văn Mẫu")
    assert why in (problem or "")


@pytest.mark.parametrize("name", ["quantri", "a.nguyen", "vp-01", "A_B", "a@phuongmau.vn"])
def test_names_to_sign_in_with(name: str) -> None:
    assert username_problem(name) is None


@pytest.mark.parametrize("name", ["", "văn phòng", "đức", "a b", ".an", "a<b>", "an\n"])
def test_names_that_two_keyboards_would_type_differently(name: str) -> None:
    assert username_problem(name)


def test_each_role_has_its_word_and_units_have_their_people() -> None:
    assert set(ROLE_WORDS) == set(Role)
    assert {Role.UNIT_HEAD, Role.OFFICER} == ROLES_IN_A_UNIT
