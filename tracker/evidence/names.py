"""The names files are kept and sent under: those of the person, made harmless."""

from __future__ import annotations

import unicodedata

from tracker.evidence.kinds import ENDINGS

LONGEST_FILE_NAME = 180
# Most file systems count bytes, and a Vietnamese letter may take three of them.
MOST_BYTES = 240
NAMELESS = "tep-khong-ten"
# Windows takes these for devices, whatever follows the first dot.
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", "clock$"]
    + [f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"]
)


def stored_name(file_name: str, media_type: str) -> str:
    """The name to keep: that of the person, with an ending that says what the file is.

    A program would otherwise be opened by its ending, whatever the content was taken for.
    """
    name = safe_name(file_name)
    endings = ENDINGS[media_type]
    if name.rpartition(".")[2].lower() in endings:
        return name
    return f"{_cut(name, len(endings[0]) + 1)}.{endings[0]}"


def renaming_words(file_name: str, media_type: str) -> str | None:
    """The sentence for the person whose file got another ending; None where its own was right."""
    kept = stored_name(file_name, media_type)
    if kept == safe_name(file_name):
        return None
    kind = ENDINGS[media_type][0].upper()
    return f"Tệp “{safe_name(file_name)}” thực ra là {kind} nên được lưu tên “{kept}”."


def safe_name(file_name: str) -> str:
    """The name as given, without folders and characters that no file system takes.

    Letters and marks are put together (NFC): a Mac sends them apart, and two names that look the
    same would not be.
    """
    base = unicodedata.normalize("NFC", file_name).replace("\\", "/").rsplit("/", 1)[-1]
    cleaned = "".join("_" if c in '<>:"|?*' or not c.isprintable() else c for c in base).strip(" .")
    if cleaned.partition(".")[0].strip().lower() in _DEVICES:
        cleaned = f"_{cleaned}"
    stem, dot, ending = cleaned.rpartition(".")
    if dot and len(ending) < 20:
        return f"{_cut(stem, len(ending.encode()) + 1)}.{ending}" if stem else ending
    return _cut(cleaned, 0) or NAMELESS


def _cut(name: str, room: int) -> str:
    """The beginning of a name that leaves so much room, in letters and in bytes."""
    kept = name[: LONGEST_FILE_NAME - room]
    while len(kept.encode()) > MOST_BYTES - room:
        kept = kept[:-1]
    return kept.rstrip(" .")
