"""The journal's seals, noted outside of the database: without them nobody would see its end cut
off, nor a chain that somebody with the database in hand has written anew.

A text file in each of the installation's folders (data, backups, the second place for these): a
line for each seal, with its moment. It is only ever added to. A backup that is put back takes the
journal back to an earlier state: a line of its own says so, and seals of later entries noted before
that line are no longer asked for.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from pathlib import Path

from flask import current_app

from tracker.audit.sealing import journal_head
from tracker.config import Config
from tracker.core import clock

log = logging.getLogger(__name__)

FILE_NAME = "dau-niem-nhat-ky.txt"
_PUT_BACK = "khôi-phục"


def keep_seal(*, is_put_back: bool = False) -> None:
    """Note the journal's last seal in each folder where it is not the last one noted.

    Where a folder cannot be written the others still are.
    """
    head = journal_head()
    for folder in _folders():
        try:
            _note(folder / FILE_NAME, head, is_put_back=is_put_back)
        except OSError as error:
            log.warning("the journal's seal was not noted in %s: %s", folder, error.strerror)


def kept_seals() -> list[str]:
    """Every seal that the journal must still hold, as "NUMBER:SEAL"."""
    found: dict[str, None] = {}
    for folder in _folders():
        found |= dict.fromkeys(_valid(_lines_of(folder / FILE_NAME)))
    return list(found)


def _folders() -> list[Path]:
    """Those that are there: a second place may be a disk that is not plugged in."""
    config: Config = current_app.config["TRACKER"]
    wanted = (config.data_dir, config.backup_dir, config.backup_copy_dir)
    return [folder for folder in wanted if folder is not None and folder.is_dir()]


def _note(file: Path, head: str, *, is_put_back: bool) -> None:
    lines = _lines_of(file)
    last = lines[-1].split() if lines else []
    if head.startswith("0:") or (head in last and not is_put_back):
        return
    words = [clock.in_vietnam(clock.now()).isoformat(timespec="seconds"), head]
    if is_put_back:
        words.append(_PUT_BACK)
    with file.open("a", encoding="utf-8") as opened:
        opened.write(" ".join(words) + "\n")


def _lines_of(file: Path) -> list[str]:
    try:
        return file.read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return []


def _valid(lines: Iterable[str]) -> list[str]:
    heads: list[str] = []
    for line in lines:
        _moment, _, rest = line.partition(" ")
        head, _, mark = rest.partition(" ")
        if mark == _PUT_BACK:
            heads = [kept for kept in heads if _number(kept) <= _number(head)]
        if _number(head):
            heads.append(head)
    return heads


def _number(head: str) -> int:
    number = head.partition(":")[0]
    return int(number) if number.isascii() and number.isdigit() else 0
