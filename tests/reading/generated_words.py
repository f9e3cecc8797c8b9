"""The words that random plans are made of: titles, units, deadlines, sentences, all invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hypothesis import strategies as st

from tests.reading.deadline_cases import FIXED, ON_OCCURRENCE, REGULAR, days
from tracker.reading.result import DeadlineKind, Rhythm

TITLES = {
    "label": ("TT", "STT", "Stt", "Số TT", "Số thứ tự"),
    "content": (
        "Nội dung",
        "Nội dung nhiệm vụ",
        "NHIỆM VỤ CỤ THỂ",
        "Tên công việc",
        "Nhiệm vụ, giải pháp",
        "Nhiệm vụ trọng tâm",
        "Hoạt động",
        "Đầu việc",
        "Nội dung\ncông tác",
    ),
    "lead": (
        "Đơn vị chủ trì",
        "CƠ QUAN\nCHỦ TRÌ",
        "Đơn vị thực hiện",
        "Sở, ngành chủ trì tham mưu",
        "Bộ phận chủ trì",
        "Đơn vị đầu mối",
        "Phân công thực hiện",
        "Trách nhiệm thực hiện",
        "Người phụ trách",
        "Cơ quan, đơn vị chủ trì thực hiện",
    ),
    "cooperating": (
        "Đơn vị phối hợp",
        "Phối hợp",
        "Cơ quan\nphối hợp",
        "Đơn vị liên quan",
        "Đơn vị phối hợp thực hiện",
        "Cơ quan, đơn vị phối hợp",
    ),
    "deadline": (
        "Thời gian",
        "Thời hạn hoàn thành",
        "Tiến độ",
        "Thời gian thực hiện/\nhoàn thành",
        "Lộ trình",
        "Hạn hoàn thành",
        "Thời điểm hoàn thành",
        "Ngày hoàn thành",
    ),
    "product": (
        "Sản phẩm",
        "Kết quả",
        "Sản phẩm đầu ra",
        "Chỉ tiêu đạt được",
        "Dự kiến\nkết quả",
        "Kết quả, sản phẩm",
        "Mục tiêu",
    ),
    "extra": ("Ghi chú", "Kinh phí (triệu đồng)", "Văn bản liên quan", "Cách làm", "Dự toán"),
}
UNITS = (
    "Văn phòng HĐND và UBND",
    "Văn phòng HĐND - UBND",
    "Phòng Kinh tế, Hạ tầng và Đô thị",
    "Phòng Văn hóa - Xã hội",
    "Trung tâm Phục vụ hành chính công",
    "Sở Khoa học và Công nghệ",
    "Tổ Dân vận, An sinh và Nghĩa tình",
    "Ủy ban MTTQ Việt Nam phường",
    "Công an phường",
    "Đoàn Thanh niên phường",
    "Các phòng, ban, đơn vị",
    "UBND các xã, phường",
    "Tổ công nghệ số cộng đồng",
    "Chủ tịch UBND phường",
)
BORDERS = (", ", "; ", "\n", ";\n", "\n- ", " và ")


@dataclass(frozen=True)
class Time:
    """A printed deadline and what it must be read as in a plan of 2026."""

    printed: str
    kind: DeadlineKind
    dates: tuple[date, ...] = ()
    rhythms: tuple[Rhythm, ...] | None = None


TIMES = (
    Time("Trước 20/02/2026", FIXED, days("20/02/2026")),
    Time("Trước ngày 30/6/2026", FIXED, days("30/06/2026")),
    Time("Chậm nhất ngày 25.11.2026", FIXED, days("25/11/2026")),
    Time("15/5/2026", FIXED, days("15/05/2026")),
    Time("Từ ngày 01/7 đến hết ngày 15/8/2026", FIXED, days("15/08/2026")),
    Time("Trước ngày 10/01/2027", FIXED, days("10/01/2027")),
    Time("Trong tháng 9/2026", FIXED, days("30/09/2026")),
    Time("Tháng 12 năm 2026", FIXED, days("31/12/2026")),
    Time("Tháng 3, 6, 9/2026", FIXED, days("31/03/2026", "30/06/2026", "30/09/2026")),
    Time("Quý I/2026", FIXED, days("31/03/2026")),
    Time("Hoàn thành trong quý III/2026", FIXED, days("30/09/2026")),
    Time("Quý II, Quý IV/2026", FIXED, days("30/06/2026", "31/12/2026")),
    Time("Trong năm 2026", FIXED, days("31/12/2026")),
    Time("Thường xuyên", REGULAR),
    Time("Thường xuyên trong năm", REGULAR),
    Time("Hàng tuần", REGULAR, rhythms=(Rhythm.WEEKLY,)),
    Time("Ngày 20 hàng tháng", REGULAR, rhythms=(Rhythm.MONTHLY,)),
    Time("Trước ngày 18 hằng tháng", REGULAR, rhythms=(Rhythm.MONTHLY,)),
    Time("Định kỳ hằng quý và năm 2026", REGULAR, rhythms=(Rhythm.QUARTERLY, Rhythm.YEARLY)),
    Time("Định kỳ 6 tháng", REGULAR, rhythms=(Rhythm.HALF_YEARLY,)),
    Time("Khi có phát sinh", ON_OCCURRENCE),
    Time("Theo yêu cầu của cấp trên", ON_OCCURRENCE),
)
EXTRAS = ("", "120", "1.250,5", "Ngân sách phường", "Xem phụ lục 2", "x")

_VERBS = [
    "Rà soát",
    "Tổ chức",
    "Xây dựng",
    "Đầu tư",
    "Hướng dẫn",
    "Kiểm tra",
    "Ban hành",
    "Tham mưu",
    "Số hóa",
    "Chỉ đạo",
    "Bảo đảm",
]
_OBJECTS = [
    "hồ sơ hộ tịch",
    "quy chế làm việc",
    "tổ dân phố",
    "chữ ký số, định danh",
    "trang thông tin (bản mới)",
    "“Dân vận khéo”",
    "HĐND - UBND",
    "Thông tư 02/2017/TT-BTP",
    "dữ liệu đất đai",
    "12 khu phố",
    "máy tính & mạng",
    "người dân, doanh nghiệp",
    "<kho dữ liệu>",
    "sáng kiến/giải pháp",
    "hòa giải ở cơ sở",
    "100% cán bộ",
    "Nghị quyết số 57-NQ/TW",
    "an toàn; cháy nổ",
    "tỷ lệ 3,5 lần",
    'dịch vụ công "một cửa"',
    "5G",
]
_JOINTS = (" ", " ", " ", ", ", " và ", "; ", "\n")
_ENDS = ("", "", "", ".", ";")


@st.composite
def sentences(draw: st.DrawFn, most: int = 5) -> str:
    """Words of a task: a verb and objects, on one line or several, at times very long."""
    words = draw(st.sampled_from(_VERBS))
    for found in draw(st.lists(st.sampled_from(_OBJECTS), min_size=1, max_size=most)):
        joint = " " if words in _VERBS else draw(st.sampled_from(_JOINTS))
        words += joint + found
    return words + draw(st.sampled_from(_ENDS))


def long_sentences() -> st.SearchStrategy[str]:
    return sentences(60)


@st.composite
def unit_cells(draw: st.DrawFn, borders: tuple[str, ...] = BORDERS) -> tuple[str, ...]:
    """(cell as printed, names): one to four units, whatever separates them."""
    names = draw(st.lists(st.sampled_from(UNITS), min_size=1, max_size=4, unique=True))
    cell = names[0]
    for name in names[1:]:
        cell += draw(st.sampled_from(borders)) + name
    return (cell, *names)


def on_one_line(cell: str) -> str:
    """A cell's words as a reading gives them: line breaks and runs of blanks are one blank."""
    return " ".join(cell.split())
