"""The side bar says where one is."""

from __future__ import annotations

import re

import pytest

from tests.factories import make_plan
from tests.personas import Browser, Ward
from tracker.core.db import db


def marked(page: str) -> list[tuple[str, str]]:
    """What the side bar marks, each once: the mark and the place's words."""
    found = re.findall(
        r'class="nav-item"[^>]*aria-current="(\w+)".*?<span>(.*?)</span>', page, re.S
    )
    return list(dict.fromkeys(found))


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/", ("page", "Việc của tôi")),
        ("/plans", ("page", "Kế hoạch")),
        ("/plans/{plan}", ("true", "Kế hoạch")),
        ("/plans/{plan}/edit", ("true", "Kế hoạch")),
        ("/follow-up", ("page", "Theo dõi")),
        ("/review", ("page", "Chờ xác nhận")),
        ("/units/{unit}", ("true", "Đơn vị")),
        ("/account/password", ("page", "Đổi mật khẩu")),
        ("/account/sign-ins", ("page", "Nơi đang đăng nhập")),
        ("/account/calendar", ("page", "Lịch trên máy khác")),
        ("/help", ("page", "Hướng dẫn")),
    ],
)
def test_one_place_is_marked_on_each_page(
    ward: Ward, browser: Browser, path: str, place: tuple[str, str]
) -> None:
    plan = make_plan()
    db.session.commit()
    page = browser.as_(ward.office).get(path.format(plan=plan.id, unit=ward.culture.id)).text
    assert place in marked(page)
    assert {words for _mark, words in marked(page)} == {place[1]}


def test_an_administrator_s_own_page_is_not_the_page_of_all_accounts(
    ward: Ward, browser: Browser
) -> None:
    page = browser.as_(ward.administrator).get("/account/sign-ins").text
    assert marked(page) == [("page", "Nơi đang đăng nhập")]


def test_the_office_finds_few_places_and_the_rest_under_names(ward: Ward, browser: Browser) -> None:
    page = browser.as_(ward.office).get("/").text
    side_bar = page[page.index('class="side-bar"') : page.index('class="account"')]
    first, *groups = side_bar.split('<details class="nav-group"')
    assert first.count("<li>") <= 10
    assert [re.findall(r"<span>(.*?)</span>", group)[0] for group in groups] == [
        "Tổng hợp",
        "Quản trị",
    ]
    assert all(group.startswith(">") for group in groups)
    settings = browser.as_(ward.office).get("/settings").text
    assert '<details class="nav-group" open>' in settings


def test_who_has_few_places_sees_them_all(ward: Ward, browser: Browser) -> None:
    page = browser.as_(ward.culture_head).get("/").text
    assert "nav-group" not in page
    assert "nav-group" in browser.as_(ward.administrator).get("/").text
