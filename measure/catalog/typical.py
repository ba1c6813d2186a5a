"""The sd that a measure has on a spine of ordinary size: what stands in where a table gives a value alone."""

import math
from functools import cache

from measure.catalog.evaluate import measure_reading
from measure.catalog.select import get
from measure.errors import MeasureError
from measure.model import (
    LEVELS,
    Annotation,
    Calibration,
    Circle,
    Facing,
    FilmHeader,
    Kind,
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
    rank,
)
from measure.model.anatomy import TRANSITIONAL

# One pixel is one millimetre: blocks of an adult lumbar body, with the space of a disc between them.
DEPTH, HEIGHT, DISC = 34.0, 28.0, 6.0
SWING = 20.0  # degrees by which the blocks of the frontal spine turn to either side
CENTRE = 150.0
COLUMNS = tuple(level for level in LEVELS if rank(level) >= rank(Level.C7) and level not in TRANSITIONAL)
# Where a value of one vertebra is read: in the middle of the chain, and the first that gives one.
READ_AT = (Level.L1, Level.L3, Level.L5)
# What these vary by depends on how near the next step lies, and a sound spine is far from all.
STEPPED = (Kind.GRADE, Kind.INDEX)
_KEY = "sha256:" + "0" * 64


@cache
def typical_sd(measure_id: str, observer: ObserverKind, *, scaled: bool = True) -> tuple[float, float] | None:
    """Sd of a value whose marks nobody has: that of the measure on a standard spine.

    The marks of the standard spine state no covariance, so ``observer_sd`` stands in for it
    (basis: literature). Its blocks are 34 mm deep and 28 mm high.

    Parameters
    ----------
    measure_id : str
        Id in the catalogue.
    observer : ObserverKind
        Who read the value; a table is trusted least.
    scaled : bool, optional
        Whether the value is in mm. For a length that is not, both figures are fractions of it.

    Returns
    -------
    tuple of float or None
        Sd (floor included) and the floor in it, in the unit of the measure, never zero. None
        where the measure cannot be read on that spine.

    Raises
    ------
    CatalogError
        If there is no such measure.

    Examples
    --------
    >>> typical_sd("anterior_height", ObserverKind.TABLE)
    (1.5, 0.5)
    """
    measure = get(measure_id)
    if measure.kind in STEPPED:
        return None
    found = next(filter(None, (_read(measure_id, view, observer, scaled) for view in measure.needs.views)), None)
    if found is None or not found.quantity.sd or found.quantity.value is None:
        return None
    relative = measure.kind is Kind.LENGTH and not scaled
    size = abs(found.quantity.value) if relative else 1.0
    return (_rounded(found.quantity.sd / size), _rounded(found.quantity.floor_sd / size)) if size else None


def _rounded(figure: float) -> float:
    """Four digits: what lies below differs between machines, and would make their rows differ."""
    return float(f"{figure:.4g}")


def _read(measure_id: str, view: View, observer: ObserverKind, scaled: bool) -> Measurement | None:
    """The measure on the standard film of a view, at the first level that gives a value."""
    header, reading = standard_film(view, observer, scaled=scaled)
    try:
        rows = [row for row in measure_reading(header, reading, measure_id) if row.quantity.value is not None]
    except MeasureError:
        return None
    levels = [row.structure.level if row.structure else None for row in rows]
    return next((rows[levels.index(level)] for level in (*READ_AT, *levels) if level in levels), None)


@cache
def standard_film(view: View, observer: ObserverKind, *, scaled: bool = True) -> tuple[FilmHeader, Reading]:
    """Film of a standard spine from C7 to S1, one pixel to the millimetre, and the reading of it.

    Parameters
    ----------
    view : View
        Lateral: upright blocks, front to the left, and a hip axis below. Frontal: three
        curves, a large one between two of half its size.
    observer : ObserverKind
        Whose marks they are.
    scaled : bool, optional
        Whether the film has millimetres.

    Returns
    -------
    (FilmHeader, Reading)
        Ready to be measured.
    """
    scale = Calibration(1.0, 1.0, scale_class=ScaleClass.CALIBRATED, source="standard") if scaled else Calibration()
    header = FilmHeader(
        _KEY, int((len(COLUMNS) + 4) * (HEIGHT + DISC)), int(2 * CENTRE), scale, view=view, facing=Facing.LEFT,
        patient_left=Facing.RIGHT, posture=Posture.STANDING, age_years=50,
    )  # fmt: skip
    by = Observer(observer, "standard", "1" if observer is ObserverKind.ALGORITHM else None)
    blocks = [_block(place, view, by) for place in range(len(COLUMNS))]
    heads = [_head(side, by) for side in (Side.LEFT, Side.RIGHT)] if view is View.LATERAL else []
    ends = Statement(Topic.END_VERTEBRAE, "T5-L2", Origin.TABLE)
    return header, Reading("2.25.1", _KEY, by, (*blocks, *heads), (ends,) if view is View.FRONTAL else ())


def _block(place: int, view: View, by: Observer) -> Annotation:
    """One vertebra: corners and, from the side, middles of a rectangle."""
    lateral = view is View.LATERAL
    tilt = 0.0 if lateral else math.radians(-SWING * math.sin(2 * math.pi * place / (len(COLUMNS) - 1)))
    across = {"anterior": -0.5, "middle": 0.0, "posterior": 0.5} if lateral else {"left": -0.5, "right": 0.5}
    down = (place + 1) * (HEIGHT + DISC)
    marks = {
        f"{edge}_{end}": Point(
            down + half * HEIGHT * math.cos(tilt) + along * DEPTH * math.sin(tilt),
            CENTRE + along * DEPTH * math.cos(tilt) - half * HEIGHT * math.sin(tilt),
        )
        for edge, half in (("superior", -0.5), ("inferior", 0.5))
        for end, along in across.items()
        if (edge, COLUMNS[place]) != ("inferior", Level.S1)
    }
    return Annotation(Structure(StructureKind.VERTEBRA, COLUMNS[place], place + 1), by, marks)


def _head(side: Side, by: Observer) -> Annotation:
    """A femoral head: 80 mm below the sacrum and 30 mm in front of it."""
    below = len(COLUMNS) * (HEIGHT + DISC) - HEIGHT / 2 + 80
    return Annotation(Structure(StructureKind.FEMORAL_HEAD, side=side), by, {"head": Circle(below, CENTRE - 30, 24.0)})
