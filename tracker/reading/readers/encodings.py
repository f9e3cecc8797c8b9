"""The bytes of a text as Unicode: by its byte order mark, by what it declares, or as UTF-8."""

from __future__ import annotations

import codecs
import re

_DECLARED = re.compile(
    rb"(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Pages that say iso-8859-1 are written in windows-1252, as the WHATWG's table of labels knows.
_REALLY = {"iso8859-1": "cp1252", "ascii": "cp1252"}


def declared_encoding(data: bytes) -> str | None:
    """The encoding a web page names at its beginning, if Python knows it as one of text."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    match = _DECLARED.search(data[:4096])
    if match is None:
        return None
    try:
        found = codecs.lookup(match[1].decode("ascii"))
    except LookupError:
        return None
    if not getattr(found, "_is_text_encoding", True) or found.name.startswith(("utf-16", "utf-32")):
        return None  # not of text; or told in single bytes, so it cannot be
    return _REALLY.get(found.name, found.name)


def decode_page(data: bytes) -> str | None:
    """A web page's text: UTF-8 when it is valid as such, then as declared; None if neither."""
    names = ["utf-8", declared_encoding(data)]
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        names.reverse()
    for name in names:
        if name is None:
            continue
        try:
            return data.decode(name).lstrip("\ufeff")
        except (UnicodeDecodeError, UnicodeError):
            continue
    return None
