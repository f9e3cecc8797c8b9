"""The old Office files (doc, xls, ppt): told apart by the streams their container holds.

Read with olefile; [MS-CFB] is the container, [MS-DOC] what is looked at in it here.
"""

from __future__ import annotations

import io
import re
import struct
from typing import Any

from tracker.evidence.kinds import (
    BROKEN,
    DOC,
    PPT,
    UNKNOWN,
    WITH_MACROS,
    WITH_PASSWORD,
    XLS,
    NotEvidenceError,
)
from tracker.evidence.office_fields import CALLS_A_PROGRAM
from tracker.evidence.old_sheets import refuse_active_sheets
from tracker.evidence.old_slides import Room, containers_in, refuse_macros

_MAIN_STREAMS = {
    "worddocument": DOC,
    "workbook": XLS,
    "book": XLS,
    "powerpoint document": PPT,
}
_MACROS = frozenset({"_vba_project", "_vba_project_cur", "macros", "vba"})
# A file of any kind put into the document, opened by a double click.
_PACKAGE = "\x01ole10native"
_ENCRYPTED = frozenset({"encryptedpackage", "encryptioninfo", "encryptedsummary"})
_WITH_FILES = "có tệp khác nhúng bên trong: hãy lấy ra, gửi riêng từng tệp"

_WORD_FLAGS, _WORD_ENCRYPTED = 10, 0x0100
# A field that calls a program, in the two ways in which the words of a document are kept.
_CALL = re.compile(
    rb'\x13[ \t"]{0,40}dde(?:auto)?[ \t"]'
    rb'|\x13\0(?:[ \t"]\0){0,40}d\0d\0e\0(?:a\0u\0t\0o\0)?[ \t"]\0',
    re.IGNORECASE,
)


def type_of_old_office(content: bytes) -> str:
    """The media type of the file; NotEvidenceError says why it is not taken."""
    try:
        return _judged(content, Room(), must_be_known=True)
    except NotEvidenceError:
        raise
    # Every part of a hostile container is hostile; whatever it breaks in the reader, it is broken.
    except Exception as error:
        raise NotEvidenceError(BROKEN) from error


def refuse_active_parts(content: bytes) -> None:
    """NotEvidenceError where a container inside another file holds macros or files of any kind."""
    try:
        _judged(content, Room(), must_be_known=False)
    except NotEvidenceError:
        raise
    except Exception as error:
        raise NotEvidenceError(BROKEN) from error


def _judged(content: bytes, room: Room, *, must_be_known: bool) -> str:
    import olefile

    with olefile.OleFileIO(io.BytesIO(content)) as container:
        paths = container.listdir(streams=True, storages=True)
        names = {part.casefold() for path in paths for part in path}
        if names & _ENCRYPTED:
            raise NotEvidenceError(WITH_PASSWORD)
        if names & _MACROS:
            raise NotEvidenceError(WITH_MACROS)
        if _PACKAGE in names:
            raise NotEvidenceError(_WITH_FILES)
        # Those of documents put into the document too.
        for path in paths:
            kind = _MAIN_STREAMS.get(path[-1].casefold())
            if kind is not None and container.get_type(path) == olefile.STGTY_STREAM:
                _look_into(kind, container, path, room)
        top = {path[0].casefold() for path in paths if len(path) == 1}
        main = next((name for name in _MAIN_STREAMS if name in top), None)
        if main is None:
            if must_be_known:
                raise NotEvidenceError(UNKNOWN)
            return ""
        return _MAIN_STREAMS[main]


def _look_into(kind: str, container: Any, path: list[str], room: Room) -> None:
    with container.openstream(path) as stream:
        content: bytes = stream.read()
    if kind == DOC:
        (flags,) = struct.unpack_from("<H", content, _WORD_FLAGS)
        if flags & _WORD_ENCRYPTED:
            raise NotEvidenceError(WITH_PASSWORD)
        if _CALL.search(content):
            raise NotEvidenceError(CALLS_A_PROGRAM)
    elif kind == XLS:
        refuse_active_sheets(content)
    else:
        refuse_macros(content)
        for inner in containers_in(content, room):
            _judged(inner, room, must_be_known=False)
