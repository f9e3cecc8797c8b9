"""What waitress refuses before the app sees it is told in Vietnamese, with what to do."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from tracker.refusing import ADVICE
from tracker.serving import LARGEST_HEAD, LARGEST_TAKEN_IN, _one_turn, server_on

GET = b"GET / HTTP/1.1\r\nHost: a\r\n"
SECONDS = 30


@pytest.fixture
def port() -> Iterator[int]:
    """Of a server of an app that fails."""
    ended = threading.Event()

    def failing(_environ: Any, _start: Any) -> Any:
        raise RuntimeError("the app itself")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = server_on(listener, failing)

        def answer() -> None:
            while not ended.is_set():
                _one_turn(server)

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        ended.set()
        server.trigger.pull_trigger()
        thread.join(SECONDS)
        server.task_dispatcher.shutdown()
        for channel in list(server.active_channels.values()):
            channel.handle_close()
        server.close()


@pytest.mark.parametrize(
    ("request_line", "code"),
    [
        (b"GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n" % LARGEST_TAKEN_IN, 413),
        (GET + b"Cookie: " + b"a" * LARGEST_HEAD + b"\r\n\r\n", 431),
        (GET + b"\r\n", 500),
        (GET + b"Transfer-Encoding: gzip\r\n\r\n", 501),
    ],
)
def test_a_refusal_says_what_to_do(port: int, request_line: bytes, code: int) -> None:
    answer = b""
    with socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as visitor:
        visitor.sendall(request_line)
        while b"\n" not in answer.partition(b"\r\n\r\n")[2]:
            part = visitor.recv(65_536)
            assert part, answer
            answer += part
    head, _blank, body = answer.partition(b"\r\n\r\n")
    assert head.startswith((b"HTTP/1.1 %d " % code, b"HTTP/1.0 %d " % code))
    assert b"text/plain; charset=utf-8" in head
    assert body.decode() == ADVICE[code] + "\n"
