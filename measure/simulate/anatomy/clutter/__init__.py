"""Clutter: what people wear and what hangs on them, and the furniture they stand or lie at."""

from measure.simulate.anatomy.clutter.room import table
from measure.simulate.anatomy.clutter.some import Maker, some_clutter

__all__ = ["Maker", "some_clutter", "table"]
