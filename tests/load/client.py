"""A person's browser without a screen: one kept-alive line, a cookie, pages and forms."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from html import unescape
from http.client import HTTPConnection
from urllib.parse import urlencode

PART = {"HX-Request": "true"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, and after how many seconds."""

    status: int
    body: bytes
    seconds: float

    @property
    def text(self) -> str:
        """The page."""
        return self.body.decode()


class Client:
    """One signed-in person."""

    def __init__(self, port: int) -> None:
        self._line = HTTPConnection("127.0.0.1", port, timeout=120)
        self._cookie = ""
        self.token = ""

    def close(self) -> None:
        """Hang up."""
        self._line.close()

    def get(self, path: str, *, part: bool = False) -> Answer:
        """A page, or the part of it that htmx asks for."""
        return self._ask("GET", path, None, PART if part else {})

    def post(self, path: str, data: dict[str, str], *, around: str = "/") -> Answer:
        """A form sent by htmx from the page `around`."""
        headers = {
            **PART,
            "X-CSRFToken": self.token,
            "HX-Current-URL": f"http://127.0.0.1{around}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        return self._ask("POST", path, urlencode(data).encode(), headers)

    def sign_in(self, username: str, password: str) -> None:
        """By the form, as everybody does."""
        self._renew_token(self.get("/login"))
        data = {"username": username, "password": password, "csrf_token": self.token}
        answer = self.post("/login", data)
        if answer.status not in {200, 303}:
            raise RuntimeError(f"{username} could not sign in: {answer.status}")
        home = self.get("/")
        if home.status != 200:
            raise RuntimeError(f"{username} is not signed in: {home.status}")
        self._renew_token(home)

    def _renew_token(self, page: Answer) -> None:
        found = re.search(r'X-CSRFToken": "([^"]+)"', unescape(page.text))
        if found is None:
            raise RuntimeError("the page holds no token")
        self.token = found[1]

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        if self._cookie:
            headers = {**headers, "Cookie": self._cookie}
        began = time.perf_counter()
        self._line.request(method, path, body, headers)
        response = self._line.getresponse()
        content = response.read()
        seconds = time.perf_counter() - began
        for cookie in response.headers.get_all("Set-Cookie") or ():
            self._cookie = cookie.partition(";")[0]
        return Answer(response.status, content, seconds)


def hidden_fields(page: str) -> dict[str, str]:
    """What a form brings along unseen."""
    tags = re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", page)
    found = {}
    for tag in tags:
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and value:
            found[name[1]] = unescape(value[1])
    return found
