"""A picture drawn anew for the page: upright, of a screen's size, with nothing but its pixels.

Place, device and time that a telephone writes into a photograph stay behind, as does whatever else
hides in the file. Run by its path, not as a module: `python -P draw_picture.py PILLOW-FORMAT <
picture > picture.webp`; any error is an exit status.
"""

from __future__ import annotations

import io
import sys

LARGEST_SIDE = 1_600
MOST_PIXELS = 250_000_000
MAX_MEMORY = 512 * 1024 * 1024


def main() -> None:
    """Read the picture, write the new one."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (MAX_MEMORY, MAX_MEMORY))
    sys.stdout.buffer.write(drawn_anew(sys.stdin.buffer.read(), sys.argv[1]))


def drawn_anew(content: bytes, picture_format: str) -> bytes:
    """The first picture in the file as WebP; ValueError when it has more pixels than is sane."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None
    with Image.open(io.BytesIO(content), formats=[picture_format]) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise ValueError("too many pixels")
        picture.draft("RGB", (LARGEST_SIDE, LARGEST_SIDE))
        picture.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
        upright = ImageOps.exif_transpose(picture)
        has_holes = "A" in upright.getbands() or "transparency" in upright.info
        pixels = upright.convert("RGBA" if has_holes else "RGB")
    bare = Image.new(pixels.mode, pixels.size)
    bare.paste(pixels)
    target = io.BytesIO()
    bare.save(target, "WEBP", quality=82, method=2)
    return target.getvalue()


if __name__ == "__main__":
    main()
