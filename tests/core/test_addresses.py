"""Addresses are those Flask builds, however quickly."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask, url_for
from werkzeug.routing import AnyConverter, BaseConverter, Map, Rule, UnicodeConverter

from tracker.core.addresses import AppWithAddresses

ADDRESSES: list[tuple[str, dict[str, Any]]] = [
    ("workspace.task", {"task_id": 7}),
    ("workspace.task", {"task_id": 7, "_anchor": "contribution-3"}),
    ("workspace.home", {"role": None, "words": "đô thị & {0}", "many": 1}),
    ("workspace.home", {"page": 2}),
    ("workspace.plan", {"plan_id": 3, "unit": 12}),
    ("figures.rows", {"measure": "late", "line": None}),
    ("static", {"filename": "js/app.js"}),
    ("workspace.home", {"_external": True}),
]


@pytest.mark.parametrize("root", ["", "/phuong-mau"])
@pytest.mark.parametrize(("endpoint", "values"), ADDRESSES)
def test_addresses_are_what_flask_builds(
    app: Flask, endpoint: str, values: dict[str, Any], root: str
) -> None:
    with app.test_request_context(environ_overrides={"SCRIPT_NAME": root}):
        slow = Flask.url_for(app, endpoint, **values)
        assert [url_for(endpoint, **values) for _ in range(2)] == [slow, slow]


def test_no_memory_is_filled_with_where_a_stranger_wanted_to_go(app: AppWithAddresses) -> None:
    wanted = f"/plans?words={'a' * 1000}"
    with app.test_request_context():
        kept = len(app._addresses)
        assert url_for("accounts.sign_in", next=wanted).endswith("a" * 1000)
        assert len(app._addresses) == kept


def test_another_number_gives_another_address(app: Flask) -> None:
    with app.test_request_context():
        assert url_for("workspace.task", task_id=8) == "/tasks/8"
        assert url_for("workspace.task", task_id=987_654_000) == "/tasks/987654000"
        assert url_for("workspace.task", task_id=9) == "/tasks/9"


def test_a_rule_that_is_built_late_builds_what_a_rule_builds(app: Flask) -> None:
    late = {rule.endpoint: rule for rule in app.url_map.iter_rules()}
    soon = Map([Rule(rule.rule, endpoint=name) for name, rule in late.items()])
    for rule in soon.iter_rules():
        values = {name: _fitting(rule._converters[name]) for name in rule.arguments}
        for given in (values, {**values, "self": "đô thị", "rule": "1", "values": ["2", "3"]}):
            for append_unknown in (True, False):
                built = late[rule.endpoint].build(given, append_unknown)
                assert built == rule.build(given, append_unknown)


def _fitting(converter: BaseConverter) -> int | str:
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return "a b" if isinstance(converter, UnicodeConverter) else 7
