"""Section IV of the sample plan: inspection, communication, reports."""

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
    SERVICE_CENTRE,
)
from tracker.demo.plan import SampleHeading, SampleRow, SampleTask

ROWS: tuple[SampleRow, ...] = (
    SampleHeading("IV", "KIỂM TRA, TRUYỀN THÔNG VÀ BÁO CÁO"),
    SampleHeading("1", "Kiểm tra", level=1),
    SampleTask(
        "1.1",
        "Kiểm tra đột xuất giờ làm việc và nơi tiếp dân của ít nhất ba đơn vị trong quý",
        "Hằng quý",
        lead=(OFFICE,),
        cooperating=(CULTURE, FRONT),
        product="Biên bản, thông báo kết quả kiểm tra",
        courses=(Course.LATE, Course.UNTOUCHED),
    ),
    SampleTask(
        "1.2",
        "Khắc phục các tồn tại nêu trong thông báo kết quả kiểm tra gần nhất, mỗi tồn tại có ảnh "
        "trước và sau khi sửa",
        "Trước ngày {0}",
        lead=(ADMIN_CENTRE,),
        cooperating=(OFFICE,),
        product="Báo cáo khắc phục",
        days=(0,),
        courses=(Course.DIFFICULT,),
    ),
    SampleTask(
        "1.3",
        "Chủ trì đối thoại với người dân về chất lượng phục vụ; trả lời ngay tại chỗ những việc "
        "thuộc thẩm quyền, hẹn ngày trả lời những việc còn lại",
        "Trước ngày {0}",
        lead=("Chủ tịch UBND phường",),
        cooperating=(OFFICE, DIVISIONS, FRONT),
        product="Biên bản đối thoại",
        days=(12,),
        courses=(Course.STARTED,),
    ),
    SampleHeading("2", "Truyền thông", level=1),
    SampleTask(
        "2.1",
        "Phát tin về thủ tục mới, cách nộp hồ sơ trực tuyến trên loa truyền thanh và nhóm Zalo của "
        "các tổ dân phố",
        "Định kỳ hằng tháng",
        lead=("Phòng Văn hóa và Xã hội",),
        cooperating=("TTSNC",),
        product="Bản tin đã phát",
        courses=(Course.ON_TIME, Course.STARTED),
    ),
    SampleTask(
        "2.2",
        "Làm video ngắn hướng dẫn năm thủ tục có nhiều người hỏi nhất",
        "Trước ngày {0}",
        lead=(SERVICE_CENTRE,),
        cooperating=(ADMIN_CENTRE,),
        product="Năm video",
        days=(-11,),
        courses=(Course.ON_TIME,),
    ),
    SampleTask(
        "2.3",
        "Tổ chức hội thi tìm hiểu dịch vụ công trực tuyến giữa các tổ dân phố",
        "Trước ngày {0}",
        lead=(CULTURE,),
        cooperating=("UBMTTQ Việt Nam phường", SERVICE_CENTRE),
        product="Kế hoạch hội thi, báo cáo kết quả",
        days=(75,),
        courses=(Course.UNTOUCHED,),
    ),
    SampleHeading("3", "Báo cáo", level=1),
    SampleTask(
        "3.1",
        "Báo cáo kết quả cải cách hành chính của đơn vị, kèm số liệu hồ sơ đúng hẹn, quá hẹn và "
        "các việc đề nghị Lãnh đạo UBND phường tháo gỡ",
        "Hằng tháng, trước ngày 15",
        lead=("Các phòng, đơn vị thuộc UBND phường",),
        product="Báo cáo tháng",
        courses=(Course.ON_TIME, Course.UNTOUCHED),
    ),
    SampleTask(
        "3.2",
        "Tổng hợp, trình Chủ tịch UBND phường ký báo cáo chung gửi cấp trên",
        "Hằng quý, trước ngày 18 tháng cuối quý",
        lead=(OFFICE,),
        cooperating=(DIVISIONS,),
        product="Báo cáo quý",
        courses=(Course.RETURNED_ONCE, Course.UNTOUCHED),
    ),
    SampleTask(
        "3.3",
        "Sơ kết, tổng kết việc thực hiện Kế hoạch; đề xuất khen thưởng tập thể, cá nhân làm tốt",
        "Định kỳ 6 tháng",
        lead=(LEADERSHIP,),
        cooperating=(OFFICE,),
        product="Báo cáo sơ kết, tổng kết",
        courses=(Course.ON_TIME, Course.UNTOUCHED),
    ),
    SampleTask(
        "3.4",
        "Xây dựng Kế hoạch của năm sau trên cơ sở kết quả tự chấm và ý kiến người dân",
        "Hằng năm",
        lead=(CULTURE,),
        cooperating=("VP HĐND&UBND", ECONOMY),
        product="Dự thảo Kế hoạch năm sau",
        courses=(Course.ON_TIME, Course.UNTOUCHED),
    ),
)
