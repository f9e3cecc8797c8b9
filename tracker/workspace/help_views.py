"""Help in Vietnamese: one page per role, open to everybody who is signed in."""

from __future__ import annotations

from flask import Blueprint, Response, url_for
from flask_login import current_user

from tracker.accounts.rules import ROLE_WORDS, Role
from tracker.core.web import render
from tracker.workspace.first_steps import first_steps

blueprint = Blueprint("help", __name__)


@blueprint.get("/help", defaults={"role": None})
@blueprint.get("/help/<any(administrator, office, leader, unit_head, officer, observer):role>")
def page(role: str | None) -> Response:
    """The page of one's own role, or of another."""
    shown = Role(role) if role else current_user.role
    return render(
        "help/page.html",
        role=shown,
        tabs=[
            {
                "label": words,
                "url": url_for("help.page", role=other.value),
                "current": other is shown,
            }
            for other, words in ROLE_WORDS.items()
        ],
        steps=first_steps() if shown in {Role.ADMINISTRATOR, Role.OFFICE} else [],
    )
