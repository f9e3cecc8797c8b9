"""The source as a ZIP too: what a person with Windows can open."""

from __future__ import annotations

import tarfile
import time
import zipfile
from pathlib import Path

# The first day that a ZIP can name.
_OLDEST = (1980, 1, 1, 0, 0, 0)


def zip_of(source: Path) -> Path:
    """The files of a `.tar.gz` in a ZIP beside it, the same bytes every time."""
    target = source.with_name(source.name.removesuffix(".tar.gz") + ".zip")
    with (
        tarfile.open(source) as tar,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for member in sorted(tar.getmembers(), key=lambda one: one.name):
            content = tar.extractfile(member)
            if content is None:
                continue
            moment = max(time.gmtime(member.mtime)[:6], _OLDEST)
            entry = zipfile.ZipInfo(member.name, date_time=moment)
            entry.external_attr = (member.mode & 0o777) << 16
            archive.writestr(entry, content.read(), compress_type=zipfile.ZIP_DEFLATED)
    return target
