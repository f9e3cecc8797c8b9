"""The form of a unit."""

from __future__ import annotations

from tracker.units.models import Unit


def form_of(unit: Unit, **changes: object) -> dict[str, object]:
    """The form as the page shows it, with some fields changed."""
    shown: dict[str, object] = {
        "name": unit.name,
        "short_name": unit.short_name or "",
        "kind": unit.kind.value,
        "aliases": "\n".join(alias.name for alias in unit.aliases),
        "members": [str(membership.member_id) for membership in unit.memberships],
        "is_active": "y",
        "version": str(unit.version),
    }
    return {**shown, **changes}
