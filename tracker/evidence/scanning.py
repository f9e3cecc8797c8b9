"""Asking a ClamAV daemon about a file: the INSTREAM command of clamd(8).

The file goes over in pieces, each behind its length in four bytes; a piece of no length ends it.
The answer is one line: "stream: OK", or "stream: NAME FOUND".
"""

from __future__ import annotations

import hashlib
import socket
import struct
from urllib.parse import unquote, urlsplit

from flask import current_app, g

from tracker.evidence.kinds import NotEvidenceError
from tracker.evidence.rules import ScanState, WhenScannerIsDown
from tracker.settings.queries import ward_settings

SECONDS = 30.0
_PIECE = 128 * 1024
_LONGEST_ANSWER = 4096
_CLEAN, _FOUND = " OK", " FOUND"

SCANNER_DOWN = (
    "chưa nhận được vì máy quét mã độc không trả lời: hãy gửi lại sau vài phút, "
    "nếu vẫn vậy thì báo quản trị"
)


class ScannerDownError(Exception):
    """The scanner cannot be reached, or does not answer as scanners do."""


def name_of_malware(url: str, content: bytes) -> str | None:
    """The name of what was found in the content; None when it is clean; ScannerDownError."""
    answer = _ask(url, b"zINSTREAM\0", content)
    if answer.endswith(_FOUND):
        return answer.partition(": ")[2].removesuffix(_FOUND) or "?"
    if answer.endswith(_CLEAN):
        return None
    raise ScannerDownError(answer)


def scanner_answers(url: str) -> bool:
    """Whether a scanner is there and well."""
    try:
        return _ask(url, b"zPING\0") == "PONG"
    except ScannerDownError:
        return False


def scanned(content: bytes) -> ScanState:
    """What is known of a file that is to be taken; NotEvidenceError when it is not to be.

    Each content is asked about once a request: forms judge files before the work is written.
    """
    url: str | None = current_app.config["TRACKER"].clamav_url
    if url is None:
        return ScanState.NOT_ASKED
    known: dict[str, ScanState] = g.setdefault("scanned_files", {})
    digest = hashlib.sha256(content).hexdigest()
    if digest not in known:
        known[digest] = _state_of(url, content)
    return known[digest]


def refuse_unscanned(content: bytes) -> None:
    """NotEvidenceError where the scanner finds something or, whatever is set, does not answer.

    For what nobody has to send by a certain hour: nothing of it ever waits for a scan.
    """
    url: str | None = current_app.config["TRACKER"].clamav_url
    if url is None:
        return
    try:
        _refuse_malware(url, content)
    except ScannerDownError as error:
        raise NotEvidenceError(SCANNER_DOWN) from error


def _state_of(url: str, content: bytes) -> ScanState:
    try:
        _refuse_malware(url, content)
    except ScannerDownError as error:
        if ward_settings().when_scanner_is_down == WhenScannerIsDown.KEEP:
            return ScanState.WAITING
        raise NotEvidenceError(SCANNER_DOWN) from error
    return ScanState.CLEAN


def _refuse_malware(url: str, content: bytes) -> None:
    found = name_of_malware(url, content)
    if found is not None:
        raise NotEvidenceError(f"có mã độc ({found}): hãy xóa tệp, quét lại máy và báo quản trị")


def _ask(url: str, command: bytes, content: bytes | None = None) -> str:
    try:
        with _connected(url) as connection:
            connection.sendall(command)
            if content is not None:
                for start in range(0, len(content), _PIECE):
                    piece = content[start : start + _PIECE]
                    connection.sendall(struct.pack("!I", len(piece)) + piece)
                connection.sendall(struct.pack("!I", 0))
            answer = b""
            while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
                received = connection.recv(_LONGEST_ANSWER)
                if not received:
                    break
                answer += received
    except OSError as error:
        raise ScannerDownError(str(error)) from error
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _connected(url: str) -> socket.socket:
    parts = urlsplit(url)
    if parts.scheme == "unix":
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            connection.settimeout(SECONDS)
            connection.connect(unquote(parts.path))
        except OSError:
            connection.close()
            raise
        return connection
    return socket.create_connection((parts.hostname or "", parts.port or 3310), timeout=SECONDS)
