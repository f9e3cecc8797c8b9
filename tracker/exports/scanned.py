"""Squares to scan (QR codes) as shapes and pictures, for every file format."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from segno import QRCode

# The free edge that readers need, in modules.
_EDGE = 2
DOTS_PER_MODULE = 4


@dataclass(frozen=True, slots=True)
class Square:
    """A QR code as one path in a square of `side` modules, its free edge counted."""

    side: int
    path: str

    @property
    def svg(self) -> str:
        """The code as a picture of its own."""
        box = f"0 0 {self.side} {self.side}"
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}"><path d="{self.path}"/></svg>'
        )


@lru_cache(maxsize=4096)
def square_of(address: str) -> Square:
    """The code that leads to the address, drawn row by row in runs of dark modules."""
    rows = [bytes(row) for row in _code_of(address).matrix]
    runs = (
        f"M{start + _EDGE} {line + _EDGE}h{length}v1h-{length}z"
        for line, row in enumerate(rows)
        for start, length in _dark_runs(row)
    )
    return Square(len(rows) + 2 * _EDGE, "".join(runs))


@lru_cache(maxsize=4096)
def picture_of(address: str) -> bytes:
    """The code as a PNG in black and white, for files of office programs."""
    written = BytesIO()
    _code_of(address).save(written, kind="png", scale=DOTS_PER_MODULE, border=_EDGE)
    return written.getvalue()


def _code_of(address: str) -> QRCode:
    import segno

    return segno.make_qr(address, error="m")


def _dark_runs(row: bytes) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for place, dark in enumerate(row):
        if not dark:
            continue
        if runs and sum(runs[-1]) == place:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((place, 1))
    return runs
