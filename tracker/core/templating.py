"""What every template can use: the macros of templates/macros and the filters for Vietnamese."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path, PurePosixPath
from threading import Lock
from typing import Any

from flask import Flask, current_app, url_for
from flask_wtf.csrf import generate_csrf
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from tracker.core.clock import in_vietnam

MACROS_FOLDER = "macros/"
SPRITE = "icons/sprite.svg"


class MacroFile:
    """The macros of one file as attributes, read at first use: `forms.field(…)`.

    While one develops they are read at every use.
    """

    def __init__(self, environment: Environment, template_name: str) -> None:
        self._environment = environment
        self._template_name = template_name

    def __getattr__(self, name: str) -> Any:
        module = self._environment.get_template(self._template_name).module
        try:
            macro = getattr(module, name)
        except AttributeError:
            raise AttributeError(f"{self._template_name} has no macro {name!r}") from None
        if not self._environment.auto_reload:
            setattr(self, name, macro)
        return macro


def register_macros(app: Flask) -> None:
    """Name every macro file a global, and add the filters.

    Globals, because rendering one block of a page skips the imports at its top.
    """
    environment = app.jinja_env
    environment.undefined = StrictUndefined
    environment.trim_blocks = True
    environment.lstrip_blocks = True
    for template_name in environment.list_templates(filter_func=_is_macro_file):
        environment.globals[PurePosixPath(template_name).stem] = MacroFile(
            environment, template_name
        )
    environment.globals.update(icons={"icon": icon}, kept_fragment=KeptFragments(app))
    environment.filters.update(
        date_vn=date_vn,
        datetime_vn=datetime_vn,
        file_size=file_size,
        days_words=days_words,
        count_vn=count_vn,
    )


def icon(name: str, label: str | None = None, **looks: str) -> Markup:
    """One symbol of static/icons/sprite.svg; without a label it is decoration beside words.

    Not a macro: a page holds a hundred of them.
    """
    sprite = url_for("static", filename=SPRITE)
    return _symbol(sprite, name, label, looks.get("class", ""))


@lru_cache(maxsize=512)
def _symbol(sprite: str, name: str, label: str | None, look: str) -> Markup:
    look = f"icon {look}".strip()
    if label:
        drawn = Markup('<svg class="{}" role="img" aria-label="{}"><use href="{}#{}"></use></svg>')
        return drawn.format(look, label, sprite, name)
    drawn = Markup('<svg class="{}" aria-hidden="true"><use href="{}#{}"></use></svg>')
    return drawn.format(look, sprite, name)


class KeptFragments:
    """Parts of pages that are the same again and again: drawn once for the same inputs.

    All a part shows must be among the inputs, plain values; only the form's token, another one in
    each session, is put into its gap afterwards. Nobody can know the gap: whoever typed it into a
    name would have the token of everybody who reads it put there.
    """

    # The rows of some eighty pages; about 2 kB each. Whoever asks for a page writes its address.
    MOST_KEPT, LONGEST_INPUTS = 2000, 20_000

    def __init__(self, app: Flask) -> None:
        self._gap = secrets.token_hex(16)
        self._app = app
        self._made: dict[tuple[str, str], Markup] = {}
        self._making = Lock()

    def __call__(self, template_name: str, **inputs: Any) -> Markup:
        """The part as markup."""
        key = (template_name, repr(inputs))
        made = self._made.get(key)
        if made is None or self._app.debug:
            made = _drawn(self._app.jinja_env, template_name, {**inputs, "token_gap": self._gap})
            if len(key[1]) <= self.LONGEST_INPUTS:
                self._keep(key, made)
        return made.replace(self._gap, generate_csrf()) if self._gap in made else made

    def _keep(self, key: tuple[str, str], made: Markup) -> None:
        with self._making:
            self._made[key] = made
            if len(self._made) > self.MOST_KEPT:
                del self._made[next(iter(self._made))]


def drawn(template_name: str, **inputs: Any) -> Markup:
    """A part of a page by itself, to be kept; it sees nothing but the inputs."""
    return _drawn(current_app.jinja_env, template_name, inputs)


def _drawn(environment: Environment, template_name: str, inputs: dict[str, Any]) -> Markup:
    return escape(environment.get_template(template_name).make_module(inputs))


def version_static_files(app: Flask) -> None:
    """Put a hash of the content into each static address: browsers keep those files for a year."""
    folder = Path(app.static_folder or "")
    versions: dict[str, str] = {}

    @app.url_defaults
    def add_version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint != "static":
            return
        name = values["filename"]
        if app.debug or name not in versions:
            content = (folder / name).read_bytes()
            versions[name] = hashlib.sha256(content).hexdigest()[:10]
        values["v"] = versions[name]


def _is_macro_file(template_name: str) -> bool:
    return template_name.startswith(MACROS_FOLDER) and template_name.endswith(".html")


def date_vn(day: date | None) -> str:
    """05/08/2026; nothing for no date. A moment counts as its day in Vietnam."""
    if day is None:
        return ""
    return f"{in_vietnam(day) if isinstance(day, datetime) else day:%d/%m/%Y}"


def datetime_vn(moment: datetime | None) -> str:
    """05/08/2026 07:30 on a clock in Vietnam, never broken in two; nothing for no moment."""
    if moment is None:
        return ""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return f"{in_vietnam(moment):%d/%m/%Y\u00a0%H:%M}"


def file_size(size: int) -> str:
    """Bytes as offices write sizes: 640 B, 12 KB, 3,4 MB, 64,2 GB."""
    if size < 1024:
        return f"{size} B"
    if size < 1024 * 1000:
        return f"{round(size / 1024)} KB"
    if size < 1024**2 * 1000:
        return f"{size / 1024**2:.1f} MB".replace(".", ",")
    return f"{size / 1024**3:.1f} GB".replace(".", ",")


def count_vn(count: object) -> object:
    """A number of rows as offices write it: 1.271; what is no whole number stays as it is."""
    return f"{count:,}".replace(",", ".") if isinstance(count, int) else count


def days_words(days_left: int) -> str:
    """How far a due date is off: "Còn 3 ngày", "Hôm nay", "Quá hạn 5 ngày" (for -5)."""
    if days_left == 0:
        return "Hôm nay"
    return f"Còn {days_left} ngày" if days_left > 0 else f"Quá hạn {-days_left} ngày"
