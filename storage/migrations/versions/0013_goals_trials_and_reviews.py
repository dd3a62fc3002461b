"""Goals and trials as they were registered, the coin's flips, and work that is reviewed blind."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0013"
down_revision = "0012"

_TEXT = sqlmodel.sql.sqltypes.AutoString()
_UTC = sqlmodel.sql.sqltypes.UTCDateTime()


def upgrade() -> None:
    op.create_table(
        "registration",
        sa.Column("id", _TEXT, nullable=False),
        sa.Column("workspace", _TEXT, nullable=False),
        sa.Column("team_id", _TEXT, nullable=False),
        sa.Column("kind", _TEXT, nullable=False),
        sa.Column("name", _TEXT, nullable=False),
        sa.Column("task_type", _TEXT, nullable=False),
        sa.Column("state", _TEXT, nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("fingerprint", _TEXT, nullable=False),
        sa.Column("seed", _TEXT, nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("registered_at", _UTC, nullable=False),
        sa.Column("due_at", _UTC, nullable=False),
        sa.Column("looks_taken", sa.Integer(), nullable=False),
        sa.Column("over_at", _UTC, nullable=True),
        sa.Column("why_over", _TEXT, nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.Column("tables", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_registration_team_id_team")),
        sa.ForeignKeyConstraint(["workspace"], ["workspace.id"], name=op.f("fk_registration_workspace_workspace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration")),
        sa.UniqueConstraint("team_id", "name", name=op.f("uq_registration_team_id_name")),
    )
    with op.batch_alter_table("registration") as batch_op:
        batch_op.create_index("ix_registration_state_due_at", ["state", "due_at"], unique=False)

    op.create_table(
        "amendment",
        sa.Column("id", _TEXT, nullable=False),
        sa.Column("workspace", _TEXT, nullable=False),
        sa.Column("registration_id", _TEXT, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("fingerprint", _TEXT, nullable=False),
        sa.Column("amended_at", _UTC, nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_amendment_registration_id_registration")
        ),
        sa.ForeignKeyConstraint(["workspace"], ["workspace.id"], name=op.f("fk_amendment_workspace_workspace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment")),
        sa.UniqueConstraint("registration_id", "number", name=op.f("uq_amendment_registration_id_number")),
    )
    op.create_table(
        "flip",
        sa.Column("id", _TEXT, nullable=False),
        sa.Column("workspace", _TEXT, nullable=False),
        sa.Column("registration_id", _TEXT, nullable=False),
        sa.Column("person_id", _TEXT, nullable=False),
        sa.Column("checkin_id", _TEXT, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("with_ai", sa.Boolean(), nullable=False),
        sa.Column("forced", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("expected_minutes", sa.Float(), nullable=False),
        sa.Column("flipped_at", _UTC, nullable=False),
        sa.Column("declined", _TEXT, nullable=True),
        sa.Column("declined_at", _UTC, nullable=True),
        sa.ForeignKeyConstraint(["checkin_id"], ["checkin.id"], name=op.f("fk_flip_checkin_id_checkin")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_flip_person_id_person")),
        sa.ForeignKeyConstraint(["registration_id"], ["registration.id"], name=op.f("fk_flip_registration_id_registration")),
        sa.ForeignKeyConstraint(["workspace"], ["workspace.id"], name=op.f("fk_flip_workspace_workspace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flip")),
        sa.UniqueConstraint("checkin_id", name=op.f("uq_flip_checkin_id")),
        sa.UniqueConstraint("registration_id", "person_id", "number", name=op.f("uq_flip_registration_id_person_id_number")),
    )
    with op.batch_alter_table("flip") as batch_op:
        batch_op.create_index(op.f("ix_flip_person_id"), ["person_id"], unique=False)

    op.create_table(
        "participation",
        sa.Column("registration_id", _TEXT, nullable=False),
        sa.Column("person_id", _TEXT, nullable=False),
        sa.Column("workspace", _TEXT, nullable=False),
        sa.Column("joined_at", _UTC, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_participation_person_id_person")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_participation_registration_id_registration")
        ),
        sa.ForeignKeyConstraint(["workspace"], ["workspace.id"], name=op.f("fk_participation_workspace_workspace")),
        sa.PrimaryKeyConstraint("registration_id", "person_id", name=op.f("pk_participation")),
    )
    with op.batch_alter_table("participation") as batch_op:
        batch_op.create_index(op.f("ix_participation_person_id"), ["person_id"], unique=False)

    op.create_table(
        "work",
        sa.Column("id", _TEXT, nullable=False),
        sa.Column("workspace", _TEXT, nullable=False),
        sa.Column("team_id", _TEXT, nullable=False),
        sa.Column("answer_id", _TEXT, nullable=False),
        sa.Column("person_id", _TEXT, nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("attached_at", _UTC, nullable=False),
        sa.Column("drawn_at", _UTC, nullable=True),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_work_answer_id_answer"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_work_person_id_person")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_work_team_id_team")),
        sa.ForeignKeyConstraint(["workspace"], ["workspace.id"], name=op.f("fk_work_workspace_workspace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work")),
        sa.UniqueConstraint("answer_id", name=op.f("uq_work_answer_id")),
    )
    with op.batch_alter_table("work") as batch_op:
        batch_op.create_index(op.f("ix_work_person_id"), ["person_id"], unique=False)
        batch_op.create_index(op.f("ix_work_team_id"), ["team_id"], unique=False)

    op.create_table(
        "review",
        sa.Column("id", _TEXT, nullable=False),
        sa.Column("workspace", _TEXT, nullable=False),
        sa.Column("work_id", _TEXT, nullable=False),
        sa.Column("person_id", _TEXT, nullable=False),
        sa.Column("state", _TEXT, nullable=False),
        sa.Column("asked_at", _UTC, nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("can_tell", sa.Boolean(), nullable=True),
        sa.Column("reviewed_at", _UTC, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_review_person_id_person")),
        sa.ForeignKeyConstraint(["work_id"], ["work.id"], name=op.f("fk_review_work_id_work"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["workspace"], ["workspace.id"], name=op.f("fk_review_workspace_workspace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint("work_id", "person_id", name=op.f("uq_review_work_id_person_id")),
    )
    with op.batch_alter_table("review") as batch_op:
        batch_op.create_index("ix_review_person_id_state", ["person_id", "state"], unique=False)
        batch_op.create_index(op.f("ix_review_work_id"), ["work_id"], unique=False)

    with op.batch_alter_table("answer") as batch_op:
        batch_op.add_column(sa.Column("trial_id", _TEXT, nullable=True))
        batch_op.create_foreign_key(op.f("fk_answer_trial_id_registration"), "registration", ["trial_id"], ["id"])

    with op.batch_alter_table("membership") as batch_op:
        batch_op.add_column(sa.Column("reviews", sa.Boolean(), server_default=sa.false(), nullable=False))

    with op.batch_alter_table("team") as batch_op:
        batch_op.add_column(sa.Column("standard", sa.JSON(), server_default="{}", nullable=False))
        batch_op.add_column(sa.Column("reviews_per_week", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("review_due_at", _UTC, nullable=True))
        batch_op.create_index(op.f("ix_team_review_due_at"), ["review_due_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("team") as batch_op:
        batch_op.drop_index(op.f("ix_team_review_due_at"))
        batch_op.drop_column("review_due_at")
        batch_op.drop_column("reviews_per_week")
        batch_op.drop_column("standard")

    with op.batch_alter_table("membership") as batch_op:
        batch_op.drop_column("reviews")

    with op.batch_alter_table("answer") as batch_op:
        batch_op.drop_constraint(op.f("fk_answer_trial_id_registration"), type_="foreignkey")
        batch_op.drop_column("trial_id")

    with op.batch_alter_table("review") as batch_op:
        batch_op.drop_index(op.f("ix_review_work_id"))
        batch_op.drop_index("ix_review_person_id_state")

    op.drop_table("review")
    with op.batch_alter_table("work") as batch_op:
        batch_op.drop_index(op.f("ix_work_team_id"))
        batch_op.drop_index(op.f("ix_work_person_id"))

    op.drop_table("work")
    with op.batch_alter_table("participation") as batch_op:
        batch_op.drop_index(op.f("ix_participation_person_id"))

    op.drop_table("participation")
    with op.batch_alter_table("flip") as batch_op:
        batch_op.drop_index(op.f("ix_flip_person_id"))

    op.drop_table("flip")
    op.drop_table("amendment")
    with op.batch_alter_table("registration") as batch_op:
        batch_op.drop_index("ix_registration_state_due_at")

    op.drop_table("registration")
