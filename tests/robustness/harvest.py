"""What the app's own pages offer: addresses, and forms with what a browser would send."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl, urljoin, urlsplit

from flask import Flask
from lxml import html
from werkzeug.exceptions import HTTPException

_NEVER_SENT = {"submit", "button", "image", "reset"}
_TOKEN = "csrf_token"
_OWN_HOST = "localhost"
MOST_FORMS = 12


@dataclass(frozen=True, slots=True)
class Form:
    """A form as it stood on a page: where it goes and what it would send untouched.

    On which page it stood, and for whom: they may send it.
    """

    endpoint: str
    path: str
    fields: tuple[tuple[str, str], ...]
    files: tuple[str, ...]
    choices: tuple[tuple[str, str], ...]
    page: str = field(default="", compare=False)
    role: str = field(default="", compare=False)


@dataclass
class Harvest:
    """All that was found so far; pages are read as they come along."""

    app: Flask
    forms: dict[str, deque[Form]] = field(
        default_factory=lambda: defaultdict(lambda: deque(maxlen=MOST_FORMS))
    )
    # Whose page led to an address.
    readers: dict[str, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))
    values: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    queries: dict[str, set[tuple[str, str]]] = field(default_factory=lambda: defaultdict(set))
    names: set[str] = field(default_factory=set)

    def take(self, address: str, text: str, role: str = "") -> set[str]:
        """Note the page's forms and addresses; gives the addresses that can be opened."""
        if not text.strip():
            return set()
        root = html.document_fromstring(text)
        found = set()
        for attribute in ("href", "hx-get", "src"):
            for link in root.xpath(f"//@{attribute}"):
                target = urljoin(address, str(link)).partition("#")[0]
                if endpoint := self._note(target, "GET"):
                    found.add(target)
                    self.readers[endpoint].setdefault(role)
        # An address to be copied by hand stands in a field.
        for copied in root.xpath("//input[@readonly]/@value"):
            self._note(str(copied), "GET")
        for element in root.iter("form"):
            self._take_form(address, element, role)
        return found

    def _note(self, address: str, method: str) -> str | None:
        """The endpoint behind an address; its numbers and its query are remembered."""
        try:
            parts = urlsplit(address)
        except ValueError:
            return None
        if parts.netloc and (method != "GET" or parts.netloc != _OWN_HOST):
            return None
        try:
            endpoint, values = self.app.url_map.bind("localhost").match(parts.path, method=method)
        except HTTPException:
            return None
        for name, value in values.items():
            if endpoint != "static":
                self.values[name].add(str(value))
        for pair in parse_qsl(parts.query, keep_blank_values=True):
            if pair[0] != _TOKEN:
                self.queries[endpoint].add(pair)
        return None if endpoint == "static" else str(endpoint)

    def _take_form(self, address: str, form: html.HtmlElement, role: str) -> None:
        method = "POST" if form.get("hx-post") else (form.get("method") or "get").upper()
        sent = _fields_of(form)
        path = urljoin(address, form.get("hx-post") or form.get("action") or address)
        self._keep(Form("", path, *sent, page=address, role=role), method)
        # A button may send the same fields elsewhere.
        for other in form.xpath(".//@formaction"):
            self._keep(
                Form("", urljoin(address, str(other)), *sent, page=address, role=role), "POST"
            )

    def _keep(self, form: Form, method: str) -> None:
        """The newest of each endpoint: older ones speak of rows as they were."""
        endpoint = self._note(form.path, method)
        if endpoint is None:
            return
        self.names |= {name for name, _value in form.fields} | set(form.files)
        if method == "GET":
            self.queries[endpoint] |= {*form.fields, *form.choices}
            return
        made, known = replace(form, endpoint=endpoint), self.forms[endpoint]
        if made not in known:
            known.append(made)


Pairs = tuple[tuple[str, str], ...]


def _fields_of(form: html.HtmlElement) -> tuple[Pairs, tuple[str, ...], Pairs]:
    """Fields with their values, names of file fields, and every choice that is offered."""
    fields: list[tuple[str, str]] = []
    files: list[str] = []
    choices: list[tuple[str, str]] = []
    own = form.get("id")
    outside = form.getroottree().xpath("//*[@form=$own]", own=own) if own else []
    for element in [*form.iter("input", "select", "textarea", "button"), *outside]:
        name = element.get("name")
        if not name or name == _TOKEN:
            continue
        kind = element.get("type", "text") if element.tag == "input" else element.tag
        if kind == "file":
            files.append(name)
        elif kind == "select":
            options = [option.get("value", "") for option in element.iter("option")]
            chosen = [o.get("value", "") for o in element.iter("option") if "selected" in o.attrib]
            choices += [(name, value) for value in options]
            fields += [(name, value) for value in chosen or options[:1]]
        elif kind in {"checkbox", "radio", *_NEVER_SENT}:
            choices.append((name, element.get("value", "on")))
            if "checked" in element.attrib:
                fields.append((name, element.get("value", "on")))
        else:
            text = (element.text if kind == "textarea" else element.get("value")) or ""
            # A browser drops the line break at the very start of a box.
            fields.append((name, text.removeprefix("\n")))
    return tuple(fields), tuple(files), tuple(choices)
