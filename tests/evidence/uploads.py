"""A hostile file sent as a unit sends its evidence, and what must hold whatever becomes of it."""

from __future__ import annotations

from urllib.parse import unquote

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.evidence.hostile import Hostile
from tests.progress.reports import send_report
from tracker.core.db import db
from tracker.evidence.kinds import ENDINGS, PDF
from tracker.progress.models import Contribution, Evidence

PICTURES_SHOWN = {"image/png", "image/webp"}


def send_hostile(unit: FlaskClient, owed: Contribution, file: Hostile, key: str) -> bool:
    """Send the file with a draft; whether it was kept. What was kept is taken away again."""
    said = {"status": "in_progress", "request_key": key, "note": ""}
    answer = send_report(unit, owed, (file.name, file.content), **said)
    assert answer.status_code in {303, 422}, f"{file.kind}: {answer.status_code}"
    kept = db.session.query(Evidence).all()
    if answer.status_code == 422:
        assert "Tệp “" in answer.text
        assert kept == []
        return False
    # A name with line ends in it is no file field for the server: nothing arrives.
    assert not (kept and file.must_be_refused), f"{file.kind} “{file.name}” was kept"
    for paper in kept:
        _check_name(paper)
        _check_sent(unit.get(f"/evidence/{paper.id}"), paper)
        shown = unit.get(f"/evidence/{paper.id}/preview")
        assert shown.status_code == 404 or shown.mimetype in PICTURES_SHOWN
        db.session.delete(db.session.get(Evidence, paper.id))
    db.session.commit()
    return bool(kept)


def _check_name(paper: Evidence) -> None:
    name = paper.file_name or ""
    assert name.rpartition(".")[2].lower() in ENDINGS[paper.media_type or ""]
    assert name.isprintable()
    assert not set(name) & set('/\\<>:"|?*')


def _check_sent(sent: TestResponse, paper: Evidence) -> None:
    """As the type it is, nothing guessed, nothing run; only PDFs open in the browser's viewer."""
    assert sent.status_code == 200
    assert sent.mimetype == paper.media_type
    assert sent.headers["X-Content-Type-Options"] == "nosniff"
    way, _, name = sent.headers["Content-Disposition"].partition(";")
    assert way == ("inline" if sent.mimetype == PDF else "attachment")
    policy = sent.headers["Content-Security-Policy"]
    assert "sandbox" in policy or sent.mimetype == PDF
    if "filename*=" in name:
        assert unquote(name.split("filename*=UTF-8''")[1]) == paper.file_name
    else:
        assert (paper.file_name or "") in name
