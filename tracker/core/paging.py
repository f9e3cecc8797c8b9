"""Long lists in pages: one is fetched, all are counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import request
from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Select

from tracker.core.db import db
from tracker.core.numbers import whole_number

# What a page fetches, given how many rows lie before it.
Fetch = Callable[[int], Sequence[Any]]


class Pages(Pagination):
    """The page that the address asks for (`?page=2`); the last one when it asks for more."""

    def __init__(self, fetch: Fetch, *, total: int, per_page: int) -> None:
        self._fetch, self._of_all = fetch, total
        super().__init__(per_page=per_page, max_per_page=per_page, error_out=False)

    @classmethod
    def of(cls, rows: Sequence[Any], *, per_page: int) -> Pages:
        """Of rows that are all at hand."""
        return cls(lambda first: rows[first : first + per_page], total=len(rows), per_page=per_page)

    def _query_items(self) -> list[Any]:
        last = max(1, -(-self._of_all // self.per_page))
        self.page = min(self.page, last)
        return list(self._fetch(self._query_offset))

    def _query_count(self) -> int:
        return self._of_all


def one_page_of(rows: Select[Any], *, per_page: int, error_out: bool = True) -> Pagination:
    """The page of a query that the address asks for; what is no page is not found, or the first.

    The library takes any number, also one that is too large for the engines to count to.
    """
    asked = whole_number(request.args.get("page", "1")) or 0
    return db.paginate(rows, page=asked, per_page=per_page, error_out=error_out)
