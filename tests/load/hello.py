"""The yardstick: Flask that says hello, under the same server with the same settings."""

from __future__ import annotations

import sys

from flask import Flask
from waitress.server import create_server


def main() -> None:
    """`python -m tests.load.hello PORT`."""
    app = Flask("hello")

    @app.get("/")
    def hello() -> str:
        return "Hello"

    server = create_server(app, host="127.0.0.1", port=int(sys.argv[1]), threads=8, ident=None)
    server.run()


if __name__ == "__main__":
    main()
