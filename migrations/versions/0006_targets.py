"""targets."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    op.create_table(
        "target",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("indicator", sa.String(), nullable=False),
        sa.Column("comparator", sa.String(length=30), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=True),
        sa.Column("exception", sa.String(), nullable=True),
        sa.Column("base_words", sa.String(), nullable=True),
        sa.Column("base_year", sa.Integer(), nullable=True),
        sa.Column("base_value", sa.String(), nullable=True),
        sa.Column("base_unit", sa.String(), nullable=True),
        sa.Column("change", sa.String(length=30), nullable=True),
        sa.Column("is_striving", sa.Boolean(), nullable=False),
        sa.Column("evaluated_on", sa.Date(), nullable=True),
        sa.Column("rhythm", sa.String(length=30), nullable=True),
        sa.Column("printed_text", sa.String(), nullable=True),
        sa.Column("is_from_document", sa.Boolean(), nullable=False),
        sa.Column("search_key", sa.String(), nullable=False),
        sa.Column("dropped_on", sa.Date(), nullable=True),
        sa.Column("request_key", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["target.id"], name=op.f("fk_target_parent_id_target")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_target_plan_id_plan")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_target_task_id_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target")),
        sa.UniqueConstraint("request_key", name=op.f("uq_target_request_key")),
    )
    with op.batch_alter_table("target", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_target_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index("ix_target_plan_position", ["plan_id", "position"], unique=False)
        batch_op.create_index(batch_op.f("ix_target_task_id"), ["task_id"], unique=False)

    op.create_table(
        "measurement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(), nullable=True),
        sa.Column("numerator", sa.String(), nullable=True),
        sa.Column("denominator", sa.String(), nullable=True),
        sa.Column("level", sa.String(), nullable=True),
        sa.Column("taken_on", sa.Date(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("request_key", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["entered_by_id"],
            ["user_account.id"],
            name=op.f("fk_measurement_entered_by_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["target_id"], ["target.id"], name=op.f("fk_measurement_target_id_target")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measurement")),
        sa.UniqueConstraint("request_key", name=op.f("uq_measurement_request_key")),
        sa.UniqueConstraint(
            "target_id",
            "period_start",
            "period_end",
            "revision",
            name=op.f("uq_measurement_target_id_period_start_period_end_revision"),
        ),
    )
    op.create_table(
        "target_unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["target_id"], ["target.id"], name=op.f("fk_target_unit_target_id_target")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_target_unit_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target_unit")),
        sa.UniqueConstraint("target_id", "unit_id", name=op.f("uq_target_unit_target_id_unit_id")),
    )
    with op.batch_alter_table("target_unit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_target_unit_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "measurement_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measurement_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("file_name", sa.String(), nullable=True),
        sa.Column("media_type", sa.String(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("document_number", sa.String(), nullable=True),
        sa.Column("document_date", sa.Date(), nullable=True),
        sa.Column("document_issuer", sa.String(), nullable=True),
        sa.Column("document_summary", sa.String(), nullable=True),
        sa.Column("link", sa.String(), nullable=True),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by_id"],
            ["user_account.id"],
            name=op.f("fk_measurement_evidence_added_by_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["measurement_id"],
            ["measurement.id"],
            name=op.f("fk_measurement_evidence_measurement_id_measurement"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measurement_evidence")),
    )
    with op.batch_alter_table("measurement_evidence", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_measurement_evidence_measurement_id"), ["measurement_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_measurement_evidence_sha256"), ["sha256"], unique=False
        )

    with op.batch_alter_table("import_draft", schema=None) as batch_op:
        batch_op.add_column(sa.Column("addressees", sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("basis", sa.JSON(), server_default="[]", nullable=False))

    with op.batch_alter_table("import_draft_row", schema=None) as batch_op:
        batch_op.add_column(sa.Column("targets", sa.JSON(), server_default="[]", nullable=False))

    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.add_column(sa.Column("addressees", sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("basis", sa.JSON(), server_default="[]", nullable=False))


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_column("plan", "basis")
    op.drop_column("plan", "addressees")

    op.drop_column("import_draft_row", "targets")

    op.drop_column("import_draft", "basis")
    op.drop_column("import_draft", "addressees")

    with op.batch_alter_table("measurement_evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_measurement_evidence_sha256"))
        batch_op.drop_index(batch_op.f("ix_measurement_evidence_measurement_id"))

    op.drop_table("measurement_evidence")
    with op.batch_alter_table("target_unit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_target_unit_unit_id"))

    op.drop_table("target_unit")
    op.drop_table("measurement")
    with op.batch_alter_table("target", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_target_task_id"))
        batch_op.drop_index("ix_target_plan_position")
        batch_op.drop_index(batch_op.f("ix_target_parent_id"))

    op.drop_table("target")
