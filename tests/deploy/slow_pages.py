"""A process of one slow page, served as `tracker run` serves the real ones.

`python -m tests.deploy.slow_pages PORT FOLDER`: the page notes that it was asked for by a file
`asked` in the folder, and answers a megabyte when there is a file `answer`.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from flask import Flask

from tracker.serving import serve_pages

LENGTH = 1_000_000


def main() -> None:
    """Serve until asked to end."""
    port, folder = int(sys.argv[1]), Path(sys.argv[2])
    app = Flask("slow")

    @app.get("/slow")
    def slow() -> str:
        (folder / "asked").touch()
        while not (folder / "answer").exists():
            time.sleep(0.02)
        return "x" * LENGTH

    serve_pages(app, host="127.0.0.1", port=port, with_scheduler=False)


if __name__ == "__main__":
    main()
