"""What the server refuses before the app sees it, and what is said of that.

Waitress says it in English; there is no page of ours for it, as no app has seen the request.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import Any

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.task import ErrorTask

# A body is put on the disk before the app is asked: where nobody has signed in yet, no form is as
# large as this, and anybody could fill the disk.
LARGEST_OF_STRANGERS = 1024 * 1024

ADVICE = {
    400: "Máy chủ không hiểu yêu cầu này. Hãy quay lại trang trước, tải lại trang rồi thử lại.",
    413: "Nội dung gửi lên quá lớn. Hãy gửi ít tệp hơn mỗi lần, hoặc giảm cỡ tệp rồi gửi lại.",
    431: (
        "Địa chỉ trang hoặc cookie của trình duyệt quá dài. "
        "Hãy xóa cookie của trang này trong trình duyệt rồi đăng nhập lại."
    ),
    500: "Máy chủ gặp lỗi. Hãy thử lại sau ít phút; nếu vẫn lỗi, hãy báo người quản trị.",
    501: "Máy chủ không nhận cách gửi này. Hãy mở trang bằng trình duyệt rồi thử lại.",
}
TOO_LARGE_FOR_A_STRANGER = (
    "Nội dung gửi lên lớn mà trình duyệt này chưa đăng nhập. "
    "Hãy quay lại trang trước, mở trang đăng nhập ở một thẻ khác để đăng nhập, rồi gửi lại."
)


class _Refusal(ErrorTask):  # type: ignore[misc]
    """The server's answer without the app."""

    def execute(self) -> None:
        """Answer as ever, with words of ours where there are some."""
        error = self.request.error
        if error.code not in ADVICE:
            super().execute()
            return
        advice = ADVICE[error.code]
        if error.code == 413 and self.request.is_of_a_stranger:
            advice = TOO_LARGE_FOR_A_STRANGER
        body = f"{advice}\n".encode()
        self.status = f"{error.code} {error.reason}"
        self.response_headers.append(("Content-Type", "text/plain; charset=utf-8"))
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class _Parser(HTTPRequestParser):  # type: ignore[misc]
    """Takes in less of a stranger than of a browser where somebody has signed in."""

    is_of_a_stranger = False

    def __init__(self, settings: Any, is_known: Callable[[str], bool]) -> None:
        super().__init__(settings)
        self.adj: Any = settings
        self._is_known = is_known

    def parse_header(self, header_plus: bytes) -> None:
        """Judge whose body it is before any of it is taken in."""
        super().parse_header(header_plus)
        may_be_large = self.chunked or self.content_length > LARGEST_OF_STRANGERS
        if may_be_large and not self._is_known(self.headers.get("COOKIE", "")):
            self.is_of_a_stranger = True
            self.adj = copy(self.adj)
            self.adj.max_request_body_size = LARGEST_OF_STRANGERS


def channel_for(is_known: Callable[[str], bool]) -> type[HTTPChannel]:
    """Lines to browsers; `is_known` is asked for the cookies of whoever sends much."""

    class Channel(HTTPChannel):  # type: ignore[misc]
        """On which refusals are told in Vietnamese."""

        error_task_class = _Refusal

        @staticmethod
        def parser_class(settings: Any) -> _Parser:
            """The parser of one request."""
            return _Parser(settings, is_known)

    return Channel
