"""What the app's own pages offer: addresses, and forms with what a browser would send."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urljoin, urlsplit

from flask import Flask
from lxml import html
from werkzeug.exceptions import HTTPException

_NEVER_SENT = {"submit", "button", "image", "reset"}
_TOKEN = "csrf_token"
MOST_FORMS = 12


@dataclass(frozen=True, slots=True)
class Form:
    """A form as it stood on a page: where it goes and what it would send untouched."""

    endpoint: str
    path: str
    fields: tuple[tuple[str, str], ...]
    files: tuple[str, ...]
    choices: tuple[tuple[str, str], ...]


@dataclass
class Harvest:
    """All that was found so far; pages are read as they come along."""

    app: Flask
    forms: dict[str, list[Form]] = field(default_factory=lambda: defaultdict(list))
    values: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    queries: dict[str, set[tuple[str, str]]] = field(default_factory=lambda: defaultdict(set))
    names: set[str] = field(default_factory=set)

    def take(self, address: str, text: str) -> set[str]:
        """Note the page's forms and addresses; gives the addresses that can be opened."""
        if not text.strip():
            return set()
        root = html.document_fromstring(text)
        found = set()
        for attribute in ("href", "hx-get", "src"):
            for link in root.xpath(f"//@{attribute}"):
                target = urljoin(address, str(link)).partition("#")[0]
                if self._note(target, "GET"):
                    found.add(target)
        for element in root.iter("form"):
            self._take_form(address, element)
        return found

    def _note(self, address: str, method: str) -> str | None:
        """The endpoint behind an address; its numbers and its query are remembered."""
        parts = urlsplit(address)
        if parts.netloc:
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

    def _take_form(self, address: str, form: html.HtmlElement) -> None:
        method = "POST" if form.get("hx-post") else (form.get("method") or "get").upper()
        path = urljoin(address, form.get("hx-post") or form.get("action") or address)
        endpoint = self._note(path, method)
        if endpoint is None:
            return
        fields, files, choices = _fields_of(form)
        self.names |= {name for name, _value in fields} | set(files)
        if method == "GET":
            self.queries[endpoint] |= {*fields, *choices}
            return
        known = self.forms[endpoint]
        made = Form(endpoint, path, tuple(fields), tuple(files), tuple(choices))
        if len(known) < MOST_FORMS and made not in known:
            known.append(made)


def _fields_of(
    form: html.HtmlElement,
) -> tuple[list[tuple[str, str]], list[str], list[tuple[str, str]]]:
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
    return fields, files, choices
