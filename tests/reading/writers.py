"""One made-up plan in every format that is read, and the kinds of its rows."""

from __future__ import annotations

from collections.abc import Callable

from tests.reading.documents import Plan, plan_as_docx, plan_as_rows, plan_as_text, plan_as_xlsx
from tests.reading.markup_documents import plan_as_html, plan_as_markdown
from tests.reading.ods_documents import plan_as_ods
from tests.reading.pdf_documents import plan_as_pdf
from tests.reading.spaced_documents import plan_as_spaced
from tracker.reading.result import RowKind

Writer = Callable[[Plan], bytes]

WRITERS: dict[str, Writer] = {
    "docx": plan_as_docx,
    "xlsx": plan_as_xlsx,
    "xlsx-column-b": lambda plan: plan_as_xlsx(plan, first_column=1),
    "csv-semicolon": lambda plan: ("\ufeff" + plan_as_rows(plan, ";")).encode(),
    "csv-comma": lambda plan: plan_as_rows(plan, ",").encode(),
    "tabs": lambda plan: plan_as_rows(plan).encode(),
    "utf-16": lambda plan: plan_as_rows(plan).encode("utf-16"),
    "pdf": plan_as_pdf,
    "ods": plan_as_ods,
    "html": lambda plan: plan_as_html(plan).encode(),
    "markdown": lambda plan: plan_as_markdown(plan).encode(),
    "columns-top": lambda plan: plan_as_spaced(plan).encode(),
    "columns-centred": lambda plan: plan_as_spaced(plan, centred=True).encode(),
    "text-spaced": lambda plan: plan_as_text(plan).encode(),
    "text-tight": lambda plan: plan_as_text(plan, spaced=False).encode(),
}


KINDS = [
    RowKind.SECTION,
    RowKind.TASK,
    RowKind.TASK,
    RowKind.SECTION,
    RowKind.GROUP,
    RowKind.TASK,
    RowKind.TASK,
    RowKind.TASK,
    RowKind.TASK,
]
