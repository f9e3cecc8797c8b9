"""One page of a PDF as a picture, drawn in a process of its own.

A hostile file costs that process, nothing else: it has little memory (where the system can limit
it) and little time.
"""

from __future__ import annotations

import subprocess
import sys

SECONDS = 20.0
DOTS_PER_INCH = 110
# A page larger than this is drawn smaller: A3 at the resolution above.
LARGEST_SIDE = 1_900
MAX_MEMORY = 512 * 1024 * 1024


class NoPictureError(Exception):
    """The file has no such page, or the page cannot be drawn."""


def page_picture(data: bytes, number: int) -> bytes:
    """The page (counted from 1) as PNG; NoPictureError when there is none."""
    try:
        drawn = subprocess.run(  # noqa: S603 - our own module, one number
            [sys.executable, "-m", __name__, str(number)],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise NoPictureError from error
    if drawn.returncode != 0 or not drawn.stdout:
        raise NoPictureError
    return drawn.stdout


def main() -> None:
    """`python -m … NUMBER < file.pdf > page.png`; any error is an exit status."""
    import pypdfium2

    _limit_memory()
    document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    page = document[int(sys.argv[1]) - 1]
    scale = min(DOTS_PER_INCH / 72, LARGEST_SIDE / max(*page.get_size(), 1))
    picture = page.render(scale=scale).to_pil()
    picture.convert("P", colors=32).save(sys.stdout.buffer, "PNG", optimize=True)


def _limit_memory() -> None:
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_DATA, (MAX_MEMORY, MAX_MEMORY))


if __name__ == "__main__":
    main()
