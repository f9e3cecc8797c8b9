"""The digest reads well: what is late, given back, due or to be reported, each with its link."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from html5lib import HTMLParser

from tests.factories import contribution_of, fixed, make_plan, make_task, regular
from tests.personas import Ward
from tests.reminders.conftest import RunPass
from tests.reminders.post_office import PostOffice, words_of
from tracker.progress.models import Contribution
from tracker.progress.rules import ContributionStatus
from tracker.reading.result import Rhythm
from tracker.reminders import steps_told
from tracker.settings.service import change_setting

HEAD = "truong.vanhoa@phuongmau.example"


@pytest.fixture
def digest_of_all_parts(
    ward: Ward, post_office: PostOffice, pass_at: RunPass
) -> tuple[PostOffice, list[Contribution]]:
    """The mail of 27/08/2026 about one row under every heading."""
    change_setting("ward_name", "UBND phường Mẫu", actor=None)
    plan = make_plan(tracked_from=date(2026, 8, 1))
    deadlines = (
        (fixed(date(2026, 8, 24)), "Báo cáo <sơ kết> công tác cải cách hành chính"),
        (fixed(date(2026, 12, 1)), "Rà soát danh mục thủ tục"),
        (regular(Rhythm.MONTHLY), "Báo cáo tháng"),
        (regular(), "Tuyên truyền trên trang thông tin của phường"),
    )
    until = date(2026, 9, 15)
    tasks = [
        make_task(plan, deadline, lead=ward.culture, content=content, until=until)
        for deadline, content in deadlines
    ]
    rows = [contribution_of(task, ward.culture) for task in tasks]
    rows[1].status = ContributionStatus.RETURNED
    rows[1].times_returned = 1
    rows[1].return_reason = "Thiếu phụ lục & chữ ký"
    pass_at("2026-08-27T07:30")
    return post_office, rows


def test_the_plain_words(digest_of_all_parts: tuple[PostOffice, list[Contribution]]) -> None:
    office, rows = digest_of_all_parts
    links = [f"http://localhost/contributions/{row.id}" for row in rows]
    assert words_of(office.mail_for(HEAD), "plain") == (
        "Kính gửi ông/bà Người thử truong.vanhoa,\n"
        "\n"
        "Hôm nay, 27/08/2026, có 4 việc cần ông/bà quan tâm.\n"
        "\n"
        "QUÁ HẠN (1)\n"
        "\n"
        "* 1. Báo cáo <sơ kết> công tác cải cách hành chính\n"
        "  Hạn 24/08/2026 · quá hạn 3 ngày\n"
        "  Chủ trì · Kế hoạch cải cách hành chính năm 2026 (số 12/KH-UBND)\n"
        f"  {links[0]}\n"
        "\n"
        "BỊ TRẢ LẠI (1)\n"
        "\n"
        "* 1. Rà soát danh mục thủ tục\n"
        "  Hạn 01/12/2026 · còn 96 ngày\n"
        "  Chủ trì · Kế hoạch cải cách hành chính năm 2026 (số 12/KH-UBND)\n"
        "  Lý do trả lại: Thiếu phụ lục & chữ ký\n"
        f"  {links[1]}\n"
        "\n"
        "SẮP ĐẾN HẠN (1)\n"
        "\n"
        "* 1. Báo cáo tháng\n"
        "  Tháng 8/2026 · hạn 31/08/2026 · còn 4 ngày\n"
        "  Chủ trì · Kế hoạch cải cách hành chính năm 2026 (số 12/KH-UBND)\n"
        f"  {links[2]}\n"
        "\n"
        "CẦN CẬP NHẬT TÌNH HÌNH (1)\n"
        "\n"
        "* 1. Tuyên truyền trên trang thông tin của phường\n"
        "  Tháng 8/2026 · hết kỳ ngày 31/08/2026\n"
        "  Chủ trì · Kế hoạch cải cách hành chính năm 2026 (số 12/KH-UBND)\n"
        f"  {links[3]}\n"
        "\n"
        "Xem toàn bộ việc của đơn vị: http://localhost/\n"
        "\n"
        "--\n"
        "UBND phường Mẫu · Theo dõi nhiệm vụ\n"
        "Thư gửi tự động, mỗi ngày làm việc nhiều nhất một thư, chỉ khi có việc cần nhắc.\n"
        "Việc đã gửi kết quả thì không nhắc nữa.\n"
    )


def test_the_heads_of_the_mail(
    digest_of_all_parts: tuple[PostOffice, list[Contribution]],
) -> None:
    mail = digest_of_all_parts[0].mail_for(HEAD)
    assert mail["Subject"] == (
        "[UBND phường Mẫu] Nhắc việc 27/08/2026: "
        "1 quá hạn, 1 bị trả lại, 1 sắp đến hạn, 1 cần cập nhật tình hình"
    )
    assert mail["From"] == "Phường Mẫu <nhacviec@mau.example>"
    assert mail["To"] == f'"Người thử truong.vanhoa" <{HEAD}>'
    assert mail["Date"] == "Thu, 27 Aug 2026 07:30:00 +0700"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"].startswith("<digest-2026-08-27-")


def test_the_html_is_well_formed_says_the_same_and_is_escaped(
    digest_of_all_parts: tuple[PostOffice, list[Contribution]],
) -> None:
    office, rows = digest_of_all_parts
    html = words_of(office.mail_for(HEAD), "html")
    assert html.startswith("<!DOCTYPE html>")
    HTMLParser(strict=True).parse(html)
    assert "Báo cáo &lt;sơ kết&gt; công tác" in html
    assert "Lý do trả lại: Thiếu phụ lục &amp; chữ ký" in html
    for heading in ("Quá hạn (1)", "Bị trả lại (1)", "Sắp đến hạn (1)"):
        assert heading in html
    for row in rows:
        assert f'href="http://localhost/contributions/{row.id}"' in html


@pytest.mark.usefixtures("ward")
def test_when_there_is_nothing_there_is_no_mail(
    app: Flask, post_office: PostOffice, pass_at: RunPass
) -> None:
    told = pass_at("2026-08-27T07:30")
    assert app.config["TRACKER"].mail_server is not None
    assert "Không có ai cần nhắc thêm." in told.as_text()
    assert post_office.mails == []


def test_of_very_many_rows_the_first_are_listed_and_all_are_counted(
    ward: Ward, post_office: PostOffice, pass_at: RunPass, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps_told, "MOST_LISTED", 2)
    plan = make_plan(tracked_from=date(2026, 8, 1))
    for day in (24, 21, 25, 20):
        make_task(
            plan, fixed(date(2026, 8, day)), lead=ward.culture, content=f"Báo cáo ngày {day}/8"
        )
    pass_at("2026-08-27T07:30")
    mail = post_office.mail_for(HEAD)
    plain, drawn = words_of(mail, "plain"), words_of(mail, "html")
    assert "4 quá hạn" in mail["Subject"]
    assert "có 4 việc cần ông/bà quan tâm" in plain
    assert "QUÁ HẠN (4)" in plain
    listed = [day for day in (20, 21, 24, 25) if f"Báo cáo ngày {day}/8" in plain]
    assert listed == [20, 21]
    for words in (plain, drawn):
        assert "… và 2 việc khác, xem trong phần mềm" in words
