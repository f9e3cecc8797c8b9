"""Section II of the sample plan: control of administrative procedures."""

from __future__ import annotations

from tracker.demo.courses import Course
from tracker.demo.people import ADMIN_CENTRE, CULTURE, DIVISIONS, ECONOMY, OFFICE, POLICE
from tracker.demo.plan import SampleEvent, SampleHeading, SampleRow, SampleTask

ROWS: tuple[SampleRow, ...] = (
    SampleHeading("II", "KIỂM SOÁT THỦ TỤC HÀNH CHÍNH"),
    SampleHeading("1", "Công khai và đơn giản hóa thủ tục", level=1),
    SampleTask(
        "1.1",
        "Cập nhật bảng niêm yết và mã QR tra cứu thủ tục tại nơi tiếp nhận; gỡ bỏ thủ tục đã hết "
        "hiệu lực ngay trong ngày làm việc",
        "Trong 05 ngày làm việc kể từ khi nhận được văn bản",
        lead=("Trung tâm PVHCC phường",),
        cooperating=(OFFICE,),
        product="Ảnh bảng niêm yết, danh mục đã cập nhật",
        events=(
            SampleEvent(
                "Niêm yết 6 thủ tục hộ tịch mới công bố",
                58,
                Course.ON_TIME,
                document="Quyết định số 118/QĐ-UBND",
            ),
            SampleEvent(
                "Thay bảng niêm yết lĩnh vực đất đai",
                25,
                Course.RETURNED_THEN_LATE,
                document="Quyết định số 131/QĐ-UBND",
            ),
            SampleEvent(
                "Niêm yết thủ tục bảo trợ xã hội sửa đổi",
                3,
                Course.STARTED,
                document="Quyết định số 140/QĐ-UBND",
            ),
        ),
    ),
    SampleTask(
        "1.2",
        "Chọn ít nhất ba thủ tục người dân hay phải đi lại để đề xuất bớt giấy tờ, bớt bước ký, "
        "kèm cách tính thời gian tiết kiệm được",
        "Trước ngày {0}",
        lead=(ADMIN_CENTRE,),
        cooperating=(CULTURE, "Phòng KT, HT và ĐT"),
        product="Phương án đơn giản hóa",
        days=(-40,),
        courses=(Course.LATE,),
    ),
    SampleTask(
        "1.3",
        "Đo thời gian chờ thực tế của người dân tại quầy trong giờ cao điểm và đề xuất cách chia "
        "ca",
        "Ngày {0}, ngày {1} và ngày {2}",
        lead=("Bộ phận Một cửa phường",),
        product="Phiếu đo và bảng tổng hợp",
        days=(-52, -17, 14),
        courses=(Course.ON_TIME, Course.ON_TIME, Course.UNTOUCHED),
    ),
    SampleHeading("2", "Giải quyết hồ sơ", level=1),
    SampleTask(
        "2.1",
        "Soát danh sách hồ sơ sắp đến hạn trả, báo phòng chuyên môn trước hai ngày làm việc; hồ sơ "
        "quá hẹn phải có thư xin lỗi và ngày hẹn lại",
        "Trước 16 giờ 30 thứ Năm hằng tuần",
        lead=(ADMIN_CENTRE,),
        cooperating=(ECONOMY, CULTURE),
        product="Danh sách hồ sơ sắp đến hạn",
        courses=(Course.ON_TIME, Course.WAITING),
    ),
    SampleTask(
        "2.2",
        "Số hóa giấy tờ của hồ sơ đã trả kết quả, gắn với mã định danh để người dân không phải nộp "
        "lại lần sau",
        "Thường xuyên",
        lead=(ADMIN_CENTRE,),
        cooperating=(DIVISIONS,),
        courses=(Course.REPORTED, Course.EARLY),
    ),
    SampleTask(
        "2.3",
        "Giải quyết hồ sơ cấp phép sửa chữa nhà ở riêng lẻ trong hai ngày làm việc với hồ sơ đủ "
        "giấy tờ; làm thử một quý rồi đánh giá",
        "Trước ngày {0}",
        lead=(ECONOMY,),
        cooperating=(ADMIN_CENTRE,),
        product="Báo cáo đánh giá làm thử",
        days=(-3,),
        courses=(Course.STARTED,),
        others=Course.UNTOUCHED,
    ),
    SampleTask(
        "2.4",
        "Tổ chức tiếp nhận, trả kết quả tại nhà cho người cao tuổi, người khuyết tật có yêu cầu",
        "Khi có yêu cầu",
        lead=("TTPVHCC",),
        cooperating=(CULTURE,),
        product="Sổ theo dõi lượt phục vụ",
        events=(
            SampleEvent(
                "Làm căn cước cho 12 người cao tuổi tổ dân phố số 3",
                44,
                Course.ON_TIME,
                due_after_days=10,
            ),
            SampleEvent(
                "Trả kết quả tại nhà cho hộ có người khuyết tật nặng, tổ dân phố số 7",
                6,
                Course.UNTOUCHED,
                due_after_days=8,
            ),
        ),
    ),
    SampleHeading("3", "Phản ánh, kiến nghị", level=1),
    SampleTask(
        "3.1",
        "Trả lời phản ánh, kiến nghị của người dân và doanh nghiệp về thủ tục; nội dung vượt thẩm "
        "quyền thì chuyển đúng nơi và báo người gửi biết",
        "Trong 05 ngày làm việc kể từ khi tiếp nhận phản ánh",
        lead=(OFFICE,),
        cooperating=(DIVISIONS,),
        product="Văn bản trả lời",
        events=(
            SampleEvent(
                "Phản ánh phải nộp bản sao có chứng thực không cần thiết", 37, Course.ON_TIME
            ),
            SampleEvent(
                "Kiến nghị kéo dài giờ nhận hồ sơ chiều thứ Sáu",
                12,
                Course.WAITING,
                document="Phiếu chuyển số 27/PC-VP",
            ),
        ),
    ),
    SampleTask(
        "3.2",
        "Xác minh thông tin cư trú phục vụ cắt giảm giấy xác nhận khi giải quyết thủ tục",
        "Trước ngày {0}",
        lead=(POLICE,),
        cooperating=("Trung tâm PVHCC phường",),
        product="Quy trình xác minh",
        days=(-20,),
        courses=(Course.ON_TIME,),
    ),
)
