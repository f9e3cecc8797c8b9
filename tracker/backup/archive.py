"""The file of a backup: a ZIP of a manifest, the tables as JSON lines, and the kept files.

Encrypted, it is a ZIP of two files in the age format (age-encryption.org/v1): a key sealed by the
passphrase, and the inner ZIP sealed by that key, so that it can be opened without the tracker too:
`age -d key.age > key && age -d -i key content.age > content.zip`.
"""

from __future__ import annotations

import errno
import json
import logging
import os
import shutil
import tempfile
import threading
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from tracker.backup.rules import Manifest, TableContent
from tracker.core.errors import ConfigurationError
from tracker.core.reasons import reason_words

MANIFEST = "manifest.json"
_KEY = "key.age"
_CONTENT = "content.age"
_FORMAT = 1
_CHUNK = 1024 * 1024
_SAMPLE = 64 * 1024

log = logging.getLogger(__name__)

OnStep = Callable[[int, int], None]
OnDamaged = Callable[[str], None]
OnMissing = Callable[[str], None]

NOT_A_BACKUP = "Tệp không phải bản sao lưu của hệ thống này, hoặc đã bị hỏng."
NEEDS_PASSPHRASE = "Bản sao lưu được mã hóa: hãy đặt TRACKER_BACKUP_PASSPHRASE rồi chạy lại."  # noqa: S105
WRONG_PASSPHRASE = "TRACKER_BACKUP_PASSPHRASE không đúng với bản sao lưu này."  # noqa: S105
NEWER = "Bản sao lưu của phiên bản mới hơn: hãy cài chương trình mới hơn rồi chạy lại."


def nobody_watches(_done: int, _total: int) -> None:
    """How far the work has come is shown to nobody."""


def note_damaged(digest: str) -> None:
    """A kept file is not what it was: the log says so, as does `tracker check`."""
    log.error("the kept file %s was altered", digest)


def note_missing(digest: str) -> None:
    """A file that some row speaks of is not there, or cannot be read: the log says so."""
    log.error("the kept file %s is missing or cannot be read", digest)


def write_archive(
    target: Path, fill: Callable[[zipfile.ZipFile], None], *, passphrase: str | None
) -> None:
    """Write what `fill` puts in. The file has its name only when it is whole."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(target.name + ".unfinished")
    # Of two in one second the later one must not write into the file of the first.
    with unfinished.open("xb"):
        _for_owner_only(unfinished)
    try:
        if target.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
        with unfinished.open("wb") as file:
            if passphrase is None:
                _write_plain(file, fill)
            else:
                _write_encrypted(file, fill, passphrase)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


@contextmanager
def open_archive(source: Path, *, passphrase: str | None) -> Iterator[zipfile.ZipFile]:
    """The archive to read from; ConfigurationError says why it cannot be opened.

    An encrypted one is laid open in a private temporary file for as long as it is read.
    """
    with ExitStack() as opened:
        try:
            outer = opened.enter_context(zipfile.ZipFile(source))
            if _CONTENT not in outer.namelist():
                archive = outer
            else:
                plain = opened.enter_context(tempfile.TemporaryFile())
                _decrypt(outer, plain, passphrase)
                archive = opened.enter_context(zipfile.ZipFile(plain))
        except (zipfile.BadZipFile, KeyError, EOFError) as error:
            raise ConfigurationError(f"“{source}”: {NOT_A_BACKUP}") from error
        except OSError as error:
            raise ConfigurationError(_not_opened(source, error)) from error
        yield archive


def looks_whole(source: Path) -> bool:
    """Whether the file ends as a backup does; what is in it is read when it is put back."""
    try:
        with zipfile.ZipFile(source) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError):
        return False
    return MANIFEST in names or {_KEY, _CONTENT} <= names


def is_same(one: Path, other: Path) -> bool:
    """Whether two archives are copies of one another: their ends hold the sums of all parts."""
    try:
        return one.stat().st_size == other.stat().st_size and _end_of(one) == _end_of(other)
    except OSError:
        return False


def _end_of(file: Path) -> bytes:
    with file.open("rb") as opened:
        opened.seek(max(0, file.stat().st_size - _SAMPLE))
        return opened.read()


def _not_opened(source: Path, error: OSError) -> str:
    """A file that is not there, or no room to lay an encrypted one open: neither is its fault."""
    if error.errno == errno.ENOSPC:
        return (
            f"“{source}”: không đủ chỗ trống ở “{tempfile.gettempdir()}” để mở bản mã hóa: hãy dọn "
            "ổ đĩa, hoặc đặt TMPDIR (Windows: TEMP) sang thư mục ở ổ còn trống rồi chạy lại."
        )
    return f"Không mở được “{source}”: {reason_words(error)}."


def add_file(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    """Put a kept file in, in the same bytes every time.

    Without the moment of writing, programs that keep equal parts once (restic, borg, ZFS) find
    last night's files again in tonight's archive. Photographs, PDFs and office files gain nothing
    from being compressed; trying takes ten times as long as copying.
    """
    entry = zipfile.ZipInfo(name)
    entry.external_attr = 0o600 << 16
    sample = content[:_SAMPLE]
    shrinks = len(zlib.compress(sample, 1)) < 0.9 * len(sample)
    kind = zipfile.ZIP_DEFLATED if shrinks else zipfile.ZIP_STORED
    archive.writestr(entry, content, compress_type=kind)


def write_manifest(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Last, as it counts what went before."""
    archive.writestr(MANIFEST, json.dumps({"format": _FORMAT, **asdict(manifest)}, indent=1))


