"""What a request sends: the fields of a form as people fill it in, with one wrong, or all wild."""

from __future__ import annotations

import json
import random
from io import BytesIO
from typing import Any
from urllib.parse import quote_from_bytes

from werkzeug.datastructures import Headers

from tests.evidence.hostile import hostile
from tests.imports.documents import plan_docx
from tests.progress.files import DOCX, JPEG, PDF, XLSX
from tests.robustness.harvest import Form, Harvest
from tests.robustness.odd_values import (
    ODD_DATES,
    ODD_FILES,
    ODD_NUMBERS,
    ODD_TEXTS,
    USUAL,
    WRONG_TYPES,
)
from tests.robustness.posts import CREATED, EDITS

Field = tuple[str, str | bytes]
File = tuple[str, tuple[str, bytes]]
BOUNDARY = b"ranh-gioi-7d1"
PLAN_ROW = ("1", "Số hóa hồ sơ", "Văn phòng HĐND và UBND", "", "Trước 30/9/2026", "Báo cáo")
GOOD_FILES: tuple[tuple[str, bytes], ...] = (
    ("bao-cao.pdf", PDF),
    ("ke-hoach-so-hoa.docx", plan_docx((PLAN_ROW,), title="Kế hoạch số hóa hồ sơ năm 2026")),
    ("ke-hoach.docx", DOCX),
    ("bang.xlsx", XLSX),
    ("anh.jpg", JPEG),
)


def _meant() -> dict[str, list[str]]:
    """What the tests of each form type into its fields; row numbers stand elsewhere."""
    found: dict[str, list[str]] = {}
    for edit in (*EDITS.values(), *CREATED.values()):
        for name, value in (*edit.first.items(), *edit.second.items()):
            if "{" not in name + value:
                found.setdefault(name, []).append(value)
    return found


MEANT = _meant()


