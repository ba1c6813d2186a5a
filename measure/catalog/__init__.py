"""Every measure, as one readable list (``entries``), and the one way to read them."""

from measure.catalog.columns import Columns, evaluate_columns
from measure.catalog.entries import MEASURES
from measure.catalog.evaluate import measure_job, measure_reading
from measure.catalog.job import Job, prepare
from measure.catalog.select import Selection, get, select

__all__ = [
    "MEASURES", "Columns", "Job", "Selection", "evaluate_columns", "get", "measure_job",
    "measure_reading", "prepare", "select",
]  # fmt: skip
