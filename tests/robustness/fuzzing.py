"""Requests nobody would send: every route of the app, every role, every kind of wrong field.

Nothing is listed by hand: the routes come from the app, the forms from its own pages. What a
request looks like hangs on the seed alone.
"""

from __future__ import annotations

import json
import logging
import random
import re
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from urllib.parse import quote_from_bytes

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event
from werkzeug.datastructures import Headers
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.routing import Rule

from tests.html_checks import problems_of
from tests.robustness.filled import ROLES, accounts_of, put_accounts_back, signed_in
from tests.robustness.harvest import Form, Harvest
from tests.robustness.odd_values import (
    ODD_DATES,
    ODD_FILES,
    ODD_HEADERS,
    ODD_NUMBERS,
    ODD_TEXTS,
    WRONG_TYPES,
)
from tracker.core.db import SAFE_METHODS

STRANGER = "stranger"
DOWNLOAD_NOTED = "INSERT INTO file_download"
# So often a page of one kind is read for forms and addresses: more of the same says little.
MOST_LOOKS = 20
# Sentences of the libraries below, which nobody at a ward reads.
ENGLISH = re.compile(
    r"Not a valid|This field|Invalid |not a valid choice|Bad Request|Not Found|Method Not Allowed"
    r"|The browser|The method|Unsupported|Traceback|Internal Server|Field must|Number must"
    r"|Request Entity|CSRF|File does not|Conflict<",
)
VIETNAMESE = re.compile("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")


@dataclass
class Findings:
    """What went wrong, each said with the request that showed it; and how often which status."""

    wrong: list[str] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    endpoints: Counter[str] = field(default_factory=Counter)


class _Errors(logging.Handler):
    """The trace of an unexpected error, which its page rightly keeps to itself."""

    last = ""

    def emit(self, record: logging.LogRecord) -> None:
        self.last = self.format(record)


@dataclass
class _Writes:
    """Whether statements that write were committed."""

    under_way: bool = False
    committed: bool = False


@contextmanager
def watched_writes() -> Iterator[_Writes]:
    """Notes every commit of a transaction that wrote, on either engine; not those of jobs."""
    seen, own_thread = _Writes(), threading.get_ident()

    def note(*arguments: Any) -> None:
        statement: str = arguments[2].lstrip()
        # That somebody fetched a file is noted beside the page; nothing that pages tell changes.
        if threading.get_ident() == own_thread and not statement.startswith(DOWNLOAD_NOTED):
            seen.under_way |= statement[:6].upper() in {"INSERT", "UPDATE", "DELETE"}

    def keep(_connection: object) -> None:
        if threading.get_ident() == own_thread:
            seen.committed |= seen.under_way
            seen.under_way = False

    def forget(_connection: object) -> None:
        if threading.get_ident() == own_thread:
            seen.under_way = False

    hooks = (("before_cursor_execute", note), ("commit", keep), ("rollback", forget))
    for name, hook in hooks:
        event.listen(Engine, name, hook)
    try:
        yield seen
    finally:
        for name, hook in hooks:
            event.remove(Engine, name, hook)