class Bodies:
    """Queries and bodies of requests; chance alone decides what they look like."""

    def __init__(self, chance: random.Random, harvest: Harvest) -> None:
        self.chance = chance
        self.harvest = harvest

    def query(self, endpoint: str) -> str:
        """Names and values that links and filters of the page use, most of them odd."""
        seen = sorted(self.harvest.queries.get(endpoint, ()))
        pairs = self.chance.sample(seen, min(len(seen), self.chance.randint(0, 4)))
        if self.chance.random() < 0.2 and self.harvest.names:
            pairs.append((self.chance.choice(sorted(self.harvest.names)), ""))
        changed: list[Field] = [
            (name, self._odd()[:3000] if self.chance.random() < 0.6 else value)
            for name, value in pairs
        ]
        return "?" + _encoded(changed) if changed else ""

    def body(self, form: Form | None, token: str) -> dict[str, Any]:
        """A third as people fill it in, a quarter with one thing wrong, the rest wild."""
        way = self.chance.random()
        if form is None or way > 0.6:
            return self._wild(form, token)
        fields = self._as_meant(form)
        files = self._good_files(form)
        if way > 0.35:
            fields, files = self._with_one_wrong(form, fields, files)
        return self._plain([("csrf_token", token), *fields], files)

    def _plain(self, fields: list[Field], files: list[File]) -> dict[str, Any]:
        if files:
            return multipart(fields, files)
        kind = "application/x-www-form-urlencoded"
        return {"data": _encoded(fields).encode(), "content_type": kind}

    def _as_meant(self, form: Form) -> list[Field]:
        """Nothing left out, something sensible in what is empty, a choice of what is offered."""
        offered: dict[str, list[str]] = {}
        for name, value in form.choices:
            offered.setdefault(name, []).append(value)
        given = {name for name, _value in form.fields}
        fields: list[Field] = [
            (name, self._meant(name, value, offered.get(name, []))) for name, value in form.fields
        ]
        for name, values in offered.items():
            if name not in given and self.chance.random() < 0.6:
                fields.append((name, self.chance.choice(values)))
        return fields

    def _meant(self, name: str, value: str, offered: list[str]) -> str:
        if offered:
            return self.chance.choice(offered) if self.chance.random() < 0.4 else value
        if value and self.chance.random() < 0.8:
            return value
        if name in {"version", "request_key", "seen", "state_mark"} or self.chance.random() < 0.2:
            return value
        return self.chance.choice(MEANT.get(name.rpartition("-")[2], USUAL))

    def _with_one_wrong(
        self, form: Form, fields: list[Field], files: list[File]
    ) -> tuple[list[Field], list[File]]:
        if form.files and self.chance.random() < 0.5:
            return fields, [(self.chance.choice(form.files), self._odd_file())]
        if not fields:
            return fields, files
        place = self.chance.randrange(len(fields))
        name = fields[place][0]
        how = self.chance.randrange(6)
        if how == 0:
            return fields[:place] + fields[place + 1 :], files
        if how == 1:
            return [*fields, (name, self._odd())], files
        if how == 2:
            others = fields[:place] + fields[place + 1 :]
            return others, [*files, (name, self._odd_file())]
        changed = [*fields]
        changed[place] = (name, self._odd())
        return changed, files

    def _wild(self, form: Form | None, token: str) -> dict[str, Any]:
        """The form's fields, some missing, odd, doubled or of a wrong kind."""
        fields: list[Field] = list(form.fields) if form else []
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
            return self._plain([("csrf_token", token), *fields], [])
        if not files and self.chance.random() < 0.3 and fields:
            files = [(self.chance.choice(fields)[0], self._odd_file())]
        return multipart([("csrf_token", token), *fields], files)

    def _made_odd(self, fields: list[Field]) -> list[Field]:
        wrong = self.chance.sample(range(len(fields)), min(len(fields), self.chance.randint(0, 3)))
        changed = [
            (name, self._odd() if place in wrong else self._filled_in(value))
            for place, (name, value) in enumerate(fields)
        ]
        if changed and self.chance.random() < 0.15:
            changed.append((self.chance.choice(changed)[0], self._odd()))
        if changed and self.chance.random() < 0.05:
            changed += [(changed[0][0], "1")] * 900
        if changed and self.chance.random() < 0.05:
            changed.append((str(self._odd())[:200], "1"))
        return changed

    def _filled_in(self, value: str | bytes) -> str | bytes:
        """An empty field mostly gets something usable, so that requests come further than forms."""
        if value or self.chance.random() < 0.4:
            return value
        return self.chance.choice(USUAL)

    def _odd(self) -> str | bytes:
        kind = self.chance.random()
        if kind < 0.4:
            return self.chance.choice(ODD_TEXTS)
        return self.chance.choice(ODD_NUMBERS if kind < 0.7 else ODD_DATES)

    def _good_files(self, form: Form) -> list[File]:
        if not form.files or self.chance.random() < 0.5:
            return []
        return [(name, self.chance.choice(GOOD_FILES)) for name in form.files]

    def _files(self, form: Form | None) -> list[File]:
        if form is None or not form.files or self.chance.random() < 0.3:
            return []
        return [(self.chance.choice(form.files), self._odd_file())]

    def _odd_file(self) -> tuple[str, bytes]:
        """Odd by its outside, or made to do harm."""
        if self.chance.random() < 0.7:
            return self.chance.choice(ODD_FILES)
        file = hostile(self.chance.randrange(100_000))
        return file.name, file.content


def _encoded(fields: list[Field]) -> str:
    """An urlencoded body that may hold bytes which are no text at all."""

    def quoted(value: str | bytes) -> str:
        as_bytes = value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value
        return quote_from_bytes(as_bytes)

    return "&".join(f"{quoted(name)}={quoted(value)}" for name, value in fields)


def multipart(fields: list[Field], files: list[File]) -> dict[str, Any]:
    """A body of several parts, which none of the libraries would make."""
    parts = []
    for name, value in fields:
        content = value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value
        parts.append(_part(name, None, content))
    parts += [_part(name, file_name, content) for name, (file_name, content) in files]
    body = b"".join(b"--" + BOUNDARY + b"\r\n" + part for part in parts)
    body += b"--" + BOUNDARY + b"--\r\n"
    kind = f"multipart/form-data; boundary={BOUNDARY.decode()}"
    return {"input_stream": BytesIO(body), "content_length": len(body), "content_type": kind}


def _part(name: str, file_name: str | None, content: bytes) -> bytes:
    head = f'Content-Disposition: form-data; name="{name}"'
    if file_name is not None:
        head += f'; filename="{file_name}"\r\nContent-Type: application/octet-stream'
    return head.encode("utf-8", "surrogatepass") + b"\r\n\r\n" + content + b"\r\n"


def short(sent: dict[str, Any]) -> str:
    """The beginning of a body, to be told beside what it broke."""
    stream = sent.get("input_stream")
    body = stream.getvalue() if isinstance(stream, BytesIO) else sent.get("data", b"")
    return repr(body[:1500]) if body else ""
