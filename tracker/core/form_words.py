"""The sentences of the form library in Vietnamese: it ships none."""

from __future__ import annotations

_EXPIRED = "Trang đã mở quá lâu. Hãy tải lại trang rồi gửi lại."
_WRONG_CHOICE = "Lựa chọn không có trong danh sách: hãy chọn lại."
_WRONG_VALUE = "Giá trị không đúng: hãy nhập lại."

SENTENCES: dict[str, str] = {
    "Invalid field name '%s'.": _WRONG_VALUE,
    "Field must be equal to %(other_name)s.": "Hai ô phải giống nhau.",
    "Field must be at least %(min)d character long.": "Cần ít nhất %(min)d ký tự.",
    "Field cannot be longer than %(max)d character.": "Dài quá %(max)d ký tự: hãy viết gọn lại.",
    "Field must be exactly %(max)d character long.": "Phải đúng %(max)d ký tự.",
    "Field must be between %(min)d and %(max)d characters long.": (
        "Phải từ %(min)d đến %(max)d ký tự."
    ),
    "Number must be at least %(min)s.": "Số phải từ %(min)s trở lên.",
    "Number must be at most %(max)s.": "Số phải từ %(max)s trở xuống.",
    "Number must be between %(min)s and %(max)s.": "Số phải từ %(min)s đến %(max)s.",
    "Date must be at least %(min)s.": "Ngày phải từ %(min)s trở đi.",
    "Date must be at most %(max)s.": "Ngày phải trước hoặc bằng %(max)s.",
    "Date must be between %(min)s and %(max)s.": "Ngày phải từ %(min)s đến %(max)s.",
    "This field is required.": "Hãy nhập ô này.",
    "Invalid input.": _WRONG_VALUE,
    "Invalid email address.": "Địa chỉ thư điện tử không đúng.",
    "Invalid IP address.": _WRONG_VALUE,
    "Invalid Mac address.": _WRONG_VALUE,
    "Invalid URL.": "Đường dẫn không đúng: hãy chép lại cả phần https://.",
    "Invalid UUID.": _WRONG_VALUE,
    "Invalid value, must be one of: %(values)s.": "Phải là một trong: %(values)s.",
    "Invalid value, can't be any of: %(values)s.": "Không được là: %(values)s.",
    "This field cannot be edited.": "Ô này không sửa được.",
    "This field is disabled and cannot have a value.": "Ô này không nhập được.",
    "Invalid CSRF Token.": _EXPIRED,
    "CSRF token missing.": _EXPIRED,
    "CSRF failed.": _EXPIRED,
    "CSRF token expired.": _EXPIRED,
    "Invalid Choice: could not coerce.": _WRONG_CHOICE,
    "Choices cannot be None.": _WRONG_CHOICE,
    "Not a valid choice.": _WRONG_CHOICE,
    "Invalid choice(s): one or more data inputs could not be coerced.": _WRONG_CHOICE,
    "'%(value)s' is not a valid choice for this field.": _WRONG_CHOICE,
    "Not a valid datetime value.": "Ngày giờ không đúng.",
    "Not a valid date value.": "Ngày không đúng: nhập dạng ngày/tháng/năm, ví dụ 05/08/2026.",
    "Not a valid time value.": "Giờ không đúng: nhập dạng giờ:phút, ví dụ 07:30.",
    "Not a valid week value.": "Tuần không đúng.",
    "Not a valid integer value.": "Hãy nhập một số nguyên.",
    "Not a valid decimal value.": "Hãy nhập một số.",
    "Not a valid float value.": "Hãy nhập một số.",
}


class VietnameseSentences:
    """What the form library asks for its sentences."""

    def gettext(self, sentence: str) -> str:
        """The Vietnamese sentence."""
        return SENTENCES.get(sentence, sentence)

    def ngettext(self, singular: str, _plural: str, _count: int) -> str:
        """Vietnamese has one form for one and for many."""
        return self.gettext(singular)
