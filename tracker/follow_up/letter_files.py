"""A sent letter as a file, made from its stored words: the same today and in ten years."""

from __future__ import annotations

from tracker.core.text_vn import fold
from tracker.exports.letter import Letter, LetterWithList
from tracker.exports.service import MEDIA_TYPES, ExportedFile, FileFormat
from tracker.follow_up.letter_text import with_list
from tracker.follow_up.models import UrgingLetter


def file_of(letter: UrgingLetter, file_format: str) -> ExportedFile:
    """The letter with its list, as PDF or DOCX."""
    wanted = FileFormat(file_format)
    rows = [item.cells for item in letter.items]
    paper = with_list(Letter.from_stored(letter.printed), rows, as_of=letter.sent_at)
    unit = "-".join(
        "".join(sign if sign.isalnum() else " " for sign in fold(letter.unit.name)).split()
    )
    return ExportedFile(
        name=f"cong-van-{letter.number}-{unit}.{wanted}",
        media_type=MEDIA_TYPES[wanted],
        data=_rendered(paper, wanted),
    )


def _rendered(paper: LetterWithList, wanted: FileFormat) -> bytes:
    """Each library is loaded only when its format is asked for."""
    if wanted is FileFormat.PDF:
        from tracker.exports.pdf import render_letter_pdf

        return render_letter_pdf(paper)
    from tracker.exports.letter_docx import render_letter_docx

    return render_letter_docx(paper)
