"""What all pages share: parts of a page for htmx, security headers, errors in plain words."""

from __future__ import annotations

import logging
import secrets
from typing import Any
from urllib.parse import urlsplit

from flask import (
    Flask,
    Response,
    current_app,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    session,
)
from flask_wtf import CSRFProtect
from flask_wtf.csrf import CSRFError
from jinja2_fragments.flask import render_block
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, InternalServerError, MethodNotAllowed
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map
from werkzeug.wrappers import Response as BaseResponse

from tracker.core.db import undo_and_only_read
from tracker.core.disk_faults import status_of_disk_fault
from tracker.core.errors import TrackerError
from tracker.core.numbers import LARGEST_NUMBER
from tracker.core.requests import CleanRequest, Word

log = logging.getLogger(__name__)
csrf = CSRFProtect()

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=()",
}

# Whoever came by https once never goes back to http; a year, as browsers' own lists ask for.
STRICT_TRANSPORT = "max-age=31536000"

# A refusal never lands inside the row that asked: htmx puts its sentence above the page.
SHOWN_ABOVE_THE_PAGE = {
    "HX-Retarget": "#messages",
    "HX-Reselect": "#error",
    "HX-Reswap": "innerHTML ignoreTitle:true",
}

ERROR_WORDS: dict[int, tuple[str, str]] = {
    400: (
        "Yêu cầu không hợp lệ",
        "Hãy quay lại trang trước, tải lại trang rồi làm lại.",
    ),
    403: (
        "Bạn không có quyền làm việc này",
        "Nếu cần, hãy liên hệ Văn phòng HĐND và UBND để được cấp quyền.",
    ),
    404: (
        "Không tìm thấy trang",
        "Trang không có hoặc bạn không được xem. Hãy kiểm tra lại đường dẫn.",
    ),
    405: ("Yêu cầu không hợp lệ", "Hãy quay lại trang trước rồi làm lại."),
    409: ("Có thay đổi mới", "Hãy tải lại trang để xem nội dung mới nhất rồi làm lại."),
    413: ("Tệp quá lớn", "Hãy nén hoặc tách nhỏ tệp rồi gửi lại."),
    429: ("Thao tác quá nhanh", "Hãy đợi một phút rồi thử lại."),
    503: (
        "Máy chủ đang không ghi được",
        "Dữ liệu chưa được lưu; những gì đã lưu trước đó vẫn còn và vẫn xem được. Bấm nút quay lại "
        "của trình duyệt để giữ nội dung đang nhập, báo quản trị: nơi lưu dữ liệu đang chỉ đọc.",
    ),
    507: (
        "Ổ đĩa máy chủ đã đầy",
        "Dữ liệu chưa được lưu; những gì đã lưu trước đó vẫn còn. Bấm nút quay lại của trình duyệt "
        "để giữ nội dung đang nhập, báo quản trị dọn bớt hoặc thêm dung lượng rồi gửi lại.",
    ),
    500: (
        "Hệ thống gặp lỗi",
        "Dữ liệu chưa được lưu. Hãy thử lại; nếu vẫn lỗi, báo quản trị kèm mã bên dưới.",
    ),
}


class RowNumber(IntegerConverter):
    """A row's number in an address; one that no table can hold is an address that is not there."""

    def __init__(self, url_map: Map, max: int = LARGEST_NUMBER, **options: Any) -> None:  # noqa: A002
        super().__init__(url_map, max=max, **options)


def init_app(app: Flask) -> None:
    """Protect forms, set headers, answer errors in Vietnamese."""
    app.request_class = CleanRequest
    app.url_map.converters.update(int=RowNumber, default=Word)
    csrf.init_app(app)
    app.after_request(_set_headers)
    app.register_error_handler(TrackerError, _answer_tracker_error)
    app.register_error_handler(StaleDataError, _answer_outdated_row)
    app.register_error_handler(CSRFError, answer_expired_form)
    app.register_error_handler(HTTPException, _answer_http_error)
    app.register_error_handler(Exception, _answer_unexpected)


