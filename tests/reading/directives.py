"""Invented directives of Phường Mẫu, and the ways their words come out of a file."""

from __future__ import annotations

from textwrap import wrap

LETTERHEAD = """ỦY BAN NHÂN DÂN
PHƯỜNG MẪU
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 45/UBND-VP
V/v nâng cao chất lượng tiếp nhận hồ sơ năm 2026
Phường Mẫu, ngày 12 tháng 3 năm 2026"""

RECIPIENTS = """Nơi nhận:
- Như trên;
- Lưu: VT.
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Lê Thị Mẫu"""

# One paragraph a line, as Word keeps it.
BY_UNIT = f"""{LETTERHEAD}
Kính gửi:
- Văn phòng HĐND và UBND;
- Phòng Văn hóa - Xã hội;
- Phòng Kinh tế, Hạ tầng và Đô thị;
- Trạm Y tế phường.
Thực hiện Kế hoạch số 12/KH-UBND ngày 05/01/2026 của UBND tỉnh Ví Dụ về \
cải cách hành chính năm 2026; Công văn số 300/SNV-CCHC ngày 02 tháng 3 năm 2026 của Sở Nội vụ \
về việc đôn đốc, UBND phường có ý kiến như sau:
1. Giao Văn phòng HĐND và UBND:
- Chủ trì, phối hợp với Phòng Văn hóa - Xã hội xây dựng quy trình tiếp nhận hồ sơ; \
hoàn thành trước ngày 15/4/2026.
- Thường xuyên rà soát danh mục thủ tục để niêm yết.
- Bảo đảm 100% hồ sơ được trả đúng hạn, trong đó hồ sơ đất đai đạt từ 95% trở lên.
2. Giao phòng Kinh tế, Hạ tầng và Đô thị:
- Phối hợp với Trạm Y tế phường kiểm tra bếp ăn tập thể.
- Phối hợp cung cấp số liệu về quy hoạch.
3. Giao Trạm Y tế phường lập danh sách cơ sở dịch vụ ăn uống, gửi Văn phòng trước ngày 30/4/2026.
Các đơn vị nêu trên có trách nhiệm báo cáo kết quả về UBND phường (qua Văn phòng HĐND và UBND), \
cụ thể: Báo cáo tuần gửi trước 15 giờ 00 phút thứ Sáu hàng tuần; \
Báo cáo quý gửi trước ngày 20 của tháng cuối quý.
Yêu cầu các đơn vị nghiêm túc triển khai thực hiện./.
{RECIPIENTS}
"""

BY_SUBJECT = f"""{LETTERHEAD}
Kính gửi: Các phòng chuyên môn thuộc UBND phường; Trung tâm Phục vụ hành chính công phường.
Để thực hiện tốt nhiệm vụ năm 2026, UBND phường giao chỉ tiêu như sau:
I. Chỉ tiêu
1. Tối thiểu 70% hồ sơ được nộp trực tuyến.
2. Thời gian giải quyết giảm 30% so với năm 2025.
II. Nhiệm vụ và giải pháp
1. Về tuyên truyền
a) Tổ chức ít nhất 02 buổi hướng dẫn tại tổ dân phố mỗi quý.
b) Phát tờ rơi tại nơi tiếp nhận hồ sơ.
2. Về kiểm tra
+ Kiểm tra đột xuất nơi tiếp nhận hồ sơ.
+ Xử lý phản ánh của người dân.
{RECIPIENTS}
"""

GROUPS = """KẾ HOẠCH
Phòng, chống thiên tai phường Mẫu năm 2026
I. MỤC ĐÍCH, YÊU CẦU
- Nâng cao nhận thức của người dân.
- Chủ động ứng phó với mưa bão.
II. NHIỆM VỤ
1. Công tác chuẩn bị
- Rà soát các điểm xung yếu trên địa bàn.
- Kiểm tra phương tiện cứu hộ.
Đơn vị chủ trì: Phòng Kinh tế; đơn vị phối hợp: Công an phường, Ban Chỉ huy Quân sự phường; \
thời gian: Quý II/2026.
2. Mua sắm vật tư dự phòng
- Đơn vị chủ trì: Văn phòng HĐND và UBND.
- Đơn vị phối hợp: Phòng Kinh tế.
- Thời gian thực hiện: Trước 30/4/2026.
- Sản phẩm: Danh mục vật tư.
3. Trực ban trong mùa mưa bão (Đơn vị chủ trì: Công an phường; thời gian: Thường xuyên).
III. TỔ CHỨC THỰC HIỆN
1. Văn phòng HĐND và UBND
- Theo dõi, đôn đốc việc thực hiện kế hoạch.
2. Các tổ dân phố: thông báo kịp thời tình hình cho UBND phường.
3. Đề nghị Ủy ban MTTQ Việt Nam phường vận động nhân dân tham gia.
Trên đây là Kế hoạch phòng, chống thiên tai năm 2026./.
"""


def broken(text: str, width: int, *, spaced: bool = False) -> str:
    """The text as a PDF extractor prints it: lines of some width, perhaps an empty one between."""
    lines = [
        line
        for paragraph in text.splitlines()
        for line in wrap(paragraph, width, break_long_words=False, break_on_hyphens=False) or [""]
    ]
    return ("\n\n" if spaced else "\n").join(lines)
