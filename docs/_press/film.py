"""A drawn spine read as a film: the catalogue measures it as it measures any other."""

from functools import cache

from _press.spine import Spine
from measure.catalog import Norms, measure_reading
from measure.catalog.norms import RATIOS, Norm
from measure.model import (
    LEVELS,
    Annotation,
    Calibration,
    Circle,
    Facing,
    FilmHeader,
    Level,
    Measurement,
    Observer,
    ObserverKind,
    Origin,
    Point,
    Posture,
    Reading,
    ScaleClass,
    Side,
    Statement,
    Structure,
    StructureKind,
    Topic,
    View,
)

KEY = "sha256:" + "0" * 64
_MM = Calibration(1.0, 1.0, 0.0, ScaleClass.CALIBRATED, "stated_spacing", "patient")
_INVENTED = {"anterior_posterior": (0.95, 0.05), "middle_posterior": (0.91, 0.05), "posterior_above": (1.04, 0.05),
             "posterior_below": (0.97, 0.05), "anterior_predicted": (0.95, 0.06), "middle_predicted": (0.91, 0.06),
             "posterior_predicted": (1.0, 0.05)}  # fmt: skip


def rows_of(
    spine: Spine, measures: str, kind: ObserverKind, *, levels: tuple[str, ...] = (), ends: str | None = None
) -> list[Measurement]:
    """Measure a spine.

    Parameters
    ----------
    spine : Spine
        What is drawn.
    measures : str
        Ids, separated by commas.
    kind : ObserverKind
        Who marked it: decides the sd of a mark.
    levels : tuple of str
        Levels that are marked; empty = all.
    ends : str or None
        Stated end vertebrae.
    """
    observer = Observer(kind, "reader")
    marked = {level: marks for level, marks in spine.bodies.items() if not levels or level in levels}
    notes = [
        Annotation(
            Structure(StructureKind.VERTEBRA, Level(level)), observer,
            {name: Point(*at) for name, at in marks.items()},
        )
        for level, marks in marked.items()
    ]  # fmt: skip
    for side, (row, col) in zip((Side.LEFT, Side.RIGHT), spine.heads, strict=False):
        notes.append(Annotation(Structure(StructureKind.FEMORAL_HEAD, side=side), observer,
                                {"head": Circle(row, col, 23.0)}))  # fmt: skip
    said = (Statement(Topic.END_VERTEBRAE, ends, Origin.PERSON),) if ends else ()
    lateral = spine.view is View.LATERAL
    header = FilmHeader(
        KEY, 900, 700, _MM, view=spine.view, posture=Posture.STANDING, facing=Facing.LEFT if lateral else None,
        patient_left=None if lateral else Facing.RIGHT,
    )  # fmt: skip
    return measure_reading(header, Reading("2.25.1", KEY, observer, tuple(notes), said), measures, _invented())


@cache
def _invented() -> Norms:
    """Norms made up for the drawings: the shipped ones do not suffice for grades by standard deviations."""
    entries = {
        (ratio, level, "any"): Norm(*figures, "invented") for ratio, figures in _INVENTED.items() for level in LEVELS
    }
    heights = {("posterior_height", level, "any"): Norm(25.0, 2.0, "invented") for level in LEVELS}
    assert entries.keys() | heights.keys() <= {(ratio, level, "any") for ratio in RATIOS for level in LEVELS}
    return Norms("invented", {**entries, **heights})
