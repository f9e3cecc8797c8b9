"""Pages and files sent compressed, so that an old telephone line carries a fifth of them."""

from __future__ import annotations

from flask import Flask, Request, Response, request
from flask_compress import Compress
from flask_compress.flask_compress import DictCache

from tracker.core import style_sheet

# zstd is left out: brotli serves every browser that knows it, in less room.
_ALGORITHMS = ["br", "gzip"]
# Browsers send these of a page our own site asked for; one of another site is never compressed,
# for the length of the answer would tell that site what it guessed right (BREACH, 2013).
_OURS = {"same-origin", "none"}


def init_app(app: Flask) -> None:
    """Compress what is text. Static files are compressed once and then kept in memory."""
    app.config.update(
        COMPRESS_REGISTER=False,
        COMPRESS_STREAMS=False,
        COMPRESS_ALGORITHM=_ALGORITHMS,
    )
    pages, files = Compress(), Compress()
    pages.init_app(app)
    files.init_app(app)
    if not app.debug:
        files.cache, files.cache_key = DictCache(), _path
    app.after_request(lambda response: _compress(response, pages, files))


def _compress(response: Response, pages: Compress, files: Compress) -> Response:
    if request.endpoint in ("static", style_sheet.ENDPOINT):
        return _compress_file(response, files)
    if response.status_code == 206 or not _asked_by_our_site():
        return response
    return pages.after_request(response)


def _compress_file(response: Response, files: Compress) -> Response:
    """The same for everyone, so whoever asked. Fonts and pictures are compressed in themselves."""
    if response.status_code != 200 or response.mimetype not in files.compress_mimetypes_set:
        return response
    response.direct_passthrough = False
    response.set_data(response.get_data())
    return files.after_request(response)


def _asked_by_our_site() -> bool:
    return request.headers.get("Sec-Fetch-Site", "none") in _OURS


def _path(asked: Request) -> str:
    """Without what follows the question mark: anyone could fill the memory with that."""
    return asked.path