class Fuzzer:
    """Sends one wrong request after the other to an app that holds the filled ward."""

    def __init__(self, app: Flask, seed: int, *, looks_at_html: int = 1) -> None:
        self.app = app
        self.chance = random.Random(seed)  # noqa: S311 - no secret hangs on it
        self.harvest = Harvest(app)
        self.findings = Findings()
        self._looks_at_html = looks_at_html
        self._clients: dict[str, tuple[FlaskClient, str]] = {}
        self._errors = _Errors()
        self._accounts = accounts_of(app, ROLES)

    def explore(self, role: str, pages: int) -> None:
        """Open pages as the role's links lead, a new kind before another of a known kind."""
        client, _token = self._client(role)
        waiting, seen, kinds = ["/"], {"/"}, Counter[str]()
        for _ in range(pages):
            if not waiting:
                return
            address = min(waiting, key=lambda item: kinds[self._kind(item)])
            waiting.remove(address)
            kinds[self._kind(address)] += 1
            with client.get(address) as answer:
                is_page = answer.mimetype == "text/html"
                links = self.harvest.take(address, answer.text) if is_page else set()
            waiting += sorted(links - seen)
            seen |= links

    def _kind(self, address: str) -> str:
        try:
            path = address.partition("?")[0]
            return str(self.app.url_map.bind("localhost").match(path, method="GET")[0])
        except HTTPException:
            return ""

    def run(self, requests: int) -> Findings:
        """That many requests, every route as often as any other."""
        rules = [
            (rule, method)
            for rule in sorted(self.app.url_map.iter_rules(), key=str)
            for method in sorted((rule.methods or set()) & {"GET", "POST"})
            if rule.endpoint != "static"
        ]
        self.chance.shuffle(rules)
        log = logging.getLogger("tracker.core.web")
        log.addHandler(self._errors)
        with watched_writes() as writes:
            for number in range(requests):
                rule, method = rules[number % len(rules)]
                self._once(number, rule, method, writes)
        log.removeHandler(self._errors)
        return self.findings

    def _once(self, number: int, rule: Rule, method: str, writes: _Writes) -> None:
        role = self.chance.choice((*ROLES, "vanphong", "truong.vanhoa", STRANGER))
        client, token = self._client(role)
        known = self.harvest.forms.get(rule.endpoint)
        form = self.chance.choice(known) if method == "POST" and known else None
        address = form.path if form and self.chance.random() < 0.9 else self._address(rule)
        if method == "GET":
            address += self._query(rule)
        sent = self._body(form, token) if method == "POST" else {}
        headers = Headers(self.chance.choice(ODD_HEADERS if number % 3 == 0 else ODD_HEADERS[:2]))
        sent.setdefault("headers", Headers()).extend(headers)
        writes.committed = writes.under_way = False
        self._errors.last = ""
        peer = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        with client.open(
            address, method=method, environ_base={"REMOTE_ADDR": peer}, **sent
        ) as answer:
            self.findings.statuses[answer.status_code] += 1
            self.findings.endpoints[rule.endpoint] += 1
            problems = list(self._problems(number, answer))
            if method in SAFE_METHODS and writes.committed:
                problems.append("GET wrote")
            is_new = self.findings.endpoints[rule.endpoint] <= MOST_LOOKS
            if is_new and answer.status_code < 500 and answer.mimetype == "text/html":
                self.harvest.take(address, answer.text)
            location = answer.headers.get("Location", "") + answer.headers.get("HX-Redirect", "")
        for problem in problems:
            what = f"{role} {method} {address[:200]!r} {_short(sent)}"
            self.findings.wrong.append(f"#{number} {rule.endpoint}: {problem}\n   {what}")
        if role != STRANGER and ("/login" in location or "/account/password" in location):
            del self._clients[role]

    def _problems(self, number: int, answer: Any) -> Iterator[str]:
        status = answer.status_code
        if status >= 500:
            yield f"{status}\n{self._errors.last}"
            return
        if answer.mimetype != "text/html" or 300 <= status < 400:
            return
        text = answer.text
        if status >= 400 and status != 401:
            if english := ENGLISH.search(_without_typed(text)):
                yield f"{status} speaks English: {english.string[english.start() - 90 :][:200]}"
            if not VIETNAMESE.search(text):
                yield f"{status} says nothing in Vietnamese: {text[:200]}"
        if number % self._looks_at_html == 0 and text.strip() and (found := problems_of(text)):
            yield f"{status} is no valid page: {str(found)[:300]}"

    def _client(self, role: str) -> tuple[FlaskClient, str]:
        if role not in self._clients:
            if role == STRANGER:
                client = self.app.test_client()
                page = client.get("/login").text
                self._clients[role] = (
                    client,
                    page.split('name="csrf_token" value="')[1].split('"')[0],
                )
            else:
                put_accounts_back(self.app, self._accounts)
                self._clients[role] = signed_in(self.app, role)
        return self._clients[role]

    def _address(self, rule: Rule) -> str:
        """The rule's address with numbers seen somewhere, now and then with others."""
        values = {}
        for name in rule.arguments:
            seen = sorted(self.harvest.values.get(name, ()))
            is_odd = not seen or self.chance.random() < 0.1
            values[name] = self.chance.choice(ODD_NUMBERS[:8] if is_odd else seen)
        try:
            built = rule.build(values, append_unknown=False)
        except (ValueError, NotFound):
            built = None
        if built is None:
            return re.sub(r"<[^>]*>", self.chance.choice(("-1", "%00", "a", "9" * 40)), rule.rule)
        return built[1]

    def _query(self, rule: Rule) -> str:
        seen = sorted(self.harvest.queries.get(rule.endpoint, ()))
        pairs = self.chance.sample(seen, min(len(seen), self.chance.randint(0, 4)))
        if self.chance.random() < 0.2 and self.harvest.names:
            pairs.append((self.chance.choice(sorted(self.harvest.names)), ""))
        changed: list[tuple[str, str | bytes]] = [
            (name, self._odd()[:3000] if self.chance.random() < 0.6 else value)
            for name, value in pairs
        ]
        return "?" + _encoded(changed) if changed else ""

    def _body(self, form: Form | None, token: str) -> dict[str, Any]:
        """What is sent: the form's fields, some missing, odd, doubled or of a wrong kind."""
        fields: list[tuple[str, str | bytes]] = list(form.fields) if form else []
        if form is None:
            names = sorted(self.harvest.names) or ["reason"]
            fields += [(name, "") for name in self.chance.sample(names, min(len(names), 8))]
        fields = [pair for pair in fields if self.chance.random() > 0.08]
        if form and form.choices and self.chance.random() < 0.7:
            fields += self.chance.sample(form.choices, min(len(form.choices), 2))
        fields = self._made_odd(fields)
        files = self._files(form)
        way = self.chance.random()
        if way < 0.05:
            body = json.dumps({name: str(value)[:50] for name, value in fields}).encode()
            wrong = {"Content-Type": self.chance.choice(WRONG_TYPES), "X-CSRFToken": token}
            return {"data": body, "headers": Headers(wrong)}
        if not files and way < 0.7:
            body = _encoded([("csrf_token", token), *fields]).encode()
            return {"data": body, "content_type": "application/x-www-form-urlencoded"}
        if not files and self.chance.random() < 0.3 and fields:
            files = [(self.chance.choice(fields)[0], self.chance.choice(ODD_FILES))]
        return _multipart([("csrf_token", token), *fields], files)

    def _made_odd(self, fields: list[tuple[str, str | bytes]]) -> list[tuple[str, str | bytes]]:
        wrong = self.chance.sample(range(len(fields)), min(len(fields), self.chance.randint(0, 3)))
        changed = [
            (name, self._odd() if place in wrong else self._filled_in(value))
            for place, (name, value) in enumerate(fields)
        ]
        if changed and self.chance.random() < 0.15:
            changed.append((self.chance.choice(changed)[0], self._odd()))
        if changed and self.chance.random() < 0.05:
            changed += [(changed[0][0], "1")] * 900
        return changed

    def _filled_in(self, value: str | bytes) -> str | bytes:
        """An empty field mostly gets something usable, so that requests come further than forms."""
        if value or self.chance.random() < 0.4:
            return value
        return self.chance.choice(("Theo công văn số 15/UBND-VP.", "20/08/2026", "1", "98,5"))

    def _odd(self) -> str | bytes:
        kind = self.chance.random()
        if kind < 0.4:
            return self.chance.choice(ODD_TEXTS)
        return self.chance.choice(ODD_NUMBERS if kind < 0.7 else ODD_DATES)

    def _files(self, form: Form | None) -> list[tuple[str, tuple[str, bytes]]]:
        if form is None or not form.files or self.chance.random() < 0.3:
            return []
        return [(self.chance.choice(form.files), self.chance.choice(ODD_FILES))]


