"""Where the work begins after a unit's name: the verbs directives use, in small letters."""

from __future__ import annotations

import re

from tracker.reading.patterns import either

_VERB = re.compile(
    r"(?<![\w-])"
    + either(
        "chủ trì",
        "phối hợp",
        "tham mưu",
        "hướng dẫn",
        "đôn đốc",
        "kiểm tra",
        "giám sát",
        "rà soát",
        "(?<!các )(?<!cơ quan, )(?<!đơn vị, )(?<!và )tổ chức"
        "(?! chính trị| đoàn thể| xã hội| đảng| hội,|,| (?:và )?cá nhân| (?:có )?liên quan)",
        "theo dõi",
        "thực hiện",
        "xây dựng",
        "tổng hợp",
        "(?:chịu|có) trách nhiệm",
        "có nhiệm vụ",
        "(?:là|làm) (?:đầu mối|cơ quan|đơn vị)",
        "tiếp tục",
        "tăng cường",
        "đẩy mạnh",
        "căn cứ",
        "khẩn trương",
        "nghiêm túc",
        "chủ động",
        "tích cực",
        "trên cơ sở",
        "triển khai",
        "báo cáo",
        "cung cấp",
        "cập nhật",
        "(?:đảm bảo|bảo đảm)",
        "phổ biến",
        "tuyên truyền",
        "quán triệt",
        "(?<!công )lập (?:kế hoạch|danh sách|dự toán|hồ sơ|biên bản|báo cáo|phương án)",
        "ban hành",
        "đề xuất",
        "hoàn thành",
        "hoàn thiện",
        "gửi",
        "nộp",
        "xử lý",
        "tiếp nhận",
        "giải quyết",
        "công khai",
        "niêm yết",
        "bố trí",
        "(?<!cơ )cử (?:cán bộ|công chức|người)",
        "phân công",
        "vận hành",
        "vận động",
        "khai thác",
        "thường xuyên",
        "kịp thời",
        "đăng tải",
        "đăng ký",
        "tập trung",
        "nâng cao",
        "chỉ đạo",
        "phát huy",
        "phát động",
        "nghiên cứu",
        "thẩm định",
        "trình (?:ubnd|UBND|Ủy ban|HĐND|lãnh đạo|Chủ tịch)",
        "tiến hành",
        "hỗ trợ",
        "sử dụng",
        "duy trì",
        "quản lý",
        "quan tâm",
        "lấy ý kiến",
        "cải thiện",
        "cải tiến",
        "đổi mới",
        "khắc phục",
        "số hóa",
        "số hoá",
        "sắp xếp",
        "nhập (?:dữ liệu|thông tin|hồ sơ)",
        "giới thiệu",
        "thông báo",
        "cam kết",
        "(?<!được )giao (?:cho|nhiệm vụ|cán bộ)",
        "trong việc",
        "nhằm",
        "để",
        "khi",
        "thì",
        r"theo(?! dõi)",
        "về việc",
        "định kỳ",
        "trước ngày",
        r"h[àằ]ng (?:ngày|tuần|tháng|quý|năm)",
        "đánh giá",
        "phụ trách",
        "tham gia",
        "xem xét",
        "thống kê",
        "phát hiện",
        "phân tích",
        "lồng ghép",
        "truyền thông",
        "khảo sát",
        "lưu trữ",
        "đưa tin",
        "mở (?:chuyên|lớp|đợt)",
        "gắn",
        "không (?:để|yêu cầu|tiếp nhận|được)",
        "phấn đấu",
        "đạt",
        "giảm",
        "rút ngắn",
        "cắt giảm",
        "thay mặt",
        "ký kết",
        "ra quân",
        "tổng (?:kiểm tra|rà soát|điều tra|vệ sinh|kiểm kê)",
        "sửa chữa",
        "nâng cấp",
        "lắp đặt",
        "mua sắm",
        "có (?:kế hoạch|giải pháp|phương án|biện pháp|báo cáo|văn bản)",
    )
    + r"(?![\w-])"
)
# "Ban quản lý", "Tổ kiểm tra", "bộ phận tiếp nhận và trả kết quả": the verb belongs to the name.
_BODY_BEFORE = re.compile(r"\b(?:ban|tổ|đoàn|đội|hội đồng|bộ phận|nhóm|quỹ|trạm)$", re.IGNORECASE)
_HOLDER_BEFORE = re.compile(
    r"\b(?:cán bộ|công chức|viên chức|đơn vị|cơ quan|phòng|trung tâm|người|lãnh đạo)$",
    re.IGNORECASE,
)
_HOLDS = re.compile(r"(?:quản lý|phụ trách|theo dõi)\b")


def find_verb(words: str, start: int = 0) -> int | None:
    """The place of the first verb that does not belong to a unit's name."""
    for match in _VERB.finditer(words, start):
        before = words[: match.start()].rstrip()
        if _BODY_BEFORE.search(before):
            continue
        if _HOLDER_BEFORE.search(before) and _HOLDS.match(match[0]):
            continue
        return match.start()
    return None
