"""In which language somebody is written to: what they chose, what Slack says, what a team's digest has; and of each letter."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0009"
down_revision = "0008"

_COLUMNS = (("person", "language"), ("person", "language_found"), ("team", "language"), ("letter", "language"))


def upgrade() -> None:
    for table, column in _COLUMNS:
        op.add_column(table, sa.Column(column, sqlmodel.sql.sqltypes.AutoString(), nullable=True))


def downgrade() -> None:
    for table, column in _COLUMNS:
        with op.batch_alter_table(table, schema=None) as batch:
            batch.drop_column(column)
