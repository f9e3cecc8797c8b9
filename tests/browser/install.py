"""Find a Chromium for the browser tests, or install Debian's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ADVICE = (
    "Không tìm thấy trình duyệt cho bài kiểm thử: cài gói chromium, "
    "hoặc đặt TRACKER_TEST_BROWSER là đường dẫn của Chromium/Chrome."
)


def find_browser() -> str | None:
    """The browser to drive: the one named by the environment, else the first found."""
    named = os.environ.get("TRACKER_TEST_BROWSER")
    if named:
        return named
    return next((path for path in map(shutil.which, NAMES) if path), None)


def install() -> None:
    """Install Debian's Chromium where that is possible; say what to do where it is not."""
    if find_browser() is not None:
        return
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        sys.exit(ADVICE)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "--quiet", "--quiet"],
        [
            "apt-get",
            "install",
            "--yes",
            "--quiet",
            "--quiet",
            "--no-install-recommends",
            "chromium",
        ],
    ):
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
    if find_browser() is None:
        sys.exit(ADVICE)


if __name__ == "__main__":
    install()