def read_manifest(archive: zipfile.ZipFile) -> Manifest:
    """What the archive holds; KeyError when it is none of ours."""
    values: dict[str, Any] = json.loads(archive.read(MANIFEST))
    if values.pop("format") != _FORMAT:
        raise ConfigurationError(NEWER)
    tables = {name: TableContent(**content) for name, content in values.pop("tables").items()}
    return Manifest(tables=tables, **values)


def _write_plain(file: IO[bytes], fill: Callable[[zipfile.ZipFile], None]) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        fill(archive)


def _write_encrypted(
    file: IO[bytes], fill: Callable[[zipfile.ZipFile], None], passphrase: str
) -> None:
    """Nothing is ever laid down unencrypted: the inner ZIP runs through a pipe into the cipher."""
    import pyrage

    identity = pyrage.x25519.Identity.generate()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as outer:
        outer.writestr(_KEY, pyrage.passphrase.encrypt(f"{identity}\n".encode(), passphrase))
        with outer.open(_CONTENT, "w", force_zip64=True) as content, _pipe() as (reader, writer):
            cipher = _Thread(
                lambda: pyrage.encrypt_io(reader, content, [identity.to_public()]), reader
            )
            try:
                _write_plain(writer, fill)
            finally:
                writer.close()
                cipher.finish()


def _decrypt(outer: zipfile.ZipFile, plain: IO[bytes], passphrase: str | None) -> None:
    import pyrage

    if passphrase is None:
        raise ConfigurationError(NEEDS_PASSPHRASE)
    key = _open_key(outer.read(_KEY), passphrase)
    identity = pyrage.x25519.Identity.from_str(key.decode().strip())
    try:
        with outer.open(_CONTENT) as content:
            pyrage.decrypt_io(content, plain, [identity])
    except pyrage.DecryptError as error:
        raise ConfigurationError(NOT_A_BACKUP) from error
    plain.seek(0)


def _open_key(sealed: bytes, passphrase: str) -> bytes:
    """The same words typed on another system may be other bytes: “ậ” as one sign, or as three."""
    import pyrage

    forms = [passphrase, *(unicodedata.normalize(form, passphrase) for form in ("NFC", "NFD"))]
    for form in dict.fromkeys(forms):
        with suppress(pyrage.DecryptError):
            return bytes(pyrage.passphrase.decrypt(sealed, form))
    raise ConfigurationError(WRONG_PASSPHRASE)


def copy_to(source: Path, folder: Path) -> None:
    """A second copy elsewhere, under its name only when it is whole."""
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / (source.name + ".unfinished")
    try:
        with unfinished.open("wb") as file:
            _for_owner_only(unfinished)
            with source.open("rb") as original:
                shutil.copyfileobj(original, file, _CHUNK)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(folder / source.name)
    finally:
        unfinished.unlink(missing_ok=True)


def _for_owner_only(file: Path) -> None:
    """Whoever else uses this machine does not read the ward's work; some disks know no owners."""
    with suppress(OSError):
        file.chmod(0o600)


@contextmanager
def _pipe() -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    read_end, write_end = os.pipe()
    with os.fdopen(read_end, "rb") as reader, os.fdopen(write_end, "wb", _CHUNK) as writer:
        yield reader, writer


class _Thread(threading.Thread):
    """Work beside this one, whose error is not lost.

    When it fails the pipe is closed, so that whoever writes into it does not wait for ever.
    """

    def __init__(self, work: Callable[[], object], reader: IO[bytes]) -> None:
        super().__init__(daemon=True)
        self._work = work
        self._reader = reader
        self._error: BaseException | None = None
        self.start()

    def run(self) -> None:
        """Do the work."""
        try:
            self._work()
        except BaseException as error:
            self._error = error
            self._reader.close()

    def finish(self) -> None:
        """Wait for the end and raise what went wrong."""
        self.join()
        if self._error is not None:
            raise self._error
