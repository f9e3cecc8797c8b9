"""The pages on which the Office keeps the ward's units."""

from __future__ import annotations

from tests.personas import Browser, Ward
from tests.units.forms import form_of
from tracker.units.queries import unit_named


def test_the_list_shows_every_unit_with_its_names_and_members(ward: Ward, browser: Browser) -> None:
    page = browser.as_(ward.office).get("/units").text
    for name in ("Các phòng chuyên môn", "Ngoài phường", "Nhóm đơn vị", "7 đơn vị"):
        assert name in page


def test_a_new_collective_with_other_spellings(ward: Ward, browser: Browser) -> None:
    answer = browser.as_(ward.office).post(
        "/units/new",
        data={
            "name": "Các đơn vị liên quan",
            "kind": "collective",
            "aliases": "Các đơn vị có liên quan\n\n  Đơn vị liên quan  ",
            "members": [str(ward.culture.id), str(ward.centre.id)],
        },
    )
    assert answer.headers["Location"] == "/units"
    unit = unit_named("đơn vị liên quan")
    assert unit is not None
    assert unit.members == [ward.culture, ward.centre]
    assert len(unit.aliases) == 2


def test_a_taken_name_comes_back_at_its_field_with_what_was_typed(
    ward: Ward, browser: Browser
) -> None:
    data = {"name": "phòng văn hoá - xã hội", "kind": "internal", "aliases": "VHXH"}
    answer = browser.as_(ward.office).post("/units/new", data=data)
    assert answer.status_code == 422
    assert "đã là tên của “Phòng Văn hóa - Xã hội”" in answer.text
    assert 'value="phòng văn hoá - xã hội"' in answer.text
    assert unit_named("VHXH") is None


def test_a_taken_spelling_leaves_nothing_behind(ward: Ward, browser: Browser) -> None:
    data = {"name": "Phòng Mới", "kind": "internal", "aliases": "PM\nUBND thành phố"}
    answer = browser.as_(ward.office).post("/units/new", data=data)
    assert answer.status_code == 422
    assert "“UBND thành phố” đã là tên" in answer.text
    assert unit_named("Phòng Mới") is None


def test_renaming_keeps_the_old_name_and_the_members(ward: Ward, browser: Browser) -> None:
    office = browser.as_(ward.office)
    data = form_of(ward.divisions, name="Các phòng, ban chuyên môn")
    assert office.post(f"/units/{ward.divisions.id}", data=data).status_code == 303
    assert ward.divisions.members == [ward.culture, ward.economy]
    assert "Đã lưu “Các phòng, ban chuyên môn”." in office.get("/units").text
    assert "Các phòng chuyên môn</textarea>" in office.get(f"/units/{ward.divisions.id}").text


def test_two_people_with_the_form_open_the_second_keeps_what_was_typed(
    ward: Ward, browser: Browser
) -> None:
    first, second = browser.as_(ward.office), browser.as_(ward.administrator)
    opened = form_of(ward.culture)
    url = f"/units/{ward.culture.id}"
    assert first.post(url, data={**opened, "aliases": "VHXH"}).status_code == 303
    late = second.post(url, data={**opened, "short_name": "Văn - Xã"})
    assert late.status_code == 409
    assert "Có người vừa sửa đơn vị này." in late.text
    assert 'value="Văn - Xã"' in late.text
    assert f'value="{ward.culture.version}"' in late.text
    assert ward.culture.short_name is None


def test_a_unit_that_no_longer_works_is_marked(ward: Ward, browser: Browser) -> None:
    office = browser.as_(ward.office)
    data = form_of(ward.centre)
    del data["is_active"]
    office.post(f"/units/{ward.centre.id}", data=data)
    assert not ward.centre.is_active
    assert "Ngừng" in office.get("/units").text


def test_a_member_that_stopped_working_stays_a_member(ward: Ward, browser: Browser) -> None:
    ward.culture.is_active = False
    office = browser.as_(ward.office)
    answer = office.post(f"/units/{ward.divisions.id}", data=form_of(ward.divisions))
    assert answer.status_code == 303
    assert {m.member for m in ward.divisions.memberships} == {ward.culture, ward.economy}
