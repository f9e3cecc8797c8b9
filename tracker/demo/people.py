"""The units and the people of Phường Mẫu; every name is invented and plainly a sample."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.accounts.rules import Role
from tracker.units.rules import UnitKind

WARD_NAME = "UBND phường Mẫu"
# Printed by `tracker demo` and good for the demo only.
PASSWORD = "Phuong@Mau2026"  # noqa: S105
MAIL_DOMAIN = "phuongmau.example"

OFFICE = "Văn phòng HĐND và UBND"
ECONOMY = "Phòng Kinh tế, Hạ tầng và Đô thị"
CULTURE = "Phòng Văn hóa - Xã hội"
ADMIN_CENTRE = "Trung tâm Phục vụ hành chính công"
SERVICE_CENTRE = "Trung tâm Sự nghiệp công"
LEADERSHIP = "Lãnh đạo UBND phường"
DIVISIONS = "Các phòng chuyên môn"
POLICE = "Công an phường"
FRONT = "Ủy ban MTTQ Việt Nam phường"


@dataclass(frozen=True, slots=True)
class SampleUnit:
    """A unit, the other names it is printed under, and its members when it is a collective."""

    name: str
    short_name: str | None = None
    kind: UnitKind = UnitKind.INTERNAL
    aliases: tuple[str, ...] = ()
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SamplePerson:
    """An account."""

    username: str
    full_name: str
    job_title: str
    role: Role
    unit: str | None = None


UNITS: tuple[SampleUnit, ...] = (
    SampleUnit(
        OFFICE,
        short_name="Văn phòng",
        aliases=(
            "Văn phòng HĐND&UBND phường",
            "Văn phòng HĐND - UBND",
            "VP HĐND&UBND",
            "Văn phòng UBND phường",
        ),
    ),
    SampleUnit(
        ECONOMY,
        short_name="Phòng KT, HT&ĐT",
        aliases=("Phòng Kinh tế, Hạ tầng và Đô thị phường", "Phòng KT, HT và ĐT", "Phòng Kinh tế"),
    ),
    SampleUnit(
        CULTURE,
        short_name="Phòng VH-XH",
        aliases=("Phòng Văn hóa và Xã hội", "Phòng VHXH"),
    ),
    SampleUnit(
        ADMIN_CENTRE,
        short_name="TT PVHCC",
        aliases=("Trung tâm PVHCC phường", "TTPVHCC", "Bộ phận Một cửa phường"),
    ),
    SampleUnit(
        SERVICE_CENTRE,
        short_name="TT SNC",
        aliases=("Trung tâm Cung ứng dịch vụ sự nghiệp công", "TTSNC"),
    ),
    SampleUnit(
        LEADERSHIP,
        short_name="Lãnh đạo",
        kind=UnitKind.LEADERSHIP,
        aliases=("Chủ tịch UBND phường", "Lãnh đạo UBND", "Thường trực UBND phường"),
    ),
    SampleUnit(POLICE, kind=UnitKind.EXTERNAL, aliases=("CA phường",)),
    SampleUnit(
        FRONT,
        short_name="MTTQ phường",
        kind=UnitKind.EXTERNAL,
        aliases=("UBMTTQ Việt Nam phường", "Mặt trận Tổ quốc phường"),
    ),
    SampleUnit(
        DIVISIONS,
        kind=UnitKind.COLLECTIVE,
        aliases=("Các phòng, đơn vị thuộc UBND phường", "Các phòng, đơn vị"),
        members=(ECONOMY, CULTURE, ADMIN_CENTRE, SERVICE_CENTRE),
    ),
)

PEOPLE: tuple[SamplePerson, ...] = (
    SamplePerson("quantri", "Đỗ Văn Thí Dụ", "Quản trị hệ thống", Role.ADMINISTRATOR),
    SamplePerson("vanphong", "Trần Thị Thử", "Chuyên viên tổng hợp", Role.OFFICE, OFFICE),
    SamplePerson("chutich", "Nguyễn Văn Mẫu", "Chủ tịch UBND phường", Role.LEADER, LEADERSHIP),
    SamplePerson("giamsat", "Phạm Thị Minh Họa", "Phó Trưởng ban HĐND phường", Role.OBSERVER),
    SamplePerson("truong.vanphong", "Lê Văn Ví Dụ", "Chánh Văn phòng", Role.UNIT_HEAD, OFFICE),
    SamplePerson("congchuc.vanphong", "Vũ Thị Mẫu", "Công chức", Role.OFFICER, OFFICE),
    SamplePerson("truong.kinhte", "Hoàng Văn Thử", "Trưởng phòng", Role.UNIT_HEAD, ECONOMY),
    SamplePerson("congchuc.kinhte", "Bùi Thị Dùng Thử", "Công chức", Role.OFFICER, ECONOMY),
    SamplePerson("truong.vanhoa", "Ngô Thị Làm Mẫu", "Trưởng phòng", Role.UNIT_HEAD, CULTURE),
    SamplePerson("congchuc.vanhoa", "Đặng Văn Giả Định", "Công chức", Role.OFFICER, CULTURE),
    SamplePerson(
        "truong.motcua", "Dương Văn Mô Phỏng", "Phó Giám đốc", Role.UNIT_HEAD, ADMIN_CENTRE
    ),
    SamplePerson("congchuc.motcua", "Lý Thị Thử Nghiệm", "Công chức", Role.OFFICER, ADMIN_CENTRE),
    SamplePerson("truong.sunghiep", "Phan Văn Bản Mẫu", "Giám đốc", Role.UNIT_HEAD, SERVICE_CENTRE),
    SamplePerson(
        "congchuc.sunghiep", "Mai Thị Tập Dượt", "Viên chức", Role.OFFICER, SERVICE_CENTRE
    ),
)

# Who answers for most submissions, who for those of the Office itself, who keeps the accounts.
REVIEWER = "vanphong"
REVIEWER_OF_THE_OFFICE = "chutich"
ADMINISTRATOR = "quantri"

# What stands behind the number of a unit's own documents: "41/BC-VHXH".
DOCUMENT_CODES = {
    OFFICE: "VP",
    ECONOMY: "KTHTĐT",
    CULTURE: "VHXH",
    ADMIN_CENTRE: "TTPVHCC",
    SERVICE_CENTRE: "TTSNC",
    LEADERSHIP: "UBND",
}
