"""Addresses of pages, built quickly: a page with fifty rows holds some two hundred of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, has_request_context, request
from werkzeug.routing import Rule

from tracker.core.numbers import LARGEST_NUMBER

MOST_KEPT = 4_096
# Strangers choose where they want to go after signing in: of that no memory is filled.
LONGEST_KEPT = 500
# Stand for the numbers in an address while its shape is looked for.
_FIRST_MARK = 987_654_000


class RuleBuiltLate(Rule):
    """A rule whose addresses are asked for some time, or never.

    werkzeug compiles two small programs for each of the two hundred: a sixteenth of the start.

    It has no public way to wait with them: `Rule.compile` makes the pattern and both programs in
    one go (read in werkzeug 3.1.9). Where a later one makes them elsewhere, this method is not
    called, and addresses are built as ever.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        compile_now = super()._compile_builder

        def build_first(rule: Rule, /, **values: Any) -> tuple[str, str]:
            build: Callable[..., tuple[str, str]]
            build = compile_now(append_unknown).__get__(rule, None)
            if append_unknown:
                self._build_unknown = build
            else:
                self._build = build
            return build(**values)

        return build_first


class AppWithAddresses(Flask):
    """A Flask app that remembers what `url_for` answered, and the shape of numbered addresses.

    An address depends on nothing but the place of the app, the endpoint and the values.
    """

    url_rule_class = RuleBuiltLate

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._shapes: dict[tuple[Any, ...], str] = {}
        self._addresses: dict[tuple[Any, ...], str] = {}

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """As it is: nothing here waits asynchronously, and Flask asks each hook at each request."""
        return func

    def get_send_file_max_age(self, filename: str | None) -> int | None:
        """How long a browser keeps a file: the program's own, whose addresses change with them."""
        return super().get_send_file_max_age(filename) if request.endpoint == "static" else None

    def url_for(self, /, endpoint: str, **values: Any) -> str:
        """As Flask builds it."""
        # Flask's own function names every special wish, none of them wished for.
        given = {name: value for name, value in values.items() if value is not None}
        known = endpoint[:1] != "." and not self.debug and has_request_context()
        if not known or not all(type(value) in (int, str) for value in given.values()):
            return super().url_for(endpoint, **values)
        return self._quick(endpoint, given)

    def _quick(self, endpoint: str, values: dict[str, Any]) -> str:
        key = (request.script_root, endpoint, *values)
        numbers = list(values.values())
        if all(type(number) is int and 0 <= number <= LARGEST_NUMBER for number in numbers):
            shape = self._shapes.get(key) or self._shape(key, endpoint, list(values))
            return shape.format(*numbers)
        return self._kept((*key, *numbers), endpoint, values)

    def _shape(self, key: tuple[Any, ...], endpoint: str, names: list[str]) -> str:
        """The address with a gap for each number."""
        marks: dict[str, Any] = {name: _FIRST_MARK + place for place, name in enumerate(names)}
        shape = super().url_for(endpoint, **marks).replace("{", "{{").replace("}", "}}")
        for place, mark in enumerate(marks.values()):
            shape = shape.replace(str(mark), f"{{{place}}}")
        self._shapes[key] = shape
        return shape

    def _kept(self, key: tuple[Any, ...], endpoint: str, values: dict[str, Any]) -> str:
        found = self._addresses.get(key)
        if found is None:
            found = super().url_for(endpoint, **values)
            if len(found) > LONGEST_KEPT:
                return found
            if len(self._addresses) >= MOST_KEPT:
                self._addresses.clear()
            self._addresses[key] = found
        return found
