"""What waitress refuses before the app sees it is told in Vietnamese, with what to do."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from tracker.refusing import ADVICE, LARGEST_OF_STRANGERS, TOO_LARGE_FOR_A_STRANGER
from tracker.serving import LARGEST_HEAD, LARGEST_TAKEN_IN, _one_turn, server_on

GET = b"GET / HTTP/1.1\r\nHost: a\r\n"
POST = b"POST / HTTP/1.1\r\nHost: a\r\n"
KNOWN = b"Cookie: known=yes\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n\r\n"
SECONDS = 30


@pytest.fixture
def port() -> Iterator[int]:
    """Of a server of an app that fails."""
    ended = threading.Event()

    def failing(_environ: Any, _start: Any) -> Any:
        raise RuntimeError("the app itself")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = server_on(listener, failing, lambda cookies: cookies == "known=yes")

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
        (POST + KNOWN + b"Content-Length: %d\r\n\r\n" % LARGEST_TAKEN_IN, 413),
        (GET + b"Cookie: " + b"a" * LARGEST_HEAD + b"\r\n\r\n", 431),
        (GET + b"\r\n", 500),
        (GET + b"Transfer-Encoding: gzip\r\n\r\n", 501),
    ],
)
def test_a_refusal_says_what_to_do(port: int, request_line: bytes, code: int) -> None:
    head, body = _answer_to(port, request_line)
    assert head.startswith((b"HTTP/1.1 %d " % code, b"HTTP/1.0 %d " % code))
    assert b"text/plain; charset=utf-8" in head
    assert body.decode() == ADVICE[code] + "\n"


def _chunk(size: int) -> bytes:
    return b"%x\r\n" % size + b"a" * size + b"\r\n"


@pytest.mark.parametrize(
    "sent",
    [
        # Refused by what is announced: the body itself never comes.
        POST + b"Content-Length: %d\r\n\r\n" % (LARGEST_OF_STRANGERS + 1),
        POST + b"Cookie: known=no\r\nContent-Length: %d\r\n\r\n" % (LARGEST_OF_STRANGERS + 1),
        # Not announced: taken in until it is too much, no byte of it left on the line.
        POST + CHUNKED + _chunk(LARGEST_OF_STRANGERS)[:LARGEST_OF_STRANGERS],
    ],
)
def test_of_whoever_has_not_signed_in_little_is_taken_in(port: int, sent: bytes) -> None:
    head, body = _answer_to(port, sent)
    assert b" 413 " in head
    assert body.decode() == TOO_LARGE_FOR_A_STRANGER + "\n"


@pytest.mark.parametrize(
    "sent",
    [
        POST + KNOWN + b"Content-Length: %d\r\n\r\n" % (LARGEST_OF_STRANGERS + 1),
        POST + KNOWN + CHUNKED + _chunk(LARGEST_OF_STRANGERS + 1) + b"0\r\n\r\n",
        POST + b"Content-Length: %d\r\n\r\n" % LARGEST_OF_STRANGERS,
    ],
)
def test_the_app_is_asked_where_somebody_has_signed_in_or_little_comes(
    port: int, sent: bytes
) -> None:
    """The app fails, which shows that it was asked."""
    announced = re.search(rb"Content-Length: (\d+)", sent)
    body = b"a" * int(announced[1]) if announced else b""
    head, _body = _answer_to(port, sent + body)
    assert b" 500 " in head


def _answer_to(port: int, sent: bytes) -> tuple[bytes, bytes]:
    """Head and body."""
    answer = b""
    with socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as visitor:
        visitor.sendall(sent)
        while b"\n" not in answer.partition(b"\r\n\r\n")[2]:
            part = visitor.recv(65_536)
            assert part, answer
            answer += part
    head, _blank, body = answer.partition(b"\r\n\r\n")
    return head, body
