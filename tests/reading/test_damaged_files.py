"""Two thousand damaged files: each ends in a reading or in one sentence, none in a crash or hang.

The damage is the same in every run. To do other and more: DAMAGED_ROUNDS=50 pytest <this file>
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from random import Random
from types import FrameType

import pytest

from tests.reading.damages import BYTES, PACKAGE, Damage
from tests.reading.documents import PLAN, plan_as_docx, plan_as_rows, plan_as_text, plan_as_xlsx
from tests.reading.markup_documents import plan_as_html, plan_as_markdown
from tests.reading.ods_documents import plan_as_ods
from tests.reading.pdf_documents import plan_as_pdf
from tracker.reading.document import read_document
from tracker.reading.result import UnreadableDocumentError

SECONDS = 5
ROUNDS = range(int(os.environ.get("DAMAGED_ROUNDS", "10")))
PER_ROUND = {
    "docx": 35,
    "xlsx": 35,
    "ods": 30,
    "xls": 20,
    "html": 25,
    "csv": 20,
    "txt": 15,
    "md": 19,
    # Each in a process of its own; `test_bad_pdfs.py` damages others.
    "pdf": 1,
}
PACKAGES = ("docx", "xlsx", "ods")
XLS = Path(__file__).parent / "files" / "ke-hoach-mau.xls"


class TooSlow(BaseException):
    """A file took more work than a person would wait for; no reader may catch it as its own."""


@cache
def sample(kind: str) -> bytes:
    samples: dict[str, Callable[[], bytes]] = {
        "docx": plan_as_docx,
        "xlsx": plan_as_xlsx,
        "ods": plan_as_ods,
        "xls": XLS.read_bytes,
        "html": lambda: plan_as_html().encode(),
        "csv": lambda: plan_as_rows(PLAN, ";").encode(),
        "txt": lambda: plan_as_text().encode(),
        "md": lambda: plan_as_markdown().encode(),
        "pdf": plan_as_pdf,
    }
    return samples[kind]()


def damages_of(kind: str) -> tuple[Damage, ...]:
    return PACKAGE if kind in PACKAGES else BYTES


@contextmanager
def at_most(seconds: int) -> Iterator[None]:
    """Of the processor: how long others keep a busy machine says nothing of the file."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def outcome(data: bytes, name: str) -> str:
    """What is wrong with how the reading ended; empty when nothing is."""
    try:
        with at_most(SECONDS):
            document = read_document(data, name)
    except UnreadableDocumentError as error:
        return "" if is_sentence(str(error)) else f"no sentence: {error}"
    except (Exception, TooSlow) as error:
        return repr(error)
    balanced = document.rows_in_file == len(document.rows) + len(document.unread)
    return "" if balanced else "rows went missing"


def is_sentence(words: str) -> bool:
    """Vietnamese, whole, and more than a single word."""
    return words.endswith(".") and words[0].isupper() and not words.isascii() and " " in words


@pytest.mark.parametrize("kind", PER_ROUND)
@pytest.mark.parametrize("round_number", ROUNDS)
def test_every_damaged_file_is_answered(kind: str, round_number: int) -> None:
    failures = []
    for number in range(PER_ROUND[kind]):
        chance = Random(f"{kind} {round_number} {number}")  # noqa: S311
        damage = chance.choice(damages_of(kind))
        wrong = outcome(damage(sample(kind), chance), f"ke-hoach.{kind}")
        if wrong:
            failures.append((number, damage.__name__, wrong))

    assert failures == []


def test_two_thousand_files_are_tried() -> None:
    assert len(ROUNDS) * sum(PER_ROUND.values()) >= 2000
