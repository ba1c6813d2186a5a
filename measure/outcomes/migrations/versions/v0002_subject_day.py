"""Version 2: the day of a film on the clock of its subject.

The column is added behind the others, whatever its place in the row type: the rows stay where they
are and the triggers stay on the tables. Only the views are made again, because PostgreSQL writes out
their columns when it makes them.
"""

import sqlalchemy as sa
from alembic import op

from measure.outcomes.migrations import guards

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEYS = {"measurement": "measurement_uid", "assessment": "assessment_uid"}


def upgrade() -> None:
    for table, uid in KEYS.items():
        op.execute(f"DROP VIEW current_{table}")
        op.add_column(table, sa.Column("subject_day", sa.Integer(), nullable=True))
        op.execute(guards.current_view(table, uid))


def downgrade() -> None:
    raise NotImplementedError("a store of outcomes is not taken apart: restore a backup instead")
