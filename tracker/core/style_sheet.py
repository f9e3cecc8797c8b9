"""The one style sheet of all pages: the small files of static/css, joined."""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import Flask, Response, url_for

ENDPOINT = "style_sheet"
# In this order: where two rules weigh the same, the later one wins.
SHEETS = (
    "fonts",
    "tokens",
    "base",
    "frame",
    "navigation",
    "side-bar",
    "filters",
    "buttons",
    "badges",
    "messages",
    "tables",
    "plan-tables",
    "cards",
    "forms",
    "files",
    "work",
    "handed-in",
    "key-figures",
    "help",
    "wayfinding",
    "states",
    "facts",
    "bulk-bar",
    "targets",
    "notices",
    "amendments",
    "slips",
    "rights",
    "second-step",
    "assign",
    "calendar",
    "sheet",
    "figures",
    "reports",
)
KEPT_SECONDS = 365 * 24 * 60 * 60


def init_app(app: Flask) -> None:
    """Serve the joined sheet at an address that changes with its content."""
    sheet = _JoinedSheet(app)

    def answer() -> Response:
        response = Response(sheet.text, mimetype="text/css")
        response.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}, immutable"
        return response

    app.add_url_rule("/styles.css", ENDPOINT, answer)
    app.jinja_env.globals["style_sheet_url"] = lambda: url_for(ENDPOINT, v=sheet.version)


class _JoinedSheet:
    """Read once; while one develops, at every request."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._joined = ""
        self._version = ""

    @property
    def text(self) -> str:
        if self._app.debug or not self._joined:
            folder = Path(self._app.static_folder or "") / "css"
            joined = "\n".join((folder / f"{name}.css").read_text("utf-8") for name in SHEETS)
            # The fonts lie where they lay for the single files, seen from where this one is.
            files = (self._app.static_url_path or "").lstrip("/")
            self._joined = joined.replace('url("../', f'url("{files}/')
            self._version = hashlib.sha256(self._joined.encode()).hexdigest()[:10]
        return self._joined

    @property
    def version(self) -> str:
        return self._version if self.text else ""
