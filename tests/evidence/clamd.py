"""A daemon that speaks clamd's protocol on 127.0.0.1 or on a socket, and knows one signature.

The test file of EICAR is put together here, so that no scanner takes this source for it.
"""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from flask import Flask

from tests.ports import held_port

EICAR = b"X5O!P%@AP[4" + rb"\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
LARGEST = 8 * 1024 * 1024


class _Daemon(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        """One command ends with a zero byte, as its answer does (the "z" form)."""
        command = b""
        while not command.endswith(b"\0"):
            part = self.rfile.read(1)
            if not part:
                return
            command += part
        if command == b"zPING\0":
            self.wfile.write(b"PONG\0")
        elif command == b"zINSTREAM\0":
            self.wfile.write(self._verdict() + b"\0")
        else:
            self.wfile.write(b"UNKNOWN COMMAND\0")

    def _verdict(self) -> bytes:
        content = b""
        while True:
            (length,) = struct.unpack("!I", self.rfile.read(4))
            if not length:
                break
            content += self.rfile.read(length)
            if len(content) > LARGEST:
                return b"INSTREAM size limit exceeded. ERROR"
        found = EICAR in content
        return b"stream: Eicar-Test-Signature FOUND" if found else b"stream: OK"


class _TcpServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = True


@contextmanager
def daemon_on_port() -> Iterator[str]:
    """The address of a daemon that runs meanwhile."""
    with _TcpServer(("127.0.0.1", 0), _Daemon) as server, _running(server):
        yield f"tcp://127.0.0.1:{server.server_address[1]}"


@contextmanager
def daemon_on_socket(folder: Path) -> Iterator[str]:
    """The same on a socket, as Debian sets it up."""
    path = folder / "clamd.ctl"
    with socketserver.ThreadingUnixStreamServer(str(path), _Daemon) as server, _running(server):
        yield f"unix://{path}"


@contextmanager
def _running(server: socketserver.BaseServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()


@contextmanager
def nobody_listening() -> Iterator[str]:
    """An address that refuses every connection meanwhile."""
    with held_port() as port:
        yield f"tcp://127.0.0.1:{port}"


@contextmanager
def scanner_at(app: Flask, url: str) -> Iterator[None]:
    """The installation names that scanner meanwhile."""
    before = app.config["TRACKER"]
    app.config["TRACKER"] = replace(before, clamav_url=url)
    try:
        yield
    finally:
        app.config["TRACKER"] = before
