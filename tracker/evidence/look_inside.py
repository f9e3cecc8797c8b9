"""One word about a PDF or a picture, said by a process of its own.

Run by its path, not as a module: nothing of the tracker is loaded, so that a look is quick.
`python -P look_inside.py MEDIA-TYPE PILLOW-FORMAT < file`; any error is an exit status.
"""

from __future__ import annotations

import io
import sys
import warnings
from typing import Any

PDF = "application/pdf"
FINE = "fine"
MAX_MEMORY = 512 * 1024 * 1024
MOST_PIXELS = 250_000_000
MOST_PDF_OBJECTS = 400_000

_ACTIONS = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/RichMediaExecute"}
_SCRIPTED = {"/JS", "/XFA"}
_FILES = {"/EmbeddedFiles", "/EF", "/RichMediaContent"}


def main() -> None:
    """Read the file, say the word."""
    limit_memory()
    media_type, picture_format = sys.argv[1:]
    content = sys.stdin.buffer.read()
    is_pdf = media_type == PDF
    found = found_in_pdf(content) if is_pdf else found_in_picture(content, picture_format)
    sys.stdout.write(found)


def limit_memory() -> None:
    """A hostile file costs this process, and no more of the machine than this."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_DATA, (MAX_MEMORY, MAX_MEMORY))


def found_in_pdf(content: bytes) -> str:
    """Whether the PDF opens without a password, runs nothing and carries no other files."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            if len(document.pages) == 0:
                return "broken"
            if len(document.objects) > MOST_PDF_OBJECTS:
                return "hard"
            for thing in document.objects:
                word = _found_in_object(thing, pikepdf)
                if word:
                    return word
    except pikepdf.PasswordError:
        return "password"
    except MemoryError:
        return "hard"
    except (pikepdf.PdfError, ValueError, RuntimeError, RecursionError, TypeError):
        return "broken"
    return FINE


def _found_in_object(thing: Any, pikepdf: Any) -> str | None:
    """Looks into the direct parts too: an action may stand in a page's or a field's own words."""
    waiting, looked_at = [thing], 0
    while waiting and looked_at < MOST_PDF_OBJECTS:
        part = waiting.pop()
        looked_at += 1
        if isinstance(part, pikepdf.Stream):
            part = part.stream_dict
        if isinstance(part, pikepdf.Dictionary):
            keys = set(part.keys())
            if keys & _SCRIPTED or str(part.get("/S", "")) in _ACTIONS:
                return "script"
            if keys & _FILES or str(part.get("/Type", "")) == "/EmbeddedFile":
                return "files"
            inner = part.values()
        elif isinstance(part, pikepdf.Array):
            inner = part
        else:
            continue
        waiting += [
            each
            for each in inner
            if isinstance(each, pikepdf.Dictionary | pikepdf.Array | pikepdf.Stream)
            and not each.is_indirect
        ]
    return None


def found_in_picture(content: bytes, picture_format: str) -> str:
    """Whether the picture has pixels that can be read, and not more than a screen can use."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None
    warnings.simplefilter("ignore")
    try:
        with Image.open(io.BytesIO(content), formats=[picture_format]) as picture:
            width, height = picture.size
            if width * height > MOST_PIXELS:
                return "pixels"
            # A photograph is read at an eighth of its size: enough to know that it is whole.
            picture.draft("RGB", (max(1, width // 8), max(1, height // 8)))
            picture.load()
    except MemoryError:
        return "pixels"
    # Whatever breaks the reader is no picture that anybody could look at.
    except Exception:
        return "broken"
    return FINE


if __name__ == "__main__":
    main()
