"""People at work through several web processes: they read, report, attach files, open them again.

Whoever finds a process gone goes on at another, as behind a proxy, and sends the same form again.
"""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from io import BytesIO
from itertools import count
from typing import Any

from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import stream_encode_multipart

from tests.load.client import hidden_fields
from tests.progress.files import PDF, office, png
from tests.robustness.killing import Person, Server

_EVIDENCE = re.compile(r'href="/evidence/(\d+)"')
_PAGES = ("/", "/plans", "/search?q=to+dan+pho")


@dataclass
class Done:
    """What the servers acknowledged, and whatever they should not have answered."""

    words: set[str] = field(default_factory=set)
    files: dict[str, str] = field(default_factory=dict)
    opened: dict[int, set[str]] = field(default_factory=dict)
    answers: int = 0
    broken_off: int = 0
    wrong: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


@dataclass
class Officer:
    """Somebody who works on what their unit owes, one thing after the other."""

    number: int
    person: Person
    servers: Sequence[Server]
    task_id: int
    contribution_id: int
    done: Done
    # Seconds between one report and the next.
    pause: float = 0

    def work(self, stop: threading.Event) -> None:
        """Until told to stop; what goes wrong is noted, and the work goes on."""
        for turn in count():
            if stop.is_set():
                return
            self._read(_PAGES[turn % len(_PAGES)])
            self._report(turn)
            self._open_a_file(turn)
            stop.wait(self.pause)

    def _report(self, turn: int) -> None:
        """A report with a file of its own, which is acknowledged by leading back to the page."""
        path = f"/contributions/{self.contribution_id}/update"
        form = self._read(path)
        words = f"Tiến độ thứ {turn} của người {self.number}"
        name, content = _file_of(words, turn)
        fields = hidden_fields(form) | {"status": "in_progress", "note": words}
        body, kind = _multipart(fields, name, content)
        status, page = self._ask("POST", path, body, kind)
        with self.done.lock:
            if status == 303:
                self.done.words.add(words)
                self.done.files[words] = hashlib.sha256(content).hexdigest()
            else:
                self.done.wrong.append(f"POST {path}: {status} {page[:200]!r}")

    def _open_a_file(self, turn: int) -> None:
        found = _EVIDENCE.findall(self._read(f"/tasks/{self.task_id}"))
        if not found:
            self.done.wrong.append(f"no file on the page of task {self.task_id}")
            return
        self.open_file(int(found[turn % len(found)]))

    def open_file(self, number: int) -> None:
        """One file, as its link gives it."""
        status, content = self._ask("GET", f"/evidence/{number}")
        with self.done.lock:
            if status != 200:
                self.done.wrong.append(f"GET /evidence/{number}: {status}")
            told = self.done.opened.setdefault(number, set())
            told.add(hashlib.sha256(content).hexdigest())

    def _read(self, path: str) -> str:
        status, page = self._ask("GET", path)
        if status != 200:
            with self.done.lock:
                self.done.wrong.append(f"GET {path}: {status}")
        return page.decode()

    def _ask(
        self, method: str, path: str, body: bytes | None = None, kind: str = ""
    ) -> tuple[int, bytes]:
        """The answer of a process that runs; one that breaks off without being killed is noted."""
        while True:
            server = next(server for server in self.servers if server.port == self.person.port)
            try:
                answer = self.person.fetch(method, path, body, kind)
            except (OSError, HTTPException) as error:
                self._go_on_elsewhere(server, error)
                continue
            with self.done.lock:
                self.done.answers += 1
            return answer

    def _go_on_elsewhere(self, server: Server, error: Exception) -> None:
        others = [other for other in self.servers if other.is_running and other is not server]
        with self.done.lock:
            self.done.broken_off += 1
            if server.is_running:
                self.done.wrong.append(f"a running server broke off: {error!r}")
        self.person.port = others[0].port


@contextmanager
def at_work(officers: Sequence[Officer]) -> Iterator[None]:
    """All of them at once, for as long as the block lasts."""
    stop = threading.Event()
    threads = [threading.Thread(target=officer.work, args=(stop,)) for officer in officers]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _file_of(words: str, turn: int) -> tuple[str, bytes]:
    """A file that nobody else sends: of Word, at times a picture or a PDF."""
    mark = hashlib.sha256(words.encode()).hexdigest()
    if turn % 4 == 1:
        return f"anh-{turn}.png", png() + mark.encode()
    if turn % 4 == 3:
        return f"bao-cao-{turn}.pdf", PDF.replace(b"%PDF-1.4\n", f"%PDF-1.4\n% {mark}\n".encode())
    main, kind = "word/document.xml", "wordprocessingml.document"
    return f"bao-cao-{turn}.docx", office(main, kind, **{"word/note.xml": f"<a>{mark}</a>"})


def _multipart(fields: dict[str, str], name: str, content: bytes) -> tuple[bytes, str]:
    data: MultiDict[str, Any] = MultiDict(fields)
    data.add("files", FileStorage(BytesIO(content), name))
    stream, _length, boundary = stream_encode_multipart(data)
    return stream.read(), f"multipart/form-data; boundary={boundary}"
