"""Every measure, as one readable list (``entries``), and the one way to read them."""

from measure.catalog.columns import Columns, evaluate_columns
from measure.catalog.entries import MEASURES
from measure.catalog.evaluate import measure_reading
from measure.catalog.select import Selection, get, select

__all__ = ["MEASURES", "Columns", "Selection", "evaluate_columns", "get", "measure_reading", "select"]
