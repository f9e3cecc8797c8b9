"""Words that unit names begin with and are made of, as sought in a lower-case key."""

from __future__ import annotations

import re

from tracker.reading.patterns import either

# Words a unit's name begins with. "Đoàn thể", "hội nghị", "tổ chức", "ban hành" begin none.
UNIT_WORD = either(
    "văn phòng",
    "phòng",
    "trung tâm",
    r"tt ?pv\w*",
    "bộ phận",
    "công an",
    "trạm",
    "sở",
    "ubnd",
    "ủy ban",
    "hđnd",
    "hội đồng nhân dân",
    "đảng ủy",
    "đoàn(?! thể)",
    "hội(?! nghị| đồng| trường| thảo| họp| nhập)",
    "mttq",
    "ubmttq",
    "mặt trận",
    "liên đoàn",
    "công đoàn",
    "đài",
    "trường",
    "ban(?! hành)",
    "tổ(?! chức)",
    "tdp",
    "thôn",
    "khu phố",
    "kho bạc",
    "chi cục",
    "cục",
    "bảo hiểm xã hội",
    "bhxh",
    "tòa án",
    "viện kiểm sát",
    "thanh tra",
    "các",
    "lãnh đạo",
    "chủ tịch",
    "phó chủ tịch",
    "công chức",
    "cbcc",
    "bch",
    "bộ chỉ huy",
    "thuế",
    "bưu điện",
    "ngân hàng",
    "hợp tác xã",
    "đơn vị",
    "cơ quan",
    r"bộ(?! máy| tài liệu| tiêu chí| luật| thủ tục| chỉ số| công cụ| hồ sơ| câu hỏi| dữ liệu)",
    "vụ(?! việc| án)",
    "tổng cục",
    "khoa(?! học| giáo)",
    "viện",
    "học viện",
    "đại học",
    "bệnh viện",
    "thư viện",
    "hội đồng",
    "hiệp hội",
    "tổng công ty",
    "công ty",
    "điện lực",
    "vnpt",
    "viettel",
    "báo(?! cáo)",
    "thường trực",
    r"(?:phó )?(?:thủ trưởng|hiệu trưởng|giám đốc|bí thư|trưởng)",
    r"đ/c\b",
    "đồng chí",
    r"(?:pgs|gs|ts|ths|bs|ks|cn)(?=\.)",
    "ông",
    "bà",
    "giáo viên",
    "kế toán",
    "văn thư",
    r"p(?=\.)",
    r"p\d{1,2}",
    "vp",
    "bgh",
    "gvcn",
    "gvbm",
    "bchqs",
    "ca",
    "vhxh",
    "ktht",
)
# Words that begin a unit only with a capital: "Bộ Y tế" does, the "bộ" of "cán ⏎ bộ" does not.
CAPITAL_ONLY = re.compile(
    r"(?:bộ(?! phận| chỉ huy)|vụ|khoa|viện|báo|ông|bà|ca|trưởng|phó|đại học|kế toán|văn thư)\b"
)
# Nouns that name a kind of body, not one body: "các sở, ban, ngành, đoàn thể".
GENERIC = either(
    "phòng",
    "ban",
    "sở",
    "ngành",
    "đơn vị",
    "cơ quan",
    "xã",
    "phường",
    "đặc khu",
    "thị trấn",
    "huyện",
    "thôn",
    "tổ dân phố",
    "tdp",
    "khu phố",
    "ấp",
    "đoàn thể",
    "tổ chức",
    "hội",
    "cán bộ",
    "công chức",
    "viên chức",
    "người lao động",
    "địa phương",
    "cá nhân",
    "trường",
    "trạm",
    "trung tâm",
    "bộ phận",
    "bộ",
    "khoa",
    "viện",
    "vụ",
    "cục",
    "tỉnh",
    "thành phố",
    "quận",
    "thị xã",
    "giáo viên",
    "học sinh",
    "sinh viên",
    "đảng viên",
)
# What may follow a generic noun without making it the name of one body.
QUALIFIER = either(
    "chuyên môn",
    "có liên quan",
    "liên quan",
    "trực thuộc",
    "thuộc",
    "của",
    "trên",
    "trong",
    "tỉnh",
    "thành phố",
    "tp",
    "phường",
    "xã",
    "huyện",
    "cấp",
    "ngoài",
    "khác",
    "và",
)
ENDS_GENERIC = re.compile(
    rf"(?:^|.*[,&] ?|.*\bvà |.*\b(?:các|những|toàn thể|toàn bộ|tất cả) ){GENERIC}$"
)
GENERIC_TAIL = re.compile(rf"{GENERIC}(?:$| {QUALIFIER}\b)")
# Offices named by their fields: "Phòng Kinh tế, Hạ tầng và Đô thị".
NAMED_BY_FIELDS = re.compile(r"(?:phòng|sở|bộ(?! phận)|ban|trung tâm|bộ phận|chi cục)\b")
COUNCIL_AT_END = re.compile(r"(?:hđnd|hội đồng nhân dân)$")
COMMITTEE = re.compile(r"(?:ubnd|ủy ban nhân dân)\b")

BULLET = re.compile(r"\s*(?:[-+•*·]\s*|\d{1,2}[.)]\s+|[a-dđ]\)\s+)")
_ASK = either("đề nghị", "giao", "yêu cầu", "mời")
_ROLE = r"(?:(?:cơ quan|đơn vị) )?(?:chủ trì|phối hợp|tham mưu)"
# Words before a name that ask it to lead or to cooperate ("Đề nghị phối hợp với …").
LEAD_IN = re.compile(
    rf"(?:{_ASK}\s+)?(?:{_ROLE}(?:\s*,\s*|\s+và\s+|\s+|(?=:)|$))*"
    r"(?:(?:cùng )?với\s+|cùng\s+)?:?\s*"
)
ASKING = re.compile(rf"(?:{_ASK}|chủ trì)?")
