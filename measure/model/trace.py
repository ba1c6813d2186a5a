"""Trace: the points and lines of the film that a number was read on."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a piece of a trace is for; named after the DICOM SR purposes of reference."""

    PATH = "path"
    ARM = "arm"
    REGION = "region"
    POINT = "point"


@dataclass(frozen=True, slots=True)
class TraceItem:
    """One line, polygon or point of a trace.

    Attributes
    ----------
    role : Role
        path (a length), arm (of an angle), region (a polygon) or point.
    points : tuple of (row, col)
        Vertices in film pixels.
    name : str
        Which part it is: ``superior endplate of L1``.
    """

    role: Role
    points: tuple[tuple[float, float], ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Trace:
    """Everything that overlays, SR, GSPS and napari draw for one measurement.

    Attributes
    ----------
    items : tuple of TraceItem
        In drawing order.
    """

    items: tuple[TraceItem, ...] = ()
