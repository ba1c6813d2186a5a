"""Every measure of the house, as one list: one file per chapter. Add a measure here; see CONTRIBUTING.md."""

from measure.catalog.entries.alignment import ALIGNMENT
from measure.catalog.entries.coronal import CORONAL
from measure.catalog.entries.course import COURSE
from measure.catalog.entries.deformity import DEFORMITY
from measure.catalog.entries.vertebra import VERTEBRA
from measure.model import Measure

MEASURES: tuple[Measure, ...] = (*VERTEBRA, *DEFORMITY, *ALIGNMENT, *CORONAL, *COURSE)