def _encoded(fields: list[tuple[str, str | bytes]]) -> str:
    """An urlencoded body that may hold bytes which are no text at all."""

    def quoted(value: str | bytes) -> str:
        as_bytes = value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value
        return quote_from_bytes(as_bytes)

    return "&".join(f"{quoted(name)}={quoted(value)}" for name, value in fields)


def _multipart(
    fields: list[tuple[str, str | bytes]], files: list[tuple[str, tuple[str, bytes]]]
) -> dict[str, Any]:
    boundary = b"ranh-gioi-7d1"
    parts = []
    for name, value in fields:
        content = value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value
        parts.append(_part(name, None, content))
    parts += [_part(name, file_name, content) for name, (file_name, content) in files]
    body = b"".join(b"--" + boundary + b"\r\n" + part for part in parts)
    body += b"--" + boundary + b"--\r\n"
    kind = f"multipart/form-data; boundary={boundary.decode()}"
    return {"input_stream": BytesIO(body), "content_length": len(body), "content_type": kind}


def _part(name: str, file_name: str | None, content: bytes) -> bytes:
    head = f'Content-Disposition: form-data; name="{name}"'
    if file_name is not None:
        head += f'; filename="{file_name}"\r\nContent-Type: application/octet-stream'
    return head.encode() + b"\r\n\r\n" + content + b"\r\n"


def _without_typed(text: str) -> str:
    """The page's words without what was typed, which comes back in its fields."""
    return re.sub(r"<textarea[^>]*>.*?</textarea>|<[^>]*>", " ", text, flags=re.DOTALL)


def _short(sent: dict[str, Any]) -> str:
    stream = sent.get("input_stream")
    body = stream.getvalue() if isinstance(stream, BytesIO) else sent.get("data", b"")
    return repr(body[:1500]) if body else ""
