"""The fields of what a document says around its tasks: whom it addresses, what it is based on."""

from __future__ import annotations

from typing import Any

from wtforms import TextAreaField
from wtforms.validators import Length, ValidationError

from tracker.plans.rules import basis_from_lines, basis_lines


class DocumentFields:
    """Addressees and basis, one a line; for a form to inherit beside `VietnameseForm`."""

    addressees = TextAreaField(
        "Kính gửi (mỗi dòng một nơi)", [Length(max=4000)], render_kw={"rows": 3}
    )
    basis = TextAreaField(
        "Căn cứ (mỗi dòng một văn bản: số; ngày; cơ quan)",
        [Length(max=8000)],
        render_kw={"rows": 3},
    )

    def validate_basis(self, field: TextAreaField) -> None:
        """Say which line cannot be understood."""
        try:
            basis_from_lines(field.data or "")
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def addressees_typed(self) -> list[str]:
        """Each line that says something."""
        lines = (line.strip() for line in (self.addressees.data or "").splitlines())
        return [line for line in lines if line]

    def basis_typed(self) -> list[dict[str, Any]]:
        """The documents; call after validation."""
        return basis_from_lines(self.basis.data or "")


def document_lines(addressees: list[str], basis: list[dict[str, Any]]) -> dict[str, str]:
    """What the two fields show."""
    return {"addressees": "\n".join(addressees), "basis": basis_lines(basis)}
