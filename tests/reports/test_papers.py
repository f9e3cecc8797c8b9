"""Golden tests: what each report says of one and the same month, in Word and in PDF.

`golden/<kind>.txt` is what a person has read and found right; a change there wants reading again.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.personas import Browser, Ward
from tests.reports.conftest import made_by
from tests.reports.papers import docx_words, pdf_words
from tracker.reports.rules import ReportKind

GOLDEN = Path(__file__).parent / "golden"
TRAP = '=HYPERLINK("http://x") <b>&amp; #panic() $x$ \x00\x1b\u202e'


def letters(text: str) -> Counter[str]:
    """Every letter and number, wherever lines and cells were broken."""
    return Counter(re.sub(r"[^\w%]", "", text))


@pytest.mark.usefixtures("july")
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("kind", ReportKind)
def test_each_report_says_what_a_person_found_right(
    ward: Ward, browser: Browser, kind: ReportKind
) -> None:
    office = browser.as_(ward.office)
    report = made_by(office, kind)
    word, pdf = (office.get(f"/reports/{report.id}/{form}").data for form in ("docx", "pdf"))
    assert docx_words(word) == (GOLDEN / f"{kind}.txt").read_text("utf-8")
    printed = pdf_words(pdf)
    foot = f"Số liệu đến 23:59 ngày 31/07/2026 · Mã kiểm tra {printed[-9:]}"
    assert printed.endswith(foot)
    body = re.sub(r" \d+ (?=[^\d])", " ", printed)
    assert not letters(docx_words(word)) - letters(body) - letters(printed)
    again = [office.get(f"/reports/{report.id}/{form}").data for form in ("docx", "pdf")]
    assert [word, pdf] == again


@pytest.mark.usefixtures("july")
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_anybody_typed_is_printed_as_words(ward: Ward, browser: Browser) -> None:
    """Formulas, markup, control characters, a cell of 5,000 letters, thirty units."""
    office = browser.as_(ward.office)
    report = made_by(office, "overdue")
    units = "; ".join(f"Tổ dân phố số {number}" for number in range(1, 31))
    long = " ".join(f"chữ{number}" for number in range(700))
    stored = report.content
    table = next(part["table"] for part in stored["parts"] if part["key"] == "overdue")
    table["rows"][1][2][1:5] = [f"{TRAP} {units}", "05/08/2026", "9" * 40, long]
    report.content = {**stored, "subject": TRAP}
    report.words = {"measures": f"{TRAP}\n\n{'x' * 5000}"}
    from tracker.core.db import db

    db.session.commit()
    word = docx_words(office.get(f"/reports/{report.id}/docx").data)
    pdf = pdf_words(office.get(f"/reports/{report.id}/pdf").data)
    shown = '=HYPERLINK("http://x") <b>&amp; #panic() $x$'
    for words in (word, pdf):
        assert words.count("#panic()") == 3
        assert "\x1b" not in words
        assert words.count("phố") == 30
        assert re.findall(r"chữ\d+", words) == long.split()
        assert re.sub(r"\s", "", words).count("x" * 5000) == 1
    assert shown in word
