"""Long lists in pages: one is fetched, all are counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask_sqlalchemy.pagination import Pagination

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
