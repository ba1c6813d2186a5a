"""Measurement: a quantity with the trace it was read on and where it came from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from measure.model._frozen import FrozenMap
from measure.model.anatomy import Level, Side, Structure
from measure.model.calibration import ScaleClass
from measure.model.quantity import Quantity
from measure.model.trace import Trace


@dataclass(frozen=True, slots=True)
class Measurement:
    """One number about one structure (or the whole film) from one reading.

    Attributes
    ----------
    measure : str
        Id in the catalogue.
    definition_version : str
        Version of that definition.
    quantity : Quantity
        The value, or why there is none.
    reading_uid, film_key : str
        What it was read from.
    structure : Structure or None
        None = the film as a whole.
    level_from, level_to : Level or None
        Ends of a span, head to tail, where both are numbered.
    side : Side or None
        Side of the patient (a limb), or the convexity of a coronal curve.
    scale_class : ScaleClass or None
        For lengths and areas; None where scale plays no part.
    trace : Trace
        What to draw.
    flags : tuple of str
        What a reader should know: ``crush_masks_beck``, ``borderline``.
    details : mapping of str to str or float
        Side results, e.g. the end vertebrae chosen or the selection bias.
    level_confidence : float or None
        Probability that the level is right.
    """

    measure: str
    definition_version: str
    quantity: Quantity
    reading_uid: str
    film_key: str
    structure: Structure | None = None
    level_from: Level | None = None
    level_to: Level | None = None
    side: Side | None = None
    scale_class: ScaleClass | None = None
    trace: Trace = Trace()
    flags: tuple[str, ...] = ()
    details: Mapping[str, str | float] = field(default_factory=FrozenMap)
    level_confidence: float | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.details, FrozenMap):
            object.__setattr__(self, "details", FrozenMap(self.details))
