"""Requests nobody would send: every route of the app, every role, every kind of wrong field.

Nothing is listed by hand: the routes come from the app, the forms from its own pages. What a
request looks like hangs on the seed alone.
"""

from __future__ import annotations

import logging
import random
import re
import threading
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, event
from werkzeug.datastructures import Headers
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.html_checks import problems_of
from tests.logged import everything_logged
from tests.robustness.aftermath import broken_file
from tests.robustness.bodies import Bodies, short
from tests.robustness.filled import ROLES
from tests.robustness.harvest import Form, Harvest
from tests.robustness.odd_values import ODD_HEADERS, ODD_NUMBERS, ODD_PIECES
from tests.robustness.visitors import DOORS, VISITORS, Place, Visitors
from tracker.core.db import SAFE_METHODS

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
    # By method and endpoint: how often which status, to see what was reached.
    answers: dict[tuple[str, str], Counter[int]] = field(
        default_factory=lambda: defaultdict(Counter)
    )

    def count(self, status: int, method: str, endpoint: str) -> None:
        """One more answer."""
        self.statuses[status] += 1
        self.endpoints[endpoint] += 1
        self.answers[method, endpoint][status] += 1


class _Errors(logging.Handler):
    """Every error that the log tells of: those of pages, which rightly keep them to themselves,
    and those of work beside the pages."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.told.append(self.format(record))

    def taken(self) -> list[str]:
        """What was told since the last time."""
        told, self.told = self.told, []
        return told


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

    def __init__(self, place: Place, seed: int, *, looks_at_html: int = 1) -> None:
        self.app = place.app
        self.chance = random.Random(seed)  # noqa: S311 - no secret hangs on it
        self.harvest = Harvest(place.app)
        self.bodies = Bodies(self.chance, self.harvest)
        self.findings = Findings()
        self._looks_at_html = looks_at_html
        self._visitors = Visitors(place)
        self._errors = _Errors()

    def explore(self, role: str, pages: int) -> None:
        """Open pages as the role's links lead, a new kind before another of a known kind."""
        waiting, seen, kinds = ["/"], {"/"}, Counter[str]()
        for number in range(pages):
            if not waiting:
                return
            address = min(waiting, key=lambda item: kinds[self._kind(item)])
            waiting.remove(address)
            kinds[self._kind(address)] += 1
            links = self._open(number, role, address)
            waiting += sorted(links - seen)
            seen |= links

    def _open(self, number: int, role: str, address: str) -> set[str]:
        """A page as it is meant: it must open, and whatever it gives must be whole."""
        client, _token = self._visitors.client(role)
        with client.get(address) as answer:
            problems = [*self._problems(number, answer), *broken_file(answer)]
            is_page = answer.mimetype == "text/html"
            links = self.harvest.take(address, answer.text, role) if is_page else set()
            self._say(f"opened by {role}: GET {address[:200]!r}", problems)
            if leads_out(answer):
                self._visitors.forget(role)
        return links

    def _say(self, what: str, problems: list[str]) -> None:
        self.findings.wrong += [f"{problem}\n   {what}" for problem in problems]

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
        with watched_writes() as writes:
            for number in range(requests):
                rule, method = rules[number % len(rules)]
                self._once(number, rule, method, writes)
        return self.findings

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Whatever the log tells of as an error meanwhile is wrong, whoever it comes from.

        So is any secret in it, however much is logged.
        """
        with everything_logged() as written:
            logging.getLogger("tracker").addHandler(self._errors)
            try:
                yield
            finally:
                logging.getLogger("tracker").removeHandler(self._errors)
        self._say("logged beside the pages", self._errors.taken())
        tokens = {token for token in self.harvest.values["token"] if len(token) > 20}
        for secret in sorted(self._visitors.secrets | tokens):
            self.findings.wrong += [f"{secret} is logged"] * (secret in written.getvalue())

    def _once(self, number: int, rule: Rule, method: str, writes: _Writes) -> None:
        form = self._form(number, rule.endpoint) if method == "POST" else None
        role = self._role(rule.endpoint, form)
        client, token = self._visitors.client(role)
        self.harvest.values["token"] |= self._visitors.tokens
        address = form.path if form and self.chance.random() < 0.9 else self._address(rule)
        if method == "GET":
            address += self.bodies.query(rule.endpoint)
        sent = self.bodies.body(form, token) if method == "POST" else {}
        headers = Headers(self.chance.choice(ODD_HEADERS if number % 3 == 0 else ODD_HEADERS[:2]))
        sent.setdefault("headers", Headers()).extend(headers)
        writes.committed = writes.under_way = False
        peer = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        with client.open(
            address, method=method, environ_base={"REMOTE_ADDR": peer}, **sent
        ) as answer:
            self.findings.count(answer.status_code, method, rule.endpoint)
            problems = list(self._problems(number, answer))
            if method in SAFE_METHODS and writes.committed:
                problems.append("GET wrote")
            self._learn(rule.endpoint, address, role, answer)
            if leads_out(answer) or (role not in ROLES and answer.status_code == 303):
                self._visitors.forget(role)
        said = f"{role} {method} {address[:200]!r} {short(sent)}"
        self._say(f"#{number} {rule.endpoint}: {said}", problems)

    def _form(self, number: int, endpoint: str) -> Form | None:
        """One of the endpoint's forms; every other time as its page shows it now."""
        known = self.harvest.forms.get(endpoint)
        if not known:
            return None
        form = self.chance.choice(known)
        if self.chance.random() < 0.5:
            self._open(number, form.role, form.page)
        # The newest of the same address is what the page has just shown.
        return next((other for other in reversed(known) if other.path == form.path), form)

    def _role(self, endpoint: str, form: Form | None) -> str:
        """Half of the time somebody who was shown the way there, otherwise anybody."""
        if self.chance.random() < 0.5:
            return self.chance.choice(VISITORS)
        if endpoint in DOORS:
            return DOORS[endpoint]
        shown = [form.role] if form else sorted(self.harvest.readers.get(endpoint, ()))
        return self.chance.choice(shown or VISITORS)

    def _learn(self, endpoint: str, address: str, role: str, answer: TestResponse) -> None:
        """The first answers of each page hold forms and addresses that nothing else leads to."""
        is_new = self.findings.endpoints[endpoint] <= MOST_LOOKS
        if is_new and answer.status_code < 500 and answer.mimetype == "text/html":
            self.harvest.take(address, answer.text, role)

    def _problems(self, number: int, answer: TestResponse) -> Iterator[str]:
        status = answer.status_code
        if status >= 500:
            yield "\n".join([str(status), *self._errors.taken()])
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
            return re.sub(r"<[^>]*>", self.chance.choice(ODD_PIECES), rule.rule)
        return built[1]


def leads_out(answer: TestResponse) -> bool:
    """Whether a page of the sign-in comes next."""
    location = answer.headers.get("Location", "") + answer.headers.get("HX-Redirect", "")
    return "/login" in location or "/account/password" in location


def _without_typed(text: str) -> str:
    """The page's words without what was typed, which comes back in its fields."""
    return re.sub(r"<textarea[^>]*>.*?</textarea>|<[^>]*>", " ", text, flags=re.DOTALL)
