"""One word about a PDF or a picture, or about the PDFs in an archive, said by a process of its own.

Run by its path, not as a module: nothing of the tracker is loaded, so that a look is quick.
`python -P look_inside.py MEDIA-TYPE PILLOW-FORMAT < file`; any error is an exit status. Behind the
word and a tab stands what it is about: the file in the archive, or why nothing can be looked into.
"""

from __future__ import annotations

import io
import sys
import warnings
import zipfile
from collections.abc import Iterator
from importlib import import_module
from typing import Any

PDF, ZIP, SELF_CHECK = "application/pdf", "application/zip", "self-check"
FINE, UNABLE = "fine", "unable"
MEGABYTE = 1024 * 1024
MAX_MEMORY = 512 * MEGABYTE
MOST_PIXELS = 250_000_000
MOST_PDF_OBJECTS = 400_000
LARGEST_INSIDE = 64 * MEGABYTE
DEEPEST = 2
# Readers look for the start of a PDF so far into the file.
LOOKED_AT = 1024

_ACTIONS = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/RichMediaExecute"}
_SCRIPTED = {"/JS", "/XFA"}
_FILES = {"/EmbeddedFiles", "/EF", "/RichMediaContent"}


def main() -> None:
    """Read the file, say the word."""
    limit_memory()
    media_type, picture_format = sys.argv[1:]
    found = found_in(sys.stdin.buffer.read(), media_type, picture_format)
    sys.stdout.buffer.write(found.encode("utf-8", "replace"))


def limit_memory() -> None:
    """A hostile file costs this process, and no more of the machine than this."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_DATA, (MAX_MEMORY, MAX_MEMORY))


def found_in(content: bytes, media_type: str, picture_format: str) -> str:
    """The word; a reader that is missing or broken is told apart from a file that is."""
    readers = ["pikepdf", "PIL.Image"] if media_type == SELF_CHECK else []
    try:
        for reader in readers or ["PIL.Image" if picture_format else "pikepdf"]:
            import_module(reader)
    # Whatever a half-installed library raises; nothing of the file has been looked at yet.
    except Exception as error:
        return f"{UNABLE}\t{type(error).__name__}: {error}"
    if media_type == SELF_CHECK:
        return found_in_own_files()
    if media_type == PDF:
        return found_in_pdf(content)
    if media_type == ZIP:
        return found_in_archive(content)
    return found_in_picture(content, picture_format)


def found_in_own_files() -> str:
    """Whether a PDF and a picture made here can be read again."""
    import pikepdf
    from PIL import Image

    pdf, picture = io.BytesIO(), io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(90, 120))
        document.save(pdf)
    Image.new("RGB", (9, 9)).save(picture, "JPEG")
    found = {found_in_pdf(pdf.getvalue()), found_in_picture(picture.getvalue(), "JPEG")}
    return FINE if found == {FINE} else f"{UNABLE}\t{', '.join(sorted(found))}"


def found_in_archive(content: bytes) -> str:
    """What is wrong with the first PDF in the archive that nobody should open, and its name."""
    for name, inside in _pdfs_in(content, depth=1):
        found = found_in_pdf(inside) if inside is not None else "hard"
        if found != FINE:
            return f"{found}\t{name}"
    return FINE


def _pdfs_in(content: bytes, *, depth: int) -> Iterator[tuple[str, bytes | None]]:
    """Each PDF with its name; None for the content of one that is too large to be looked into."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for part in archive.infolist():
            with archive.open(part) as opened:
                start = opened.read(LOOKED_AT)
            if is_pdf(part.filename, start):
                small = part.file_size <= LARGEST_INSIDE
                yield part.filename, archive.read(part) if small else None
            elif start.startswith(b"PK\x03\x04") and depth < DEEPEST:
                yield from _pdfs_in(archive.read(part), depth=depth + 1)


def is_pdf(name: str, start: bytes) -> bool:
    """Whether a reader would open the file as a PDF: some take one that begins later."""
    is_called_so = name.casefold().endswith(".pdf") and b"%PDF-" in start[:LOOKED_AT]
    return is_called_so or start.startswith(b"%PDF-")


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
