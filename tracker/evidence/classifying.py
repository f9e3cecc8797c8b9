"""The small form by which a paper's class is changed, wherever the paper is shown."""

from __future__ import annotations

from flask import request
from flask_login import current_user

from tracker.core.errors import RuleError
from tracker.evidence.models import EvidenceColumns
from tracker.evidence.rules import SENSITIVITY_WORDS, Sensitivity
from tracker.evidence.service import classify


def classified(paper: EvidenceColumns, *, plan_id: int) -> str:
    """Change the class to what the request says; the sentence to show then."""
    try:
        wanted = Sensitivity(request.form.get("sensitivity", ""))
        seen = Sensitivity(request.form.get("seen", ""))
    except ValueError as error:
        raise RuleError("Hãy chọn mức phổ biến rồi lưu lại.") from error
    classify(paper, wanted, seen=seen, plan_id=plan_id, actor=current_user)
    return f"“{paper.name}” nay ở mức: {SENSITIVITY_WORDS[wanted]}."
