"""The bill of materials (CycloneDX 1.6): everything that is delivered, with hashes and licences.

Made from the lock, which knows every platform's files, not from what happens to be installed here:
the same lock gives the same bill. Licences come from the installed packages' own metadata.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import License
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from packageurl import PackageURL

SCHEMA = SchemaVersion.V1_6
_PINNED = re.compile(
    r"^(?P<name>[\w.-]+)(?:\[[^]]*\])?==(?P<version>[^\s;\\]+)(?P<marker>[^\\\n]*)"
)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_PARENT = re.compile(r"^\s+#\s+(?:via\s+)?([\w.-]+)(?: \(pyproject\.toml\))?\s*$")


@dataclass(frozen=True, slots=True)
class Pinned:
    """One package of the lock; `parents` are the packages that asked for it."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]
    parents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Copied:
    """Files of somebody else that stand in the project itself."""

    package: str
    version: str
    licence: str
    files: str


COPIED = (
    Copied("htmx.org", "4.0.1", "0BSD", "static/vendor/htmx-*.min.js"),
    Copied("@fontsource/be-vietnam-pro", "5.3.0", "OFL-1.1", "static/fonts/be-vietnam-pro/*.woff2"),
    Copied("@expo-google-fonts/tinos", "0.4.2", "OFL-1.1", "static/fonts/tinos/*.ttf"),
    Copied("lucide-static", "1.62.0", "ISC", "static/icons/sprite.svg"),
)


def read_lock(text: str) -> list[Pinned]:
    """Every package a `uv pip compile --generate-hashes` lock pins."""
    blocks = re.split(r"\n(?=[\w])", text)
    return [pinned for block in blocks if (pinned := _pinned(block)) is not None]


def bill_of_materials(root: Path, *, name: str, version: str, made_at: int) -> str:
    """The bill as JSON, checked against its schema; ValueError says what the schema refuses."""
    lock = (root / "requirements.lock").read_text("utf-8")
    pinned = read_lock(lock)
    bom = Bom(
        serial_number=uuid.uuid5(uuid.NAMESPACE_OID, f"{name} {version}\n{lock}"),
        components=(*map(_component, pinned), *(_copied(root, one) for one in COPIED)),
    )
    bom.metadata.timestamp = datetime.fromtimestamp(made_at, UTC)
    bom.metadata.component = Component(
        name=name,
        version=version,
        type=ComponentType.APPLICATION,
        bom_ref=name,
        licenses=[LicenseFactory().make_from_string("Apache-2.0")],
    )
    _connect(bom, pinned, name)
    text = make_outputter(bom, OutputFormat.JSON, SCHEMA).output_as_string(indent=1)
    # Loading it takes seconds: it builds the grammars of every kind of address first.
    from cyclonedx.validation.json import JsonStrictValidator

    refused = JsonStrictValidator(SCHEMA).validate_str(text)
    if refused is not None:
        raise ValueError(f"the bill of materials does not fit its schema: {refused}")
    return text + "\n"


def _pinned(block: str) -> Pinned | None:
    found = _PINNED.match(block)
    if found is None:
        return None
    name, version, marker = found.groups()
    parents = [line[1] for line in map(_PARENT.match, block.splitlines()) if line]
    return Pinned(
        name=name,
        version=version,
        marker=marker.strip(" ;"),
        hashes=tuple(_HASH.findall(block)),
        parents=tuple(parent for parent in parents if parent != "via"),
    )


def _component(pinned: Pinned) -> Component:
    """A package as it may be installed: any of the lock's files of it, hence several hashes."""
    marker = [Property(name="tracker:only-where", value=pinned.marker)] if pinned.marker else []
    return Component(
        name=pinned.name,
        version=pinned.version,
        bom_ref=pinned.name,
        purl=PackageURL("pypi", None, pinned.name, pinned.version),
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest) for digest in pinned.hashes],
        licenses=_licences(pinned.name),
        properties=marker,
    )


def _copied(root: Path, copied: Copied) -> Component:
    group, _, package = copied.package.rpartition("/")
    files = sorted(root.glob(copied.files))
    if not files:
        raise ValueError(f"no file {copied.files}: is the bill of materials out of date?")
    return Component(
        name=package,
        group=group or None,
        version=copied.version,
        bom_ref=copied.package,
        purl=PackageURL("npm", group or None, package, copied.version),
        licenses=[LicenseFactory().make_from_string(copied.licence)],
        components=[_file(root, path) for path in files],
    )


def _file(root: Path, path: Path) -> Component:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    name = path.relative_to(root).as_posix()
    return Component(
        name=name,
        bom_ref=name,
        type=ComponentType.FILE,
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest)],
    )


def _licences(name: str) -> list[License]:
    """As the package itself says: an expression, else its classifiers, else its short name."""
    try:
        said = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return []  # Of another platform than this one.
    expression = said.get("License-Expression")
    if expression:
        return [LicenseFactory().make_from_string(expression)]
    known = [
        line.rsplit(" :: ", 1)[-1]
        for line in said.get_all("Classifier") or ()
        if line.startswith("License :: ") and not line.endswith(":: OSI Approved")
    ]
    written = said.get("License") or ""
    words = known or ([written] if written and "\n" not in written else [])
    return [LicenseFactory().make_from_string(one) for one in words]


def _connect(bom: Bom, pinned: Iterable[Pinned], name: str) -> None:
    """Who asked for whom, by the lock's own words."""
    components = {component.bom_ref.value: component for component in bom.components}
    own = bom.metadata.component
    assert own is not None  # noqa: S101
    bom.register_dependency(own, [components[one.package] for one in COPIED])
    for one in pinned:
        for parent in one.parents:
            asking = own if parent == name else components[parent]
            bom.register_dependency(asking, [components[one.name]])
