"""Statement: something asserted about a film that its pixels do not say."""

from dataclasses import dataclass
from enum import StrEnum

from measure.errors import ModelError


class Origin(StrEnum):
    """Where a statement comes from. A statement wins over the header."""

    HEADER = "header"
    TABLE = "table"
    COMMAND = "command"
    PERSON = "person"
    ALGORITHM = "algorithm"


class Topic(StrEnum):
    """What a statement is about, and the form of its value.

    ========================  =========================================================
    topic                     value
    ========================  =========================================================
    view                      frontal | lateral | oblique
    side                      left | right | bilateral
    facing                    left | right: where the front points on the picture
    patient_left              left | right: where the patient's left is on the picture
    posture                   standing | sitting | supine | prone | lateral_decubitus
    magnification             ``1.15±0.07``: site magnification and its sd
    spacing                   ``0.148±0.002``: mm per pixel in the plane of the bone
    pixel_aspect              row/column spacing ratio, or ``unknown`` (a resized picture)
    level_anchor              ``3=L1``: the third vertebra is L1
    treated_level             a level
    end_vertebrae             ``T5-L1``: end vertebrae to keep for a coronal Cobb angle
    nail_diameter             mm
    ========================  =========================================================
    """

    VIEW = "view"
    SIDE = "side"
    FACING = "facing"
    PATIENT_LEFT = "patient_left"
    POSTURE = "posture"
    MAGNIFICATION = "magnification"
    SPACING = "spacing"
    PIXEL_ASPECT = "pixel_aspect"
    LEVEL_ANCHOR = "level_anchor"
    TREATED_LEVEL = "treated_level"
    END_VERTEBRAE = "end_vertebrae"
    NAIL_DIAMETER = "nail_diameter"


@dataclass(frozen=True, slots=True)
class Statement:
    """One assertion with its origin.

    Attributes
    ----------
    topic : Topic
        What it is about.
    value : str
        The value, as text in the form that the topic gives.
    origin : Origin
        Who or what asserted it.
    source : str or None
        A reference for it, e.g. where a site magnification was measured.
    """

    topic: Topic
    value: str
    origin: Origin
    source: str | None = None

    def __post_init__(self) -> None:
        if not self.value.strip():
            raise ModelError(f"statement about {self.topic}: expected a value, got an empty text")