def trust_proxies(app: Flask, count: int) -> None:
    """Believe what so many servers in front of us say of the visitor's address and of https.

    Without any, whoever writes such a header would choose the address they are counted under.
    """
    if count:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=1, x_host=0)  # type: ignore[method-assign]


def wants_part() -> bool:
    """Whether htmx asks for a part of the page (not when it restores a page from history)."""
    return (
        request.headers.get("HX-Request") == "true"
        and request.headers.get("HX-History-Restore-Request") != "true"
    )


def render(
    template: str, block: str | None = None, *, status: int = 200, **context: Any
) -> Response:
    """The whole page, or only the named block when htmx asks for a part."""
    if block and wants_part():
        body = render_block(template, block, **context)
    else:
        body = render_template(template, **context)
    response = make_response(body, status)
    response.vary.add("HX-Request")
    return response


def goes_on_in_place() -> bool:
    """Whether htmx sent the form of a row: the page around it stays, and is told what became of it.

    A form on a page of its own has nothing around it to tell, and would stand there as if unsent.
    """
    page = urlsplit(request.headers.get("HX-Current-URL", "")).path
    return wants_part() and page != request.path


def go_to(url: str, message: str | None = None) -> BaseResponse:
    """Redirect after a write (303), with a message for the next page."""
    if message:
        flash(message, "success")
    if wants_part():
        # Following by itself, htmx would put the whole page where the form stood.
        return Response(headers={"HX-Redirect": url})
    return redirect(url, code=303)


def _set_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if current_app.config["SESSION_COOKIE_SECURE"]:
        response.headers.setdefault("Strict-Transport-Security", STRICT_TRANSPORT)
    # Flask says "no-cache" of a file of which nothing is said; what the ward made is not kept.
    if response.headers.get("Cache-Control", "no-cache") == "no-cache":
        response.headers["Cache-Control"] = "no-store"
    return response


def _error_page(status: int, heading: str, advice: str, code: str | None = None) -> Response:
    words = {"heading": heading, "advice": advice, "code": code, "status": status}
    try:
        # Nothing of a refused request stays; after a database error nothing else can be read.
        undo_and_only_read()
        body = render_template("errors/error.html", **words)
    except SQLAlchemyError:
        log.exception("the database does not answer")
        # Without the side bar and the name of whoever is signed in: both come from the database.
        body = current_app.jinja_env.get_template("errors/database_down.html").render(**words)
    response = make_response(body, status)
    if wants_part():
        response.headers.update(SHOWN_ABOVE_THE_PAGE)
    return response


def _answer_tracker_error(error: TrackerError) -> Response:
    return _error_page(error.status_code, "Chưa thực hiện được", error.message)


def _answer_outdated_row(_error: StaleDataError) -> Response:
    """Two requests changed one row at the same moment: the second is told so."""
    return _error_page(409, *ERROR_WORDS[409])


def answer_expired_form(_error: CSRFError) -> Response:
    """The page stood open longer than its key is good for."""
    return _error_page(
        400,
        "Biểu mẫu đã hết hạn",
        "Trang mở quá lâu. Hãy tải lại trang rồi gửi lại; nội dung chưa được lưu.",
    )


def _answer_http_error(error: HTTPException) -> Response | HTTPException:
    if error.code is None or error.code < 400:
        return error
    if isinstance(error, InternalServerError) and error.original_exception is not None:
        # What broke after the page was made: the commit.
        return _answer_unexpected(error.original_exception)
    heading, advice = ERROR_WORDS.get(error.code, ERROR_WORDS[400])
    response = _error_page(error.code, heading, advice)
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.allow.update(error.valid_methods)
    return response


def _answer_unexpected(error: BaseException) -> Response:
    code = secrets.token_hex(4)
    log.exception("unexpected error %s", code, exc_info=error)
    g.pop("keep_even_if_refused", None)
    # "Đã lưu" was said before the commit failed: the next page must not say it.
    session.pop("_flashes", None)
    status = status_of_disk_fault(error) or 500
    heading, advice = ERROR_WORDS[status]
    return _error_page(status, heading, advice, code)
