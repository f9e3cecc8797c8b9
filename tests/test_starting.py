"""What a start loads: the pages, and none of the libraries that only some of them need later."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from alembic.script import ScriptDirectory

from tests.conftest import Templates
from tests.databases import copy_sqlite
from tracker.core import paths
from tracker.core.migrating import known_revisions

# Each took a noticeable part of the start, or of the memory, before it waited until it is wanted.
ONLY_WHEN_WANTED = {
    "alembic",
    "apscheduler",
    "authlib",
    "cryptography",
    "docx",
    "filetype",
    "flask_migrate",
    "holidays",
    "icalendar",
    "lxml",
    "mako",
    "obstore",
    "olefile",
    "pdfplumber",
    "pikepdf",
    "PIL",
    "psycopg",
    "pyotp",
    "pypdfium2",
    "pyrage",
    "python_calamine",
    "requests",
    "segno",
    "sqlalchemy.dialects.postgresql",
    "tracker.demo",
    "tracker.reading.columns",
    "tracker.reading.deadlines",
    "tracker.reading.document",
    "tracker.reading.unit_names",
    "tracker.scheduler",
    "typst",
    "xlsxwriter",
}
PROGRAM = """
import json, sys
from datetime import date
import tracker.cli, tracker.serving
from sqlalchemy import event
from sqlalchemy.orm import Mapper
from tracker.command_support import build_app
from tracker.core.calendar_vn import named_days
from tracker.health import database_problem

worked_out = []
event.listen(Mapper, "after_configured", lambda: worked_out.append(True))
app = build_app()
assert not worked_out, "an import works out how tables hang together"
with app.app_context():
    assert "tracker init" in database_problem()
assert app.test_client().get("/login").status_code == 200
at_the_start = sorted(sys.modules)
assert date(2026, 4, 30) in named_days(2026)
for other in ("countries.finland", "calendars.islamic", "groups.hindu"):
    assert f"holidays.{other}" not in sys.modules
json.dump(at_the_start, sys.stdout)
"""


def test_what_only_some_pages_need_is_loaded_when_they_need_it(
    sqlite_templates: Templates, tmp_path: Path
) -> None:
    settings = {
        "TRACKER_DATA_DIR": str(tmp_path),
        "TRACKER_DATABASE_URL": copy_sqlite(Path(sqlite_templates.empty), tmp_path),
    }
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env=os.environ | settings,
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(json.loads(done.stdout))
    assert "tracker.workspace.views" in loaded
    assert loaded & ONLY_WHEN_WANTED == set()


def test_the_revisions_known_are_those_that_alembic_finds() -> None:
    script = ScriptDirectory(str(paths.migrations_folder()))
    assert known_revisions() == [each.revision for each in script.walk_revisions()]
