"""What comes in with a request, as every page may rely on it: text of real letters only."""

from __future__ import annotations

import re
from functools import cached_property
from typing import IO
from urllib.parse import parse_qsl

from flask import Request
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser
from werkzeug.routing import BaseConverter

# Of a plan of the largest size, a tick and a day for each row.
MOST_FIELDS = 10_000
# Word's line break within a paragraph and the form feed are line breaks here too.
_BREAKS = re.compile("[\x0b\x0c\x85]")
# Control characters and code points that are no characters: PostgreSQL refuses some, documents
# and pages the others; nobody types them, they come along with what is pasted.
_NO_LETTERS = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef"
    + "".join(
        f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
    )
    + "]"
)


def letters_only(text: str) -> str:
    """The text without what is no letter, blank or line break."""
    return _NO_LETTERS.sub("", _BREAKS.sub("\n", text))


def content_of(upload: FileStorage) -> bytes:
    """All of an uploaded file, however often it was asked for before.

    It stays open, as others ask too (`request_keys.sent_key`): the request's end closes it.
    """
    upload.stream.seek(0)
    content: bytes = upload.stream.read()
    return content


class FormReader(FormDataParser):
    """Reads a form without files as far as one of ours can go.

    The library takes such a form as large as any upload: 100 MB of empty fields cost a minute and
    gigabytes, before anybody is asked who they are, and words that are no text cost ten times more.
    """

    def parse(
        self,
        stream: IO[bytes],
        mimetype: str,
        content_length: int | None,
        options: dict[str, str] | None = None,
    ) -> tuple[IO[bytes], MultiDict[str, str], MultiDict[str, FileStorage]]:
        """The fields; one that is too large, or has too many, is refused unread."""
        if mimetype != "application/x-www-form-urlencoded" or self.max_form_memory_size is None:
            return super().parse(stream, mimetype, content_length, options)
        # No room is made for more than the browser announces.
        announced = self.max_form_memory_size if content_length is None else content_length
        body = stream.read(min(announced, self.max_form_memory_size) + 1)
        if len(body) > self.max_form_memory_size or body.count(b"&") >= MOST_FIELDS:
            raise RequestEntityTooLarge
        fields = parse_qsl(body.decode(errors="replace"), keep_blank_values=True)
        return stream, self.cls(fields), self.cls()


class CleanRequest(Request):
    """Fields, names of files and the address's query without characters that nothing can hold."""

    form_data_parser_class = FormReader
    # Pages send forms; a body of another kind is none, whatever it calls itself.
    is_json = False

    @cached_property
    def args(self) -> MultiDict[str, str]:
        """The query; bytes that are no text do not break the page."""
        pairs = parse_qsl(self.query_string.decode(errors="replace"), keep_blank_values=True)
        return self.parameter_storage_class(
            [(letters_only(name), letters_only(value)) for name, value in pairs]
        )

    def _load_form_data(self) -> None:
        if "form" in self.__dict__:
            return
        super()._load_form_data()
        self.__dict__["form"] = self.parameter_storage_class(
            [(name, letters_only(value)) for name, value in self.form.items(multi=True)]
        )
        for _field, upload in self.files.items(multi=True):
            upload.filename = letters_only(upload.filename or "")


class Word(BaseConverter):
    """A word in an address; one with control characters is an address that is not there."""

    regex = r"[^/\x00-\x1f\x7f]+"
