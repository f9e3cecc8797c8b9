"""Section III of the sample plan: digital transformation."""

from __future__ import annotations

from tracker.demo.courses import Course
from tracker.demo.people import (
    ADMIN_CENTRE,
    CULTURE,
    DIVISIONS,
    ECONOMY,
    FRONT,
    OFFICE,
    POLICE,
    SERVICE_CENTRE,
)
from tracker.demo.plan import SampleHeading, SampleRow, SampleTask

ROWS: tuple[SampleRow, ...] = (
    SampleHeading("III", "CHUYỂN ĐỔI SỐ"),
    SampleHeading("1", "Hạ tầng và an toàn thông tin", level=1),
    SampleTask(
        "1.1",
        "Kiểm kê máy tính, đường truyền, thiết bị ký số của từng phòng; lập danh sách máy cần thay "
        "trong năm và dự toán kèm theo",
        "Chậm nhất ngày {0}",
        lead=(ECONOMY,),
        cooperating=("Các phòng, đơn vị",),
        product="Biên bản kiểm kê, danh sách máy cần thay",
        days=(-33,),
        courses=(Course.RETURNED_THEN_LATE,),
    ),
    SampleTask(
        "1.2",
        "Sao lưu dữ liệu dùng chung và thử khôi phục tại chỗ; ghi lại thời gian khôi phục của mỗi "
        "lần",
        "Hằng tháng, trước ngày 18",
        lead=("Văn phòng UBND phường",),
        cooperating=("TTSNC",),
        product="Biên bản khôi phục thử",
        courses=(Course.ON_TIME, Course.UNTOUCHED),
    ),
    SampleTask(
        "1.3",
        "Tổ chức diễn tập xử lý tình huống máy bị mã hóa đòi tiền chuộc cho toàn bộ công chức",
        "Trước ngày {0}",
        lead=(SERVICE_CENTRE,),
        cooperating=(POLICE, OFFICE, DIVISIONS),
        product="Kịch bản và báo cáo diễn tập",
        days=(5,),
        courses=(Course.WAITING,),
    ),
    SampleTask(
        "1.4",
        "Xử lý sự cố đường truyền, chữ ký số, phần mềm dùng chung để hồ sơ không phải chờ",
        "Khi phát sinh",
        lead=(SERVICE_CENTRE,),
        product="Nhật ký sự cố",
    ),
    SampleHeading("2", "Chính quyền số", level=1),
    SampleTask(
        "2.1",
        "Đưa toàn bộ giấy mời, tài liệu họp của UBND phường lên phòng họp không giấy",
        "Trước ngày {0}",
        lead=("VP HĐND&UBND",),
        product="Thông báo áp dụng",
        days=(-30,),
        courses=(Course.RETURNED_ONCE,),
    ),
    SampleTask(
        "2.2",
        "Làm sạch dữ liệu an sinh xã hội: đối chiếu danh sách hưởng trợ cấp với dữ liệu dân cư, "
        "lập danh sách sai lệch theo từng tổ dân phố và người phải bổ sung giấy tờ",
        "Trước ngày {0}; trước ngày {1}; trước ngày {2}",
        lead=(CULTURE,),
        cooperating=(POLICE, FRONT, ADMIN_CENTRE),
        product="Danh sách sai lệch, biên bản đối chiếu",
        days=(-56, -5, 40),
        courses=(Course.LATE, Course.WAITING, Course.UNTOUCHED),
    ),
    SampleTask(
        "2.3",
        "Vận hành trang thông tin của phường: đăng lịch tiếp dân, kết luận kiểm tra và trả lời câu "
        "hỏi gửi đến trang",
        "Thường xuyên trong năm",
        lead=(CULTURE,),
        cooperating=(OFFICE,),
        courses=(Course.REPORTED, Course.STARTED),
    ),
    SampleTask(
        "2.4",
        "Lập bản đồ số vị trí nhà văn hóa, trạm sạc, điểm Wi-Fi miễn phí, điểm hỗ trợ dịch vụ công",
        "Trước ngày {0}",
        lead=("Phòng KT, HT và ĐT",),
        cooperating=(CULTURE, SERVICE_CENTRE),
        product="Bản đồ số và hướng dẫn dùng",
        days=(1,),
        courses=(Course.DIFFICULT,),
    ),
    SampleHeading("3", "Kinh tế số, xã hội số", level=1),
    SampleTask(
        "3.1",
        "Hướng dẫn hộ kinh doanh tại chợ phường dùng hóa đơn điện tử và nhận thanh toán không "
        "tiền mặt",
        "Trước ngày {0} và ngày {1}",
        lead=(ECONOMY,),
        cooperating=(FRONT,),
        product="Danh sách hộ đã hướng dẫn",
        days=(-22, 7),
        courses=(Course.ON_TIME, Course.UNTOUCHED),
    ),
    SampleTask(
        "3.2",
        "Mở điểm hỗ trợ nộp hồ sơ trực tuyến tại nhà văn hóa các tổ dân phố, có người trực hai "
        "buổi tối mỗi tuần",
        "Thường xuyên",
        lead=("Trung tâm Cung ứng dịch vụ sự nghiệp công",),
        cooperating=("TTPVHCC",),
        courses=(Course.ON_TIME, Course.UNTOUCHED),
    ),
    SampleTask(
        "3.3",
        "Bồi dưỡng kỹ năng số cơ bản cho người trên 55 tuổi theo nhóm nhỏ, mỗi nhóm không quá mười "
        "người",
        "Trước ngày {0}",
        lead=(SERVICE_CENTRE,),
        cooperating=("Mặt trận Tổ quốc phường", CULTURE),
        product="Danh sách học viên, ảnh lớp học",
        days=(-1,),
        courses=(Course.UNTOUCHED,),
    ),
)
