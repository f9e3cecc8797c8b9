"""What the page shows of a picture is drawn anew; the original is only ever saved."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from tests.personas import Browser, Ward
from tests.progress.files import png
from tests.progress.reports import send_report
from tracker.evidence.draw_picture import LARGEST_SIDE, drawn_anew
from tracker.progress.models import Contribution

ORIENTATION, PLACE = 0x0112, 0x8825


def photograph() -> bytes:
    """Lying on its side, with the place where it was taken."""
    picture = Image.new("RGB", (60, 40), "red")
    exif = picture.getexif()
    exif[ORIENTATION] = 6
    exif.get_ifd(PLACE)[1] = "N"
    exif.get_ifd(PLACE)[2] = (10.0, 46.0, 12.0)
    target = io.BytesIO()
    picture.save(target, "JPEG", exif=exif, comment=b"secret words")
    return target.getvalue()


def test_place_and_device_stay_behind(ward: Ward, browser: Browser, owed: Contribution) -> None:
    taken = photograph()
    assert b"Exif" in taken
    unit = browser.as_(ward.culture_head)
    send_report(unit, owed, ("anh.jpg", taken), status="in_progress")
    (paper,) = owed.current_evidence
    shown = unit.get(f"/evidence/{paper.id}/preview")
    with Image.open(io.BytesIO(shown.data)) as picture:
        assert picture.size == (40, 60)
        assert dict(picture.getexif()) == {}
    assert b"secret" not in shown.data
    saved = unit.get(f"/evidence/{paper.id}")
    assert saved.data == taken
    assert saved.headers["Content-Disposition"].startswith("attachment")


def test_a_large_picture_is_shown_small() -> None:
    with Image.open(io.BytesIO(drawn_anew(png(4000, 2000), "PNG"))) as picture:
        assert picture.size == (LARGEST_SIDE, LARGEST_SIDE // 2)


def test_a_picture_of_too_many_pixels_is_not_drawn() -> None:
    with pytest.raises(ValueError, match="too many pixels"):
        drawn_anew(png(60_000, 5_000, rows=1), "PNG")
