"""Ways files are damaged: on disks, in transfers, by other programs, and by people who mean it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from random import Random

Damage = Callable[[bytes, Random], bytes]
_NUMBERS = (b"0", b"-1", b"65536", b"2147483648", b"99999999999999999999", b"1e400", b"NaN")
_GARBAGE = (
    b"\0",
    b"\xff\xfe",
    b"\x1a",
    b"PK\x03\x04",
    b"]]>",
    b"<!--",
    b"&#0;",
    b"&lol;",
    b"\xf0\x9f",
)
_DEPTH = 3_000


def flip_bytes(data: bytes, chance: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 4, 30))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def truncate(data: bytes, chance: Random) -> bytes:
    start = chance.choice((0, 0, chance.randrange(len(data))))
    return data[start : start + chance.randrange(len(data))]


def repeat_a_piece(data: bytes, chance: Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + data[at : at + chance.choice((9, 400))] * chance.choice((2, 60)) + data[at:]


def insert_garbage(data: bytes, chance: Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + chance.choice(_GARBAGE) * chance.choice((1, 3, 500)) + data[at:]


def huge_number(data: bytes, chance: Random) -> bytes:
    """One number in the words or in the markup becomes one that nothing can hold."""
    places = [at for at, byte in enumerate(data) if 0x30 <= byte <= 0x39]
    if not places:
        return insert_garbage(data, chance)
    at = chance.choice(places)
    end = at
    while end < len(data) and 0x30 <= data[end] <= 0x39:
        end += 1
    return data[:at] + chance.choice(_NUMBERS) + data[end:]


def nest_deeply(data: bytes, chance: Random) -> bytes:
    """One tag of the markup, or one bracket of the words, opened thousands of times."""
    at = data.find(b">", chance.randrange(len(data))) + 1
    start = data.rfind(b"<", 0, at)
    tag = data[start:at] if at and start >= 0 and data[start + 1 : start + 2].isalpha() else b"("
    return data[:at] + tag.replace(b"/>", b">") * _DEPTH + data[at:]


def swap_pieces(data: bytes, chance: Random) -> bytes:
    first, second, third = sorted(chance.randrange(len(data)) for _ in range(3))
    return data[:first] + data[second:third] + data[first:second] + data[third:]


BYTES: tuple[Damage, ...] = (
    flip_bytes,
    truncate,
    repeat_a_piece,
    insert_garbage,
    huge_number,
    nest_deeply,
    swap_pieces,
)


def remove_a_part(data: bytes, chance: Random) -> bytes:
    parts = _parts(data)
    del parts[chance.choice(sorted(parts))]
    return _package(parts)


def swap_two_parts(data: bytes, chance: Random) -> bytes:
    parts = _parts(data)
    one, two = (chance.choice(sorted(parts)) for _ in range(2))
    parts[one], parts[two] = parts[two], parts[one]
    return _package(parts)


def damage_a_part(data: bytes, chance: Random) -> bytes:
    """The package stays whole; what one of its parts says is damaged."""
    parts = _parts(data)
    name = chance.choice([name for name in sorted(parts) if len(parts[name]) > 1])
    parts[name] = chance.choice(BYTES)(parts[name], chance)
    return _package(parts)


PACKAGE: tuple[Damage, ...] = (*BYTES, remove_a_part, swap_two_parts, *[damage_a_part] * 6)


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _package(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()
