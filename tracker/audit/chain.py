"""The chain that binds the journal's entries, and the checker of an exported journal.

Each entry is sealed by the SHA-256 of the seal before it and of its own content, so an entry that
was changed, removed, inserted or moved is found. Only Python's own library is used: this one file
goes with every export, and an inspector runs it anywhere, without the tracker:

    python kiem_tra_nhat_ky.py nhat-ky.jsonl
"""

from __future__ import annotations

import hashlib
import io
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

FIRST_SEAL = "0" * 64
# What a seal covers; the names stand in exported files for ever.
SEALED_FIELDS = (
    "number",
    "at",
    "action",
    "user_id",
    "user_name",
    "subject_type",
    "subject_id",
    "subject_name",
    "plan_id",
    "changes",
    "remote_address",
)


def seal(previous: str, entry: Mapping[str, Any]) -> str:
    """The seal (64 hexadecimal digits) of an entry that follows the one sealed `previous`.

    `entry` holds the SEALED_FIELDS as JSON values; `at` in UTC with microseconds (ISO 8601).
    """
    content = json.dumps(
        {name: entry[name] for name in SEALED_FIELDS},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(f"{previous}\n{content}".encode()).hexdigest()


def problems(entries: Iterable[Mapping[str, Any]], *, heads: Iterable[str] = ()) -> Iterator[str]:
    """What is wrong with the chain, each in one sentence; entries in order of their numbers.

    `heads` are earlier seals that somebody kept ("NUMBER:SEAL"): by them entries cut off the end
    are found too, and a chain that was written anew.
    """
    missing = {head for head in heads if head and not head.startswith("0:")}
    previous, number = FIRST_SEAL, 0
    for entry in entries:
        if entry["number"] != number + 1:
            yield _gap(number + 1, entry["number"])
        elif entry["seal"] != seal(previous, entry):
            yield f"Mục số {entry['number']} không khớp dấu niêm: nội dung đã bị sửa."
        previous, number = entry["seal"], entry["number"]
        missing.discard(f"{number}:{previous}")
    if missing:
        first = min(missing, key=_number_of)
        kept_number = first.partition(":")[0]
        yield f"Không còn mục số {kept_number} với dấu niêm đã giữ: nhật ký bị cắt hoặc viết lại."


def _number_of(head: str) -> int:
    number = head.partition(":")[0]
    return int(number) if number.isascii() and number.isdigit() else 0


def _gap(wanted: int, found: int) -> str:
    if found < wanted:
        return f"Mục số {found} xuất hiện hai lần hoặc sai thứ tự."
    if found == wanted + 1:
        return f"Thiếu mục số {wanted}."
    return f"Thiếu các mục từ số {wanted} đến số {found - 1}."


def _lines_of(path: str) -> Iterator[Mapping[str, Any]]:
    with open(path, encoding="utf-8") as file:  # noqa: PTH123 - one plain file for an inspector
        for line in file:
            if line.strip():
                yield json.loads(line)


def main(arguments: list[str]) -> int:
    """Check an exported journal; 0 when it is whole, 1 when not, 2 when it cannot be read."""
    if not arguments:
        sys.stderr.write("Cách dùng: python kiem_tra_nhat_ky.py nhat-ky.jsonl [SỐ:DẤU-NIÊM …]\n")
        return 2
    try:
        found = list(problems(_lines_of(arguments[0]), heads=arguments[1:]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        sys.stderr.write(f"Không đọc được “{arguments[0]}” ({error}).\n")
        return 2
    for sentence in found:
        sys.stdout.write(f"✗ {sentence}\n")
    if not found:
        sys.stdout.write("✓ Nhật ký nguyên vẹn: không mục nào bị sửa, bỏ hoặc chen vào.\n")
    return 1 if found else 0


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A Windows console may know no Vietnamese letters.
            stream.reconfigure(encoding="utf-8")
    sys.exit(main(sys.argv[1:]))
