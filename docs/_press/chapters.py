"""Chapters: the lists of the catalogue in their order, and how a measure comes to be read."""

from measure.catalog import SETS
from measure.catalog.entries.alignment import ALIGNMENT
from measure.catalog.entries.coronal import CORONAL
from measure.catalog.entries.course import COURSE
from measure.catalog.entries.deformity import DEFORMITY
from measure.catalog.entries.vertebra import VERTEBRA
from measure.model import Kind, Measure

CHAPTERS: tuple[tuple[str, str, tuple[Measure, ...]], ...] = (
    ("vertebra", "One vertebra and its neighbours", VERTEBRA),
    ("deformity", "A vertebra against those that predict it", DEFORMITY),
    ("alignment", "Alignment of spine and pelvis, from the side", ALIGNMENT),
    ("coronal", "Curves from the front", CORONAL),
    ("course", "What changed between two visits", COURSE),
)
UNITS = {"mm": "mm", "deg": "°", "{ratio}": "ratio", "%": "%", "{score}": "grade"}


def unit_of(measure: Measure) -> str:
    """Unit for a person."""
    if measure.kind is Kind.INDEX:
        return "mean grade"
    return UNITS[measure.unit]


def read_when(measure: Measure) -> str:
    """Whether it is read by default, at treated levels, or when asked for."""
    if measure.default:
        return "default"
    if measure.treated:
        return "treated levels"
    sets = [name for name, ids in SETS.items() if measure.id in ids]
    return f"asked for (`{sets[0]}`)" if sets else "asked for"
