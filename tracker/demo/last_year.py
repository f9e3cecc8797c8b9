"""A short plan of last year, finished and closed: what history looks like."""

from __future__ import annotations

from tracker.demo.courses import Course
from tracker.demo.people import ADMIN_CENTRE, CULTURE, ECONOMY, OFFICE, SERVICE_CENTRE
from tracker.demo.plan import SampleHeading, SampleRow, SampleTask

# Written for {year}; its days are printed as they are.
TITLE = "Kế hoạch cao điểm dọn dẹp hồ sơ tồn đọng sau sắp xếp, quý IV năm {year}"
NUMBER = "86/KH-UBND"

ROWS: tuple[SampleRow, ...] = (
    SampleHeading("I", "HỒ SƠ TỒN ĐỌNG"),
    SampleTask(
        "1",
        "Lập danh sách hồ sơ còn tồn của phường cũ chuyển sang, chia theo lĩnh vực",
        "Trước ngày 24/10/{year}",
        lead=(ADMIN_CENTRE,),
        cooperating=(OFFICE,),
        product="Danh sách hồ sơ",
        courses=(Course.ON_TIME,),
    ),
    SampleTask(
        "2",
        "Giải quyết xong hồ sơ đất đai đủ điều kiện; hồ sơ thiếu thì hướng dẫn một lần",
        "Trước ngày 28/11/{year}",
        lead=(ECONOMY,),
        product="Báo cáo kết quả",
        courses=(Course.LATE,),
    ),
    SampleTask(
        "3",
        "Giải quyết xong hồ sơ bảo trợ xã hội, người có công",
        "Trước ngày 28/11/{year}",
        lead=(CULTURE,),
        product="Báo cáo kết quả",
        courses=(Course.RETURNED_ONCE,),
    ),
    SampleHeading("II", "KHO LƯU TRỮ"),
    SampleTask(
        "4",
        "Bố trí kho tạm, đóng gói, ghi nhãn hồ sơ giấy đã số hóa",
        "Trước ngày 12/12/{year}",
        lead=(SERVICE_CENTRE,),
        cooperating=(OFFICE, ADMIN_CENTRE),
        product="Biên bản bàn giao kho",
        courses=(Course.ON_TIME,),
    ),
    SampleTask(
        "5",
        "Báo cáo tổng kết đợt cao điểm",
        "Trước ngày 19/12/{year}",
        lead=(OFFICE,),
        product="Báo cáo tổng kết",
        courses=(Course.ON_TIME,),
    ),
)
