"""What the people of Phường Mẫu write; {product} is the product of the task at hand."""

from __future__ import annotations

from collections.abc import Sequence

NO_PRODUCT = "kết quả thực hiện"

START_NOTES = (
    "Đã giao công chức phụ trách, đang thu thập số liệu.",
    "Đang soạn {product}, dự kiến trình lãnh đạo đơn vị trong tuần.",
    "Đã có văn bản đề nghị các đơn vị phối hợp gửi ý kiến.",
    "Đã xong khoảng một nửa phần việc; phần còn lại làm tiếp trong tuần sau.",
    "Đang làm theo kế hoạch, chưa có gì vướng.",
    "Đã họp nhóm phụ trách, thống nhất cách làm và chia việc.",
)
CHECK_IN_NOTES = (
    "Vẫn duy trì đều trong tháng, không có phản ánh của người dân.",
    "Trong tháng đã thực hiện đầy đủ; số liệu ghi tại sổ theo dõi của đơn vị.",
    "Đã thực hiện, có nhắc nhở một trường hợp chưa làm đúng.",
)
SUBMIT_NOTES = (
    "Đã hoàn thành. Gửi kèm {product}.",
    "Đã xong, lãnh đạo đơn vị đã ký {product}.",
    "Hoàn thành phần việc được giao; {product} lưu tại hồ sơ công việc của đơn vị.",
    "Đã tổ chức thực hiện xong và lập {product}.",
    "Đơn vị gửi {product} để Văn phòng tổng hợp.",
)
SUBMIT_AGAIN_NOTES = (
    "Đã bổ sung theo ý kiến, gửi lại {product}.",
    "Đã sửa số liệu và ký lại; đề nghị xác nhận.",
)
DIFFICULTIES = (
    "Thiếu số liệu của phường cũ bàn giao, phải đối chiếu lại từng hồ sơ giấy.",
    "Phần mềm dùng chung báo lỗi khi kết xuất, đã gửi yêu cầu hỗ trợ hai lần.",
    "Công chức phụ trách đang nghỉ thai sản, người thay chưa nắm hết việc; đề nghị bố trí thêm "
    "người trong hai tuần.",
    "Chưa bố trí được kinh phí thuê thiết bị; đã trình phương án dùng nguồn tiết kiệm chi.",
)
LATE_REASONS = (
    "Đơn vị phối hợp gửi số liệu chậm ba ngày so với đề nghị.",
    "Công chức phụ trách nghỉ ốm, người thay phải đọc lại hồ sơ từ đầu.",
    "Biểu mẫu của cấp trên thay đổi sát hạn, phải tổng hợp lại theo biểu mới.",
    "Đơn vị tập trung cho đợt tiếp xúc cử tri, bố trí chưa kịp.",
)
# What becomes of the objective cause that a late unit names: confirmed, left to others, refused.
RULINGS: tuple[tuple[bool | None, str | None], ...] = (
    (True, "Cấp trên có văn bản thay biểu mẫu trước hạn hai ngày."),
    (None, None),
    (False, "Đơn vị có thể bố trí người thay từ đầu tháng."),
)
SILENCE_REASONS = (
    "Đã gửi công văn đề nghị và gọi nhắc hai lần, chưa trả lời; dùng số liệu của quý trước.",
    "Đơn vị báo đang chờ xác nhận của khu phố; phần này sẽ bổ sung sau.",
    "Người phụ trách đi tập huấn; đơn vị chủ trì đã tự tổng hợp từ hồ sơ lưu.",
)
DIFFICULTY_ANSWERS = (
    "Văn phòng đã đề nghị bộ phận lưu trữ chuyển bản quét trong tuần này; đơn vị làm trước phần đã "
    "có số liệu.",
    "Đã liên hệ nơi quản trị phần mềm, lỗi được sửa; đơn vị kết xuất lại và báo kết quả.",
    "Lãnh đạo phường đồng ý cử thêm một công chức hỗ trợ hai tuần, bắt đầu từ thứ Hai.",
    "Lãnh đạo phường đồng ý dùng nguồn tiết kiệm chi; đơn vị gửi dự toán về bộ phận tài chính.",
)
RETURN_REASONS = (
    "Thiếu chữ ký của lãnh đạo đơn vị ở trang cuối. Đề nghị ký, đóng dấu rồi gửi lại.",
    "Số liệu tại bảng 2 chưa khớp với báo cáo tháng trước. Đề nghị kiểm tra lại và ghi rõ nguồn.",
    "Tệp gửi kèm là bản dự thảo. Đề nghị gửi bản đã ban hành.",
    "Chưa nêu người chịu trách nhiệm và thời gian của từng việc. Đề nghị bổ sung.",
)


def choose(sentences: Sequence[str], number: int, product: str | None = None) -> str:
    """One of the sentences, the same one for the same number."""
    sentence = sentences[number % len(sentences)]
    return sentence.format(product=_inside_a_sentence(product))


def _inside_a_sentence(product: str | None) -> str:
    if product is None:
        return NO_PRODUCT
    return product[:1].lower() + product[1:]
