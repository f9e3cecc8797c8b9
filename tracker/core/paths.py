"""Where the files lie that are not Python: templates, static files, migrations."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


def templates_folder() -> Path:
    """The folder of page and document templates."""
    return _folder("templates")


def static_folder() -> Path:
    """The folder of files sent to browsers as they are, fonts among them."""
    return _folder("static")


def migrations_folder() -> Path:
    """The folder of database migrations."""
    return _folder("migrations")


def _folder(name: str) -> Path:
    """Inside the package once installed from a wheel, beside it in a checkout."""
    installed = PACKAGE / name
    return installed if installed.is_dir() else PACKAGE.parent / name
