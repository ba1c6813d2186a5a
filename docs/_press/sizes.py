"""Sizes of a standard adult spine in mm, rounded from textbook anatomy. They are drawn, never measured against."""

from typing import NamedTuple


class Side(NamedTuple):
    """One level from the side: the body and the disc below it; ``disc_angle`` in degrees, kyphosis +."""

    posterior: float
    ratio: float  # anterior to posterior height
    depth: float
    disc: float
    disc_angle: float


class Front(NamedTuple):
    """One level from the front: the body and the disc below it."""

    height: float
    width: float
    disc: float


SIDE = {
    "C7": Side(15.0, 0.98, 17.5, 4.6, -0.5),
    "T1": Side(16.6, 0.96, 18.5, 4.0, 0.8),
    "T2": Side(17.4, 0.96, 19.5, 3.8, 1.0),
    "T3": Side(18.0, 0.95, 20.8, 3.8, 1.3),
    "T4": Side(18.6, 0.945, 22.2, 3.9, 1.5),
    "T5": Side(19.2, 0.94, 23.6, 4.0, 1.5),
    "T6": Side(19.8, 0.935, 25.0, 4.2, 1.5),
    "T7": Side(20.4, 0.935, 26.3, 4.4, 1.5),
    "T8": Side(21.0, 0.94, 27.5, 4.6, 1.2),
    "T9": Side(21.6, 0.945, 28.5, 4.9, 1.0),
    "T10": Side(22.5, 0.95, 29.5, 5.3, 0.5),
    "T11": Side(23.5, 0.95, 30.5, 6.0, 0.0),
    "T12": Side(25.0, 0.955, 31.5, 6.8, -1.5),
    "L1": Side(26.6, 0.97, 32.5, 8.0, -3.5),
    "L2": Side(27.4, 0.99, 33.5, 9.3, -6.5),
    "L3": Side(27.4, 1.02, 34.2, 10.4, -8.5),
    "L4": Side(26.6, 1.05, 34.8, 11.2, -10.5),
    "L5": Side(24.4, 1.12, 34.4, 10.2, -14.0),
}
SACRUM_DEPTH = 33.0
HOLLOW = 1.1  # how far the middle of an endplate lies within its chord
HEAD_RADIUS = 23.0

FRONT = {
    "T1": Front(16.5, 29.8, 3.6),
    "T2": Front(17.4, 28.2, 3.5),
    "T3": Front(18.0, 27.4, 3.5),
    "T4": Front(18.4, 27.3, 3.6),
    "T5": Front(19.0, 27.8, 3.8),
    "T6": Front(19.4, 28.7, 4.0),
    "T7": Front(19.9, 29.8, 4.2),
    "T8": Front(20.4, 31.0, 4.5),
    "T9": Front(21.0, 32.3, 4.8),
    "T10": Front(21.8, 34.0, 5.2),
    "T11": Front(22.8, 36.4, 5.8),
    "T12": Front(24.2, 38.6, 6.8),
    "L1": Front(25.6, 40.6, 8.0),
    "L2": Front(26.6, 42.5, 9.0),
    "L3": Front(27.0, 44.6, 9.8),
    "L4": Front(26.8, 46.8, 9.6),
    "L5": Front(24.0, 48.2, 7.0),
}
