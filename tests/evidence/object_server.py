"""A server of objects (S3) on this machine."""

from __future__ import annotations

import logging
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from moto.server import ThreadedMotoServer

BUCKET = "minh-chung"
KEYS = "region=us-east-1&access_key_id=test&secret_access_key=a-secret-that-no-page-tells"


@contextmanager
def open_object_server() -> Iterator[str]:
    """Its address, with an empty bucket in it, for as long as the block lasts."""
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    # It would tell of every request.
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server.start()
    try:
        host, port = server.get_host_and_port()
        request = urllib.request.Request(f"http://{host}:{port}/{BUCKET}", method="PUT")
        with urllib.request.urlopen(request) as answer:  # noqa: S310
            assert answer.status == 200
        yield f"http://{host}:{port}"
    finally:
        server.stop()


def bucket_at(address: str, corner: str) -> str:
    """What TRACKER_EVIDENCE_URL says of a corner of the bucket."""
    return f"s3://{BUCKET}/{corner}?endpoint={address}&{KEYS}"
