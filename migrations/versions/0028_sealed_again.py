"""sealed figures have editions: a closed period is sealed again after a correction, with a reason."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

TABLE = "sealed_figures"
ONCE = "uq_sealed_figures_first_day_last_day"
EACH_EDITION = "uq_sealed_figures_first_day_last_day_edition"


def upgrade() -> None:
    """Go to this version; what was sealed is the first edition."""
    with op.batch_alter_table(TABLE, schema=None) as batch_op:
        batch_op.add_column(sa.Column("edition", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("reason", sa.Text(), nullable=False, server_default=""))
        batch_op.drop_constraint(batch_op.f(ONCE), type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f(EACH_EDITION), ["first_day", "last_day", "edition"]
        )


def downgrade() -> None:
    """Go back to the version before, which can hold only the figures reported last."""
    op.execute(
        "DELETE FROM sealed_figures WHERE EXISTS (SELECT 1 FROM sealed_figures AS later "
        "WHERE later.first_day = sealed_figures.first_day "
        "AND later.last_day = sealed_figures.last_day AND later.edition > sealed_figures.edition)"
    )
    with op.batch_alter_table(TABLE, schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f(EACH_EDITION), type_="unique")
        batch_op.create_unique_constraint(batch_op.f(ONCE), ["first_day", "last_day"])
        batch_op.drop_column("reason")
        batch_op.drop_column("edition")
