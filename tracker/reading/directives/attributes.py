"""Labelled values in prose: "Đơn vị chủ trì: X; đơn vị phối hợp: Y; thời gian: Z"."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from tracker.core.text_vn import one_line, tone_placement_folded
from tracker.reading.columns import Column
from tracker.reading.patterns import either
from tracker.reading.result import add_words

_BODY = (
    r"(?:(?:các )?(?:đơn vị|cơ quan|bộ phận|phòng|ban|ngành)(?:, (?:đơn vị|cơ quan|địa phương))* )"
)
_LABELS = (
    (
        Column.COOPERATING,
        rf"{_BODY}?(?:cùng )?phối hợp(?: thực hiện| triển khai)?",
    ),
    (
        Column.LEAD,
        either(
            rf"{_BODY}?chủ trì(?:,? (?:tham mưu|thực hiện|triển khai))?",
            rf"{_BODY}(?:thực hiện|tham mưu|đầu mối|phụ trách|được giao)",
            rf"{_BODY}chịu trách nhiệm(?: chính)?",
            "(?:phân công|trách nhiệm) thực hiện",
            r"(?<=\()thực hiện",
        ),
    ),
    (
        Column.DEADLINE,
        either(
            "(?:thời gian|thời hạn|tiến độ|hạn)(?: thực hiện| hoàn thành| triển khai| xong)*",
            "hoàn thành",
        ),
    ),
    (
        Column.PRODUCT,
        "(?:dự kiến )?(?:sản phẩm|kết quả)(?: thực hiện| đầu ra| hoàn thành| cần đạt| đạt được)*",
    ),
    (None, "(?:nguồn )?kinh phí(?: thực hiện)?"),
    (None, "địa điểm(?: tổ chức)?|phương thức(?: thực hiện)?"),
)
_ANY = re.compile(
    r"(?:^|(?P<before>[.;,(\n–-]))\s*"
    + either(*(f"(?P<label{at}>{pattern})" for at, (_, pattern) in enumerate(_LABELS)))
    + r"\s*:\s*"
)
SECOND_VALUES = {
    Column.LEAD: "Đơn vị chủ trì (ghi thêm)",
    Column.COOPERATING: "Đơn vị phối hợp (ghi thêm)",
    Column.DEADLINE: "Thời gian (ghi thêm)",
    Column.PRODUCT: "Sản phẩm (ghi thêm)",
}
BETWEEN_VALUES = "; "
_EDGES = " .;,()–-"


@dataclass(slots=True)
class Attributes:
    """The labelled values and, when they close a sentence, the words before them."""

    before: str
    values: dict[Column, str] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)

    def keep_aside(self, columns: Collection[Column], extra: dict[str, str]) -> None:
        """Puts the values that others replace into `extra`, so that none is lost."""
        for column in columns:
            if column in self.values:
                add_words(extra, SECOND_VALUES[column], self.values[column], between=BETWEEN_VALUES)


def joined(first: Attributes | None, second: Attributes) -> Attributes:
    """The values of lines that follow each other; the line printed first goes before."""
    if first is None:
        return second
    extra = dict(first.extra)
    for name, words in second.extra.items():
        add_words(extra, name, words, between=BETWEEN_VALUES)
    second.keep_aside(set(first.values), extra)
    return Attributes("", {**second.values, **first.values}, extra)


def read_attributes(text: str) -> Attributes | None:
    """None when the words hold no labelled value that says who does the work or when."""
    key = tone_placement_folded(text)
    if len(key) != len(text):
        return None
    found = list(_ANY.finditer(key))
    if not found:
        return None
    start = found[0].start() + (found[0]["before"] == ".")
    attributes = Attributes(text[:start].strip(" (,–-") if found[0].start() else "")
    for at, match in enumerate(found):
        end = found[at + 1].start() if at + 1 < len(found) else len(text)
        _keep(attributes, match, one_line(text[match.end() : end]).strip(_EDGES), text)
    says_work = {Column.LEAD, Column.COOPERATING, Column.DEADLINE} & set(attributes.values)
    return attributes if says_work or not attributes.before else None


def _keep(attributes: Attributes, match: re.Match[str], value: str, text: str) -> None:
    at = next(at for at in range(len(_LABELS)) if match[f"label{at}"])
    column = _LABELS[at][0]
    if not value:
        return
    if column is None:
        label = one_line(text[match.start(f"label{at}") : match.end(f"label{at}")])
        name = label[:1].upper() + label[1:]
        add_words(attributes.extra, name, value, between=BETWEEN_VALUES)
    elif column in attributes.values:
        add_words(attributes.extra, SECOND_VALUES[column], value, between=BETWEEN_VALUES)
    else:
        attributes.values[column] = value
