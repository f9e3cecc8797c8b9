"""Macros in the files of LibreOffice (odt, ods, odp), and what starts them.

OpenDocument 1.3, part 2 is the package, part 3 chapter 14.4 event listeners. LibreOffice keeps its
own macros under `Basic/`, those in other languages under `Scripts/`.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping

from tracker.evidence.kinds import WITH_MACROS, WITH_PASSWORD, NotEvidenceError
from tracker.evidence.office_fields import Elements, attribute, local_name, look_through

CONTENT, MANIFEST = "content.xml", "META-INF/manifest.xml"
_LOOKED_THROUGH = ("content.xml", "styles.xml")
# Whoever has once opened the editor of macros leaves empty lists of none behind.
_LISTS = ("script-lc.xml", "script-lb.xml")
_FOLDERS = ("basic/", "scripts/")
_MACRO_ELEMENTS = frozenset({"library-embedded", "library-linked", "source-code"})
# What a click, or LibreOffice itself, would run instead of showing.
_RUNS = ("vnd.sun.star.script:", "macro:", "vnd.sun.star.expand:", "service:", "slot:", ".uno:")
_NAMES_A_MACRO = ("macro-name", "language")


def is_open_document(archive: zipfile.ZipFile) -> bool:
    """Whether LibreOffice would open it as one of its own, whatever it says of itself."""
    return {CONTENT, MANIFEST} <= set(archive.namelist())


def refuse_macros_and_listeners(archive: zipfile.ZipFile) -> None:
    """NotEvidenceError where the document carries macros, or anything that would run one."""
    names = [part.filename for part in archive.infolist() if not part.is_dir()]
    if any(map(_is_macro, names)):
        raise NotEvidenceError(WITH_MACROS)
    if MANIFEST in names:
        look_through(archive, MANIFEST, _Manifest())
    for name in names:
        last = name.rpartition("/")[2].casefold()
        if last in _LOOKED_THROUGH:
            look_through(archive, name, _Running())
        elif last in _LISTS:
            look_through(archive, name, _LibraryList())


def _is_macro(name: str) -> bool:
    """In documents put into the document too: each has folders of its own."""
    path = f"/{name.casefold()}"
    is_kept_so = any(f"/{folder}" in path for folder in _FOLDERS)
    return is_kept_so and not path.endswith(_LISTS)


class _Manifest(Elements):
    """What the package says of its parts; older programs write a document type before it."""

    def start(self, tag: str, _attributes: Mapping[str, str]) -> None:
        if local_name(tag) == "encryption-data":
            raise NotEvidenceError(WITH_PASSWORD)

    def doctype(self, _name: str, _public: str | None, _system: str | None) -> None:
        """Nothing is loaded for it."""


class _LibraryList(Elements):
    """The lists of libraries, which bear a document type: one may lie elsewhere."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        is_elsewhere = attribute(attributes, "link") == "true"
        if is_elsewhere or local_name(tag) == "element":
            raise NotEvidenceError(WITH_MACROS)

    def doctype(self, _name: str, _public: str | None, _system: str | None) -> None:
        """Nothing is loaded for it."""


class _Running(Elements):
    """Macros in the text itself, and what names one."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        super().start(tag, attributes)
        kind = local_name(tag)
        runs = attribute(attributes, "href").strip().casefold().startswith(_RUNS)
        if kind in _MACRO_ELEMENTS or runs or (kind == "event-listener" and _starts(attributes)):
            raise NotEvidenceError(WITH_MACROS)


def _starts(attributes: Mapping[str, str]) -> bool:
    """Slides listen for clicks too, mostly to go to the next one."""
    is_told_to = attribute(attributes, "action") in {"execute", "verb"}
    return is_told_to or any(attribute(attributes, name) for name in _NAMES_A_MACRO)
