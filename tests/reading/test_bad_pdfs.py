"""A PDF that cannot or must not be read is refused in one sentence, in bounded time and memory."""

from __future__ import annotations

import random
import zlib
from pathlib import Path

import pytest

from tests.reading.documents import PLAN, long_plan
from tests.reading.pdf_documents import Drawing, bare_pdf, plan_as_pdf
from tests.reading.peak_memory import refused_with_peak
from tracker.reading.document import read_document
from tracker.reading.readers.pdf import read_pdf
from tracker.reading.readers.pdf_process import take_pages
from tracker.reading.result import UnreadableDocumentError

MEGABYTE = 1024 * 1024
PASSWORD = (
    "/Encrypt <</Filter /Standard /V 1 /R 2 /P -4 "
    f"/O <{'28' * 32}> /U <{'17' * 32}>>> /ID [<00> <00>]"
)


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableDocumentError) as caught:
        read_document(data, "ke-hoach.pdf")
    return str(caught.value)


def _forms(depth: int) -> str:
    """Ten forms each drawing the next one ten times: kilobytes that take years."""
    written = ""
    for number in range(depth):
        draws = f"/X{number + 1} Do " * 10 if number + 1 < depth else "0 0 m 9 9 l S "
        written += (
            f"{10 + number} 0 obj <</Type /XObject /Subtype /Form /BBox [0 0 9 9] "
            f"/Resources <</XObject <</X{number + 1} {11 + number} 0 R>>>> /Length {len(draws)}>> "
            f"stream\n{draws}\nendstream endobj\n"
        )
    return written


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7\n", "bị hỏng"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 40, "bị hỏng"),
        (bare_pdf(b"", trailer=PASSWORD), "mật khẩu"),
        (bare_pdf(b"0 0 m 9 9 l S"), "bản quét"),
    ],
    ids=["head-only", "noise", "password", "scan"],
)
def test_each_bad_file_gets_its_sentence(data: bytes, words: str) -> None:
    sentence = refusal(data)

    assert words in sentence
    assert sentence.endswith(".")


def test_half_a_file() -> None:
    data = plan_as_pdf()

    assert refusal(data[: len(data) // 3]).endswith(".")


def test_text_without_a_task_table() -> None:
    drawing = Drawing()
    drawing.words(80, 80, "Kính gửi: Các phòng chuyên môn thuộc Ủy ban nhân dân phường Mẫu")

    assert "Không tìm thấy bảng nhiệm vụ" in refusal(drawing.as_pdf())


@pytest.mark.parametrize("size", [300, 1000], ids=["300-MB", "1-GB"])
def test_a_packed_bomb(size: int, tmp_path: Path) -> None:
    packed = _packed_zeros(size)
    data = bare_pdf(b"", packed=True).replace(
        b"/Length 8", b"/Length " + str(len(packed)).encode(), 1
    )
    head, _, tail = data.partition(b"stream\n")
    bomb = tmp_path / "ke-hoach.pdf"
    bomb.write_bytes(head + b"stream\n" + packed + tail[8:])

    sentence, peak = refused_with_peak(bomb)

    assert "quá nặng" in sentence
    assert peak < 500 * MEGABYTE


def _packed_zeros(megabytes: int) -> bytes:
    """Zeros and blanks as zlib packs them: after a full flush the same packs to the same."""
    plain = b"0 " * (MEGABYTE // 2)
    packer = zlib.compressobj(9)
    begin = packer.compress(plain) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(plain) + packer.flush(zlib.Z_FULL_FLUSH)
    end = zlib.compressobj(9, wbits=-15).flush()
    check = 1
    for _ in range(megabytes):
        check = zlib.adler32(plain, check)
    return begin + again * (megabytes - 1) + end + check.to_bytes(4, "big")


def test_forms_drawing_forms_are_ended() -> None:
    """Left to itself it would draw for years."""
    data = bare_pdf(b"/X0 Do", more=_forms(10))

    with pytest.raises(UnreadableDocumentError, match="quá nặng"):
        take_pages(data, max_pages=9, seconds_per_page=1.5)


def test_a_page_of_too_many_letters_is_named() -> None:
    letters = b"BT /F 9 Tf 20 20 Td " + b"(abcdefghij) Tj " * 4100 + b"ET"

    with pytest.raises(UnreadableDocumentError, match="quá nặng"):
        read_pdf(bare_pdf(letters))


def test_pages_beyond_the_cap_are_said() -> None:
    data = plan_as_pdf(long_plan(40), height=90)
    document = read_document(data, "ke-hoach.pdf", max_pages=4)

    assert "chỉ đọc 4 trang đầu" in document.findings[0].message
    assert {row.anchor.page for row in document.rows} == {2, 3, 4}


def test_progress_is_told_page_by_page() -> None:
    told: list[tuple[int, int]] = []
    read_document(
        plan_as_pdf(PLAN, height=90),
        "a.pdf",
        on_page=lambda done, total: told.append((done, total)),
    )

    total = told[0][1]
    assert total > 2
    assert told == [(done, total) for done in range(total + 1)]


def test_a_caller_may_stop_the_reading() -> None:
    def stop(done: int, _: int) -> None:
        if done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_document(plan_as_pdf(height=90), "a.pdf", on_page=stop)


@pytest.mark.parametrize("seed", range(5))
def test_damaged_files_end_in_a_reading_or_a_sentence(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    data = bytearray(plan_as_pdf())
    for _ in range(chance.choice((1, 5, 40))):
        at = chance.randrange(len(data))
        data[at : at + chance.choice((0, 1, 60))] = bytes([chance.randrange(256)])
    sentence, balanced = "", True
    try:
        document = read_document(bytes(data), "ke-hoach.pdf")
        balanced = document.rows_in_file == len(document.rows) + len(document.unread)
    except UnreadableDocumentError as error:
        sentence = str(error)

    assert balanced
    assert not sentence or sentence.endswith(".")
