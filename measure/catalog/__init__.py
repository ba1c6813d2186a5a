"""Every measure (``entries``) and every scale of judgement (``schemes``), as two readable lists."""

from measure.catalog.columns import Columns, evaluate_columns
from measure.catalog.entries import MEASURES
from measure.catalog.evaluate import measure_job, measure_reading
from measure.catalog.job import Job, prepare
from measure.catalog.norms import Norms, read_norms, shipped_norms
from measure.catalog.per_course import measure_course
from measure.catalog.schemes import SCHEMES, get_scheme
from measure.catalog.select import SETS, Selection, get, select

__all__ = [
    "MEASURES", "SCHEMES", "SETS", "Columns", "Job", "Norms", "Selection", "evaluate_columns", "get", "get_scheme",
    "measure_course", "measure_job", "measure_reading", "prepare", "read_norms", "select", "shipped_norms",
]  # fmt: skip
