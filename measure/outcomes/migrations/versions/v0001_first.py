"""Version 1: five tables, their views of the newest revisions, and the triggers that keep them.

Written out in full, because a migration must stay what it was when the row types move on. The
triggers are written by hand for each engine: Alembic does not find them by itself.
"""

import sqlalchemy as sa
from alembic import op

from measure.outcomes.migrations import guards

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Table and the column that, with the revision, is its key.
KEYS = {
    "measurement": "measurement_uid",
    "assessment": "assessment_uid",
    "score": "score_uid",
    "event": "event_uid",
    "procedure": "procedure_uid",
}


def upgrade() -> None:
    _measurement()
    _assessment()
    _score()
    _event()
    _procedure()
    op.create_table(
        "store_info",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_store_info")),
    )
    for table, uid in KEYS.items():
        op.execute(guards.current_view(table, uid))
        guards.append_only(table, (uid, "revision"))
    guards.append_only("store_info", ("name",))


def downgrade() -> None:
    raise NotImplementedError("a store of outcomes is not taken apart: restore a backup instead")


def _measurement() -> None:
    op.create_table(
        "measurement",
        sa.Column("measurement_uid", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("site", sa.Text(), nullable=True),
        sa.Column("visit", sa.Text(), nullable=True),
        sa.Column("timepoint", sa.Text(), nullable=True),
        sa.Column("days_from_index", sa.Integer(), nullable=True),
        sa.Column("structure", sa.Text(), nullable=True),
        sa.Column("structure_ordinal", sa.Integer(), nullable=True),
        sa.Column("level", sa.Text(), nullable=True),
        sa.Column("level_from", sa.Text(), nullable=True),
        sa.Column("level_to", sa.Text(), nullable=True),
        sa.Column("level_confidence", sa.Double(), nullable=True),
        sa.Column("side", sa.Text(), nullable=True),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("definition_version", sa.Text(), nullable=False),
        sa.Column("measure_code", sa.Text(), nullable=True),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("value_status", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("sd", sa.Double(), nullable=True),
        sa.Column("floor_sd", sa.Double(), nullable=False),
        sa.Column("sd_basis", sa.Text(), nullable=True),
        sa.Column("scale_class", sa.Text(), nullable=True),
        sa.Column("flags", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("confirmed_by", sa.Text(), nullable=True),
        sa.Column("posture", sa.Text(), nullable=True),
        sa.Column("posture_vs_baseline", sa.Text(), nullable=False),
        sa.Column("view", sa.Text(), nullable=True),
        sa.Column("site_modifier", sa.Text(), nullable=True),
        sa.Column("anatomy_code", sa.Text(), nullable=True),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("observer", sa.Text(), nullable=False),
        sa.Column("observer_kind", sa.Text(), nullable=False),
        sa.Column("algorithm", sa.Text(), nullable=True),
        sa.Column("algorithm_version", sa.Text(), nullable=True),
        sa.Column("read_number", sa.Integer(), nullable=False),
        sa.Column("reading_uid", sa.Text(), nullable=False),
        sa.Column("film_key", sa.Text(), nullable=False),
        sa.Column("study_uid", sa.Text(), nullable=True),
        sa.Column("series_uid", sa.Text(), nullable=True),
        sa.Column("sop_instance_uid", sa.Text(), nullable=True),
        sa.Column("frame_number", sa.Integer(), nullable=False),
        sa.Column("calibration_source", sa.Text(), nullable=True),
        sa.Column("mm_per_pixel_row", sa.Double(), nullable=True),
        sa.Column("mm_per_pixel_col", sa.Double(), nullable=True),
        sa.Column("scale_sd_rel", sa.Double(), nullable=True),
        sa.Column("magnification", sa.Double(), nullable=True),
        sa.Column("trace", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("source_format", sa.Text(), nullable=False),
        sa.Column("source_sha256", sa.Text(), nullable=True),
        sa.Column("software", sa.Text(), nullable=False),
        sa.Column("schema_version", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("supersedes_revision", sa.Integer(), nullable=True),
        sa.Column("change_reason", sa.Text(), nullable=True),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("batch", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("measurement_uid", "revision", name=op.f("pk_measurement")),
    )
    op.create_index(op.f("ix_measurement_film_key"), "measurement", ["film_key"])
    op.create_index(op.f("ix_measurement_subject"), "measurement", ["subject"])


def _assessment() -> None:
    op.create_table(
        "assessment",
        sa.Column("assessment_uid", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("site", sa.Text(), nullable=True),
        sa.Column("visit", sa.Text(), nullable=True),
        sa.Column("timepoint", sa.Text(), nullable=True),
        sa.Column("days_from_index", sa.Integer(), nullable=True),
        sa.Column("structure", sa.Text(), nullable=True),
        sa.Column("structure_ordinal", sa.Integer(), nullable=True),
        sa.Column("level", sa.Text(), nullable=True),
        sa.Column("anatomy_code", sa.Text(), nullable=True),
        sa.Column("scheme", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("confirmed_by", sa.Text(), nullable=True),
        sa.Column("observer", sa.Text(), nullable=False),
        sa.Column("observer_kind", sa.Text(), nullable=False),
        sa.Column("algorithm_version", sa.Text(), nullable=True),
        sa.Column("read_number", sa.Integer(), nullable=False),
        sa.Column("reading_uid", sa.Text(), nullable=False),
        sa.Column("film_key", sa.Text(), nullable=False),
        sa.Column("study_uid", sa.Text(), nullable=True),
        sa.Column("series_uid", sa.Text(), nullable=True),
        sa.Column("sop_instance_uid", sa.Text(), nullable=True),
        sa.Column("frame_number", sa.Integer(), nullable=False),
        sa.Column("source_format", sa.Text(), nullable=False),
        sa.Column("source_sha256", sa.Text(), nullable=True),
        sa.Column("software", sa.Text(), nullable=False),
        sa.Column("schema_version", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("supersedes_revision", sa.Integer(), nullable=True),
        sa.Column("change_reason", sa.Text(), nullable=True),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("batch", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("assessment_uid", "revision", name=op.f("pk_assessment")),
    )
    op.create_index(op.f("ix_assessment_film_key"), "assessment", ["film_key"])
    op.create_index(op.f("ix_assessment_subject"), "assessment", ["subject"])


def _score() -> None:
    op.create_table(
        "score",
        sa.Column("score_uid", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("site", sa.Text(), nullable=True),
        sa.Column("visit", sa.Text(), nullable=True),
        sa.Column("timepoint", sa.Text(), nullable=True),
        sa.Column("days_from_index", sa.Integer(), nullable=True),
        sa.Column("instrument", sa.Text(), nullable=False),
        sa.Column("instrument_version", sa.Text(), nullable=True),
        sa.Column("subscale", sa.Text(), nullable=True),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("value_status", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("range_low", sa.Double(), nullable=True),
        sa.Column("range_high", sa.Double(), nullable=True),
        sa.Column("higher_is_better", sa.Boolean(), nullable=True),
        sa.Column("items_answered", sa.Integer(), nullable=True),
        sa.Column("respondent", sa.Text(), nullable=True),
        sa.Column("source_format", sa.Text(), nullable=False),
        sa.Column("source_sha256", sa.Text(), nullable=True),
        sa.Column("software", sa.Text(), nullable=False),
        sa.Column("schema_version", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("supersedes_revision", sa.Integer(), nullable=True),
        sa.Column("change_reason", sa.Text(), nullable=True),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("batch", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("score_uid", "revision", name=op.f("pk_score")),
    )
    op.create_index(op.f("ix_score_subject"), "score", ["subject"])


def _event() -> None:
    op.create_table(
        "event",
        sa.Column("event_uid", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("site", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("day", sa.Double(), nullable=False),
        sa.Column("earliest", sa.Double(), nullable=True),
        sa.Column("latest", sa.Double(), nullable=True),
        sa.Column("structure", sa.Text(), nullable=True),
        sa.Column("structure_ordinal", sa.Integer(), nullable=True),
        sa.Column("level", sa.Text(), nullable=True),
        sa.Column("anatomy_code", sa.Text(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("severity", sa.Text(), nullable=True),
        sa.Column("serious", sa.Text(), nullable=True),
        sa.Column("device_related", sa.Text(), nullable=True),
        sa.Column("procedure_related", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("procedure_uid", sa.Text(), nullable=True),
        sa.Column("source_format", sa.Text(), nullable=False),
        sa.Column("source_sha256", sa.Text(), nullable=True),
        sa.Column("software", sa.Text(), nullable=False),
        sa.Column("schema_version", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("supersedes_revision", sa.Integer(), nullable=True),
        sa.Column("change_reason", sa.Text(), nullable=True),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("batch", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("event_uid", "revision", name=op.f("pk_event")),
    )
    op.create_index(op.f("ix_event_subject"), "event", ["subject"])


def _procedure() -> None:
    op.create_table(
        "procedure",
        sa.Column("procedure_uid", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("site", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("procedure_code", sa.Text(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("day", sa.Double(), nullable=False),
        sa.Column("structure", sa.Text(), nullable=True),
        sa.Column("structure_ordinal", sa.Integer(), nullable=True),
        sa.Column("level", sa.Text(), nullable=True),
        sa.Column("anatomy_code", sa.Text(), nullable=True),
        sa.Column("indication", sa.Text(), nullable=True),
        sa.Column("approach", sa.Text(), nullable=True),
        sa.Column("anaesthesia", sa.Text(), nullable=True),
        sa.Column("device_name", sa.Text(), nullable=True),
        sa.Column("device_udi_di", sa.Text(), nullable=True),
        sa.Column("device_count", sa.Integer(), nullable=True),
        sa.Column("cement_volume_ml", sa.Double(), nullable=True),
        sa.Column("nail_diameter_mm", sa.Double(), nullable=True),
        sa.Column("source_format", sa.Text(), nullable=False),
        sa.Column("source_sha256", sa.Text(), nullable=True),
        sa.Column("software", sa.Text(), nullable=False),
        sa.Column("schema_version", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("supersedes_revision", sa.Integer(), nullable=True),
        sa.Column("change_reason", sa.Text(), nullable=True),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("batch", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("procedure_uid", "revision", name=op.f("pk_procedure")),
    )
    op.create_index(op.f("ix_procedure_subject"), "procedure", ["subject"])
