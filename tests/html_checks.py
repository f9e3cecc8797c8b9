"""What every HTML answer of the app must hold, whatever page it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from html5lib.html5parser import ParseError

# What stands inside what is decided by the element an answer is swapped into.
CONTAINERS = {"<tr": "tbody", "<tbody": "table", "<td": "tr", "<option": "select"}
# Each of them goes to a place of its own, so each is looked at by itself.
PARTIAL = re.compile(r"<hx-partial\b[^>]*>(.*?)</hx-partial>", re.DOTALL)
# Drawn anew for each answer.
DRAWN = re.compile(r'(name="(?:csrf_token|request_key)"[^>]*? value="|"X-CSRFToken": ")[^"]*')
LABELLED_TYPES = {"input", "select", "textarea"}
NEVER_SEEN_INPUTS = {"hidden", "submit", "button"}


def problems_of(html: str) -> tuple[str, ...]:
    """Everything wrong with a whole page, or with the parts that htmx asked for.

    Pages that differ by their tokens alone, as those of the two engines do, are read once.
    """
    return _problems_of(DRAWN.sub(r"\1", html))


@lru_cache(maxsize=512)
def _problems_of(html: str) -> tuple[str, ...]:
    is_page = html.lstrip().lower().startswith("<!doctype")
    if not is_page and PARTIAL.search(html):
        pieces = (PARTIAL.sub("", html), *PARTIAL.findall(html))
        return tuple(problem for piece in pieces for problem in _problems_of(piece))
    try:
        root = _parsed(html, is_page=is_page)
    except ParseError as error:
        return (f"invalid HTML: {error}",)
    found = [*_repeated_ids(root), *_inline_code(root), *_bad_forms(root), *_unlabelled(root)]
    if is_page:
        found += [*_wrong_title(root), *_lost_references(root), *_misnamed_errors(root)]
    return tuple(found)


def _parsed(html: str, *, is_page: bool) -> Element:
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    if is_page:
        page: Element = parser.parse(html)
        return page
    start = html.lstrip()
    container = next((c for tag, c in CONTAINERS.items() if start.startswith(tag)), "div")
    part: Element = parser.parseFragment(html, container=container)
    return part


def _repeated_ids(root: Element) -> Iterator[str]:
    ids = Counter(node.get("id") for node in _elements(root) if node.get("id") is not None)
    yield from (f"id {name!r} stands {count} times" for name, count in ids.items() if count > 1)


def _inline_code(root: Element) -> Iterator[str]:
    """The content security policy of the app forbids styles and scripts inside a page."""
    for node in _elements(root):
        if node.tag == "style" or (node.tag == "script" and not node.get("src")):
            yield f"inline <{node.tag}>"
        for name in node.attrib:
            if str(name) == "style" or str(name).startswith("on"):
                yield f"inline {name} on <{node.tag}>"


def _bad_forms(root: Element) -> Iterator[str]:
    for form in _named(root, "form"):
        if form.get("method") not in {"get", "post"} or not form.get("action"):
            yield f"a form needs its method and action: {dict(form.attrib)}"
        if form.get("method") != "post":
            continue
        names = {field.get("name") for field in _named(form, "input")}
        if "csrf_token" not in names:
            yield f"the form to {form.get('action')} carries no CSRF token"


def _unlabelled(root: Element) -> Iterator[str]:
    """Every control that a person fills in has a name for those who cannot see it."""
    labelled = {label.get("for") for label in _named(root, "label")}
    wrapped = {id(field) for label in _named(root, "label") for field in _elements(label)}
    for field in _elements(root):
        if field.tag not in LABELLED_TYPES or field.get("type") in NEVER_SEEN_INPUTS:
            continue
        named = field.get("aria-label") or field.get("id") in labelled or id(field) in wrapped
        if not named:
            yield f"<{field.tag} name={field.get('name')!r}> has no label"


def _wrong_title(root: Element) -> Iterator[str]:
    titles, headings = _named(root, "title"), _named(root, "h1")
    if len(titles) != 1 or len(headings) != 1:
        yield f"{len(titles)} titles and {len(headings)} main headings"
        return
    title, heading = _words(titles[0]), _words(headings[0])
    if not heading or not title.startswith(f"{heading} · "):
        yield f"the title {title!r} does not say the heading {heading!r}"


def _lost_references(root: Element) -> Iterator[str]:
    ids = {node.get("id") for node in _elements(root)}
    for node in _elements(root):
        for name in ("aria-describedby", "aria-labelledby", "for"):
            for wanted in (node.get(name) or "").split():
                if wanted not in ids:
                    yield f"{name} of <{node.tag}> points to {wanted!r}, which is not there"


def _misnamed_errors(root: Element) -> Iterator[str]:
    """What a list of errors calls a field is what stands above the field it leads to."""
    ids = {node.get("id") for node in _elements(root)}
    names = {label.get("for"): _words(label) for label in _named(root, "label")}
    for group in _named(root, "fieldset"):
        names |= {group.get("id"): _words(legend) for legend in _named(group, "legend")[:1]}
    for message in _elements(root):
        if "message--error" not in (message.get("class") or "").split():
            continue
        for link in _named(message, "a"):
            wanted, said = (link.get("href") or "").removeprefix("#"), _words(link)
            if (link.get("href") or "").startswith("#") and wanted not in ids:
                yield f"the error about {said!r} leads to {wanted!r}, which is not there"
            if wanted in names and names[wanted].removesuffix("*").strip() != said:
                yield f"the error about {said!r} leads to the field {names[wanted]!r}"


def _elements(root: Element) -> Iterator[Any]:
    return (node for node in root.iter() if isinstance(node.tag, str))


def _named(root: Element, tag: str) -> list[Any]:
    return [node for node in _elements(root) if node.tag == tag]


def _words(node: Element) -> str:
    return " ".join("".join(node.itertext()).split())
