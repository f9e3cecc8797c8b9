"""Serving the pages until the process is asked to end, and ending without cutting anyone off."""

from __future__ import annotations

import math
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from types import FrameType
from typing import TYPE_CHECKING, Any

import click

from tracker.core.errors import ConfigurationError

if TYPE_CHECKING:
    from flask import Flask

# Pages are made in turns, so that eight people get as much done with two, three or five of them;
# one alone would have all wait for whatever takes long.
THREADS = 3
# What is a little too large is taken in, so that a page can say so; more than this never is. Of
# whoever has not signed in yet far less is (`refusing.py`).
LARGEST_TAKEN_IN = 256 * 1024 * 1024
# An address and the cookies; proxies let through as much or less.
LARGEST_HEAD = 32 * 1024
# Service managers wait longer before they kill (90 s in systemd's units and in compose.yaml).
SECONDS_TO_FINISH = 30
# Who opens a page right after the start is answered before the jobs make up for the time between.
_SECONDS_BEFORE_JOBS = 3.0
_SECONDS_BETWEEN_LOOKS = 1.0
# M_ARENA_MAX, M_TRIM_THRESHOLD, M_MMAP_THRESHOLD of malloc.h.
_MALLOC_OPTIONS = {-8: 2, -1: 256 * 1024, -3: 256 * 1024}


def serve_pages(app: Flask, *, host: str, port: int, with_scheduler: bool = True) -> None:
    """Open the pages, and run the clock work beside them; the address first, as it may be taken.

    Ends on Ctrl+C or when the service manager asks (SIGTERM): no new visitor is let in, requests
    that run are answered, jobs that run are finished.
    """
    _give_memory_back()
    from tracker.accounts.known_browsers import is_known

    # Whoever finds the address open may ask for the end at once.
    with _asked_to_end() as asked, _listening(host, port) as listener:
        server = server_on(listener, app, partial(is_known, app))
        click.echo(f"Đang mở http://{host}:{port} (bấm Ctrl+C để dừng)")
        _serve(server, asked, until=time.monotonic() + _SECONDS_BEFORE_JOBS)
        with _jobs_running(app) if with_scheduler and not asked.is_set() else nullcontext():
            _serve(server, asked)
            _finish_requests(server)


def server_on(listener: socket.socket, app: Any, is_known: Callable[[str], bool]) -> Any:
    """Waitress on an address that is held already; it answers while its loop is turned.

    `is_known` says of a browser's cookies whether somebody has signed in there.
    """
    from waitress.server import create_server

    from tracker.refusing import channel_for
    from tracker.turns import in_turns

    # What proxies say is judged by the app itself, which knows how many of them are trusted.
    server = create_server(
        in_turns(app),
        sockets=[listener],
        threads=THREADS,
        ident=None,
        max_request_header_size=LARGEST_HEAD,
        max_request_body_size=LARGEST_TAKEN_IN,
        clear_untrusted_proxy_headers=False,
    )
    server.channel_class = channel_for(is_known)
    return server


def _serve(server: Any, asked: threading.Event, *, until: float = math.inf) -> None:
    """Answer whoever comes."""
    while not asked.is_set() and time.monotonic() < until:
        _one_turn(server)


@contextmanager
def _jobs_running(app: Flask) -> Iterator[None]:
    # The scheduler's libraries are loaded when somebody has been answered already.
    from tracker.scheduler import start_scheduler, stop_scheduler

    scheduler = start_scheduler(app)
    try:
        yield
    finally:
        stop_scheduler(scheduler)


def _give_memory_back() -> None:
    """Have glibc give freed memory back at once; other C libraries do, or are left as they are.

    By itself it keeps a heap for each thread, and whatever was large once: the 19 MB that hashing a
    password takes, twice. See mallopt(3); before the first thread.
    """
    if sys.platform != "linux":
        return
    import ctypes

    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        for option, value in _MALLOC_OPTIONS.items():
            mallopt(option, value)


def _one_turn(server: Any) -> None:
    """What waitress's own loop does, once: wait for something to read or write, and do it."""
    settings = server.adj
    server.asyncore.loop(
        timeout=_SECONDS_BETWEEN_LOOKS,
        map=server._map,
        use_poll=settings.asyncore_use_poll,
        count=1,
    )


def _finish_requests(server: Any) -> None:
    """Close the door, then answer whoever is inside, as long as there is time."""
    server.del_channel(server._map)
    server.socket.close()
    end = time.monotonic() + SECONDS_TO_FINISH
    while _are_inside(server) and time.monotonic() < end:
        _one_turn(server)
    server.task_dispatcher.shutdown()


def _are_inside(server: Any) -> bool:
    return any(
        channel.requests or channel.total_outbufs_len for channel in server.active_channels.values()
    )


@contextmanager
def _asked_to_end() -> Iterator[threading.Event]:
    """Set when the process is asked to end; asked again, it ends at once."""
    asked = threading.Event()
    kinds = (signal.SIGINT, signal.SIGTERM)
    before = [signal.getsignal(kind) for kind in kinds]

    def restore() -> None:
        for kind, handler in zip(kinds, before, strict=True):
            signal.signal(kind, handler)

    def end(_number: int, _frame: FrameType | None) -> None:
        asked.set()
        restore()

    for kind in kinds:
        signal.signal(kind, end)
    try:
        yield asked
    finally:
        restore()


def _listening(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except (OSError, OverflowError) as error:
        raise ConfigurationError(
            f"Không mở được {host}:{port}: cổng đang có chương trình khác dùng hoặc địa chỉ sai. "
            "Hãy chọn cổng khác bằng --port."
        ) from error
