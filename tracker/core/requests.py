"""What comes in with a request, as every page may rely on it: text of real letters only."""

from __future__ import annotations

import re
from functools import cached_property
from urllib.parse import parse_qsl

from flask import Request
from werkzeug.datastructures import MultiDict
from werkzeug.routing import BaseConverter

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


class CleanRequest(Request):
    """Fields, names of files and the address's query without characters that nothing can hold."""

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
