"""Choices of ``measure simulate``, known without loading the simulator; a test holds them to it."""

from enum import StrEnum


class Kind(StrEnum):
    """What can be made."""

    LATERAL = "lateral"
    FRONTAL = "frontal"
    UPRIGHT = "upright"
    OPERATION = "operation"
    IMPLANT = "implant"
    FEMUR = "femur"
    TIBIA = "tibia"
    LEG = "leg"


class Size(StrEnum):
    """Pixels."""

    SMALL = "small"
    FULL = "full"


class Look(StrEnum):
    """Film station."""

    CLINICAL = "clinical"
    RAW = "raw"
    RANDOM = "random"


class Scale(StrEnum):
    """What the header states of scale."""

    FIDUCIAL = "fiducial"
    GEOMETRY = "geometry"
    CORRECTED = "corrected"
    EQUAL = "equal"
    IMAGER = "imager"
    FACTOR = "factor"
    DISTANCES = "distances"
    SCANNED = "scanned"
    ALONE = "alone"
    NONE = "none"
