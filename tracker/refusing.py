"""What is said of requests that the server refuses before the app sees them, and what to do then.

Waitress says it in English; there is no page of ours for it, as no app has seen the request.
"""

from __future__ import annotations

from waitress.channel import HTTPChannel
from waitress.task import ErrorTask

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


class _Refusal(ErrorTask):  # type: ignore[misc]
    """The server's answer without the app."""

    def execute(self) -> None:
        """Answer as ever, with words of ours where there are some."""
        error = self.request.error
        if error.code not in ADVICE:
            super().execute()
            return
        body = f"{ADVICE[error.code]}\n".encode()
        self.status = f"{error.code} {error.reason}"
        self.response_headers.append(("Content-Type", "text/plain; charset=utf-8"))
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class Channel(HTTPChannel):  # type: ignore[misc]
    """A line to a browser, on which refusals are told in Vietnamese."""

    error_task_class = _Refusal
