"""Small real files that the units of Phường Mẫu send in: PDF, Word, a picture."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from io import BytesIO
from typing import Literal

import typst

from tracker.core.paths import static_folder
from tracker.core.text_vn import fold
from tracker.evidence.inspecting import vouch_for
from tracker.evidence.rules import OfficialDocument, UploadedFile

# What users wrote reaches typst as data only.
_LETTER = """
#let paper = json(bytes(sys.inputs.paper))
#set page(width: 148mm, height: 105mm, margin: 14mm)
#set text(font: "Tinos", size: 10pt, lang: "vi")
#set document(title: paper.title)
#grid(
  columns: (1fr, 1fr),
  align: center,
  [UBND PHƯỜNG MẪU \\ *#upper(paper.unit)*],
  [*CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM* \\ *Độc lập - Tự do - Hạnh phúc*],
)
#v(5mm)
#align(center, text(size: 12pt, weight: "bold", upper(paper.title)))
#v(3mm)
#for line in paper.lines [#par(justify: true, line)]
#align(right, [_Phường Mẫu, ngày #paper.day _])
"""
PICTURE_DOTS_PER_INCH = 96


@dataclass(frozen=True, slots=True)
class Paper:
    """What a paper says."""

    title: str
    unit: str
    day: date
    task: str

    @property
    def lines(self) -> list[str]:
        """Its two sentences."""
        return [
            f"Thực hiện nhiệm vụ: {self.task}.",
            "Đơn vị đã hoàn thành phần việc được giao. Văn bản này chỉ để dùng thử, "
            "không có giá trị pháp lý.",
        ]

    def file_name(self, ending: str) -> str:
        """A name as offices give it: "bao-cao-thang-18-09-2026.pdf"."""
        words = [word.strip(",;:.") for word in fold(self.title).split()]
        return f"{'-'.join(words)}-{self.day:%d-%m-%Y}.{ending}"


def as_pdf(paper: Paper) -> UploadedFile:
    """The paper as PDF."""
    return _made(paper.file_name("pdf"), _compiled(paper, "pdf"), "application/pdf")


def as_picture(paper: Paper) -> UploadedFile:
    """The paper as if photographed."""
    return _made(paper.file_name("png"), _compiled(paper, "png"), "image/png")


def _made(name: str, content: bytes, media_type: str) -> UploadedFile:
    vouch_for(content, media_type)
    return UploadedFile(name, content)


def as_word(paper: Paper) -> UploadedFile:
    """The paper as DOCX."""
    from docx import Document

    document = Document(BytesIO(_empty_document()))
    document.add_paragraph(f"UBND PHƯỜNG MẪU\n{paper.unit.upper()}")
    document.add_heading(paper.title, level=1)
    for line in paper.lines:
        document.add_paragraph(line)
    target = BytesIO()
    document.save(target)
    return UploadedFile(paper.file_name("docx"), target.getvalue())


@cache
def _empty_document() -> bytes:
    """Without the library's styles of tables and their doubles: two sentences need few."""
    from docx import Document
    from docx.enum.style import WD_STYLE_TYPE

    document = Document()
    for relation in list(document.part.rels.values()):
        if relation.reltype.endswith("/stylesWithEffects"):
            document.part.drop_rel(relation.rId)
    for style in list(document.styles):
        if style.type is WD_STYLE_TYPE.TABLE and style.name != "Normal Table":
            style.delete()
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def as_official_document(paper: Paper, *, number: int, code: str) -> OfficialDocument:
    """The paper cited as an official document of its unit."""
    return OfficialDocument(
        number=f"{number}/BC-{code}",
        issued_on=paper.day,
        issuer=paper.unit,
        summary=f"V/v gửi {paper.title[:1].lower()}{paper.title[1:]}",
    )


def _compiled(paper: Paper, file_format: Literal["pdf", "png"]) -> bytes:
    values = {
        "title": paper.title,
        "unit": paper.unit,
        "day": f"{paper.day:%d/%m/%Y}",
        "lines": paper.lines,
    }
    compiled = typst.compile(
        _LETTER.encode(),
        font_paths=_fonts(),
        format=file_format,
        ppi=PICTURE_DOTS_PER_INCH,
        sys_inputs={"paper": json.dumps(values, ensure_ascii=False)},
    )
    if not isinstance(compiled, bytes):
        raise TypeError("a paper has one page only")
    return compiled


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[static_folder() / "fonts" / "tinos"])
