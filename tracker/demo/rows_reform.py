"""Section I of the sample plan: administrative reform."""

from __future__ import annotations

from tracker.demo.courses import Course
from tracker.demo.people import (
    ADMIN_CENTRE,
    CULTURE,
    DIVISIONS,
    ECONOMY,
    FRONT,
    LEADERSHIP,
    OFFICE,
)
from tracker.demo.plan import SampleHeading, SampleRow, SampleTask

ROWS: tuple[SampleRow, ...] = (
    SampleHeading("I", "CẢI CÁCH HÀNH CHÍNH"),
    SampleHeading("1", "Chỉ đạo, điều hành", level=1),
    SampleTask(
        "1.1",
        "Soạn thảo, trình Chủ tịch UBND phường Mẫu ký ban hành lịch kiểm tra kỷ luật làm việc tại "
        "các phòng, trung tâm; phân công người kiểm tra và thời gian từng buổi",
        "Trước ngày {0}",
        lead=("Văn phòng HĐND&UBND phường",),
        cooperating=(CULTURE,),
        product="Lịch kiểm tra",
        days=(-62,),
        courses=(Course.ON_TIME,),
    ),
    SampleTask(
        "1.2",
        "Chủ trì họp giao ban rà từng đầu việc chậm của tuần, kết luận rõ người làm và ngày xong",
        "Thứ Sáu hằng tuần",
        lead=(LEADERSHIP,),
        cooperating=("VP HĐND&UBND",),
        product="Thông báo kết luận giao ban",
        courses=(Course.ON_TIME, Course.UNTOUCHED),
    ),
    SampleTask(
        "1.3",
        "Theo dõi, nhắc các phòng, trung tâm cập nhật tiến độ từng nhiệm vụ; tổng hợp việc chậm và "
        "nguyên nhân để báo cáo Lãnh đạo UBND phường tại buổi giao ban đầu tuần",
        "Hằng tuần",
        lead=(OFFICE,),
        product="Bảng tổng hợp việc chậm",
        courses=(Course.ON_TIME, Course.STARTED),
    ),
    SampleTask(
        "1.4",
        "Tổ chức để mỗi cán bộ, công chức ký cam kết không để hồ sơ của người dân quá hẹn; niêm "
        "yết bản cam kết tại phòng làm việc",
        "Trước ngày {0}",
        lead=(DIVISIONS,),
        cooperating=(OFFICE,),
        product="Bản cam kết đã ký",
        days=(-8,),
        courses=(Course.UNTOUCHED,),
        others=Course.LATE,
    ),
    SampleHeading("2", "Tổ chức bộ máy và chế độ công vụ", level=1),
    SampleTask(
        "2.1",
        "Lập bảng mô tả công việc cho từng vị trí của phường Mẫu sau sắp xếp, chỉ rõ việc chính, "
        "việc kiêm và người thay khi vắng mặt (lần đầu lấy ý kiến, lần sau bản chính thức)",
        "Trước ngày {0} và ngày {1}",
        lead=("Phòng VHXH",),
        cooperating=(OFFICE, DIVISIONS),
        product="Bảng mô tả công việc",
        days=(-45, 21),
        courses=(Course.RETURNED_ONCE, Course.STARTED),
    ),
    SampleTask(
        "2.2",
        "Cử công chức dự lớp bồi dưỡng kỹ năng giải quyết hồ sơ trên môi trường điện tử; sau lớp "
        "học, người đi học hướng dẫn lại cho đồng nghiệp trong phòng",
        "Trước ngày {0}",
        lead=(CULTURE,),
        cooperating=(ADMIN_CENTRE, ECONOMY),
        product="Danh sách cử đi học, báo cáo kết quả",
        days=(-38,),
        courses=(Course.DIFFICULT,),
    ),
    SampleTask(
        "2.3",
        "Chấm điểm kết quả công việc của từng công chức theo tháng, công khai trong đơn vị trước "
        "khi gửi Văn phòng tổng hợp",
        "Hằng tháng, trước ngày 25",
        lead=(DIVISIONS,),
        cooperating=(OFFICE,),
        product="Bảng chấm điểm",
        courses=(Course.ON_TIME, Course.DIFFICULT),
    ),
    SampleTask(
        "2.4",
        "Giữ nền nếp giờ giấc, trang phục, biển tên và thái độ khi tiếp người dân",
        "Thường xuyên",
        lead=(DIVISIONS,),
        courses=(Course.REPORTED, Course.UNTOUCHED),
    ),
    SampleHeading("3", "Cải cách thể chế, tài chính công", level=1),
    SampleTask(
        "3.1",
        "Rà soát các văn bản do phường cũ ban hành trước sắp xếp còn đang áp dụng, đề xuất văn bản "
        "giữ lại, văn bản thay thế và văn bản bãi bỏ, kèm lý do của từng đề xuất",
        "Xong trước ngày {0}",
        lead=("Văn phòng HĐND - UBND", "Phòng Kinh tế"),
        cooperating=("UBMTTQ Việt Nam phường",),
        product="Danh mục văn bản và tờ trình",
        days=(-15,),
        courses=(Course.RETURNED,),
        others=Course.STARTED,
    ),
    SampleTask(
        "3.2",
        "Công khai dự toán, tình hình mua sắm và sử dụng xe, trang thiết bị dùng chung",
        "Hằng quý, trước ngày 20 tháng cuối quý",
        lead=(ECONOMY,),
        product="Biểu công khai",
        courses=(Course.ON_TIME, Course.UNTOUCHED),
    ),
    SampleTask(
        "3.3",
        "Sửa quy chế chi tiêu nội bộ của Trung tâm để có khoản hỗ trợ người trực ngoài giờ",
        "Trước ngày {0}",
        lead=("TTSNC",),
        cooperating=(ECONOMY, FRONT),
        product="Quy chế sửa đổi",
        days=(3,),
        courses=(Course.RETURNED,),
    ),
)
