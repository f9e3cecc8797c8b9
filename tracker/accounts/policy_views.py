"""Who may do what, as a page for administrators."""

from __future__ import annotations

from flask import Blueprint, Response

from tracker import policy
from tracker.accounts.rules import Role
from tracker.core.web import render
from tracker.policy_words import policy_rows

blueprint = Blueprint("rights", __name__)


@blueprint.get("/accounts/rights")
def index() -> Response:
    """Every action of the policy by role."""
    policy.require("account:administer")
    return render("accounts/rights.html", groups=policy_rows(), roles=list(Role))
