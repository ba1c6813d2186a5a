"""Sizes of an average adult spine, in the plane of the bone, rounded from textbook anatomy."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LateralSize:
    """One level on a lateral film.

    Attributes
    ----------
    posterior : float
        Posterior height in mm.
    ratio : float
        Anterior / posterior height.
    top, bottom : float
        Depth of the superior and inferior endplate in mm.
    disc : float
        Height of the disc below in mm.
    disc_angle : float
        Wedge of the disc below in degrees, kyphosis +.
    """

    posterior: float
    ratio: float
    top: float
    bottom: float
    disc: float
    disc_angle: float


LATERAL: dict[str, LateralSize] = {
    "T9": LateralSize(21.5, 0.95, 27.0, 28.0, 4.5, 1.0),
    "T10": LateralSize(22.5, 0.95, 28.0, 29.0, 4.8, 0.5),
    "T11": LateralSize(23.5, 0.95, 29.0, 30.0, 5.5, 0.0),
    "T12": LateralSize(25.0, 0.955, 30.0, 31.0, 6.5, -1.5),
    "T13": LateralSize(25.6, 0.96, 30.5, 31.5, 7.0, -2.0),
    "L1": LateralSize(26.8, 0.965, 31.0, 32.2, 7.8, -3.5),
    "L2": LateralSize(27.6, 0.99, 32.5, 33.5, 9.3, -6.0),
    "L3": LateralSize(27.6, 1.02, 33.5, 34.3, 10.4, -7.5),
    "L4": LateralSize(26.6, 1.05, 34.2, 34.8, 11.2, -9.5),
    "L5": LateralSize(24.4, 1.13, 34.6, 34.2, 10.2, -13.0),
    "L6": LateralSize(23.2, 1.10, 34.0, 33.4, 7.5, -9.0),
}
S1_DEPTH = 33.0


@dataclass(frozen=True, slots=True)
class FrontalSize:
    """One level on a frontal film: height, width of the endplates and disc below, in mm."""

    height: float
    top: float
    bottom: float
    disc: float


FRONTAL: dict[str, FrontalSize] = {
    "T1": FrontalSize(16.5, 30.0, 29.5, 3.6),
    "T2": FrontalSize(17.4, 28.5, 28.0, 3.5),
    "T3": FrontalSize(18.0, 27.4, 27.4, 3.5),
    "T4": FrontalSize(18.4, 27.0, 27.6, 3.6),
    "T5": FrontalSize(19.0, 27.4, 28.2, 3.8),
    "T6": FrontalSize(19.4, 28.2, 29.2, 4.0),
    "T7": FrontalSize(19.9, 29.2, 30.4, 4.2),
    "T8": FrontalSize(20.4, 30.4, 31.6, 4.5),
    "T9": FrontalSize(21.0, 31.6, 33.0, 4.8),
    "T10": FrontalSize(21.8, 33.0, 35.0, 5.2),
    "T11": FrontalSize(22.8, 35.2, 37.6, 5.8),
    "T12": FrontalSize(24.2, 37.6, 39.6, 6.8),
    "L1": FrontalSize(25.6, 39.4, 41.8, 8.0),
    "L2": FrontalSize(26.6, 41.2, 43.8, 9.0),
    "L3": FrontalSize(27.0, 43.2, 46.0, 9.8),
    "L4": FrontalSize(26.8, 45.6, 48.0, 9.6),
    "L5": FrontalSize(24.0, 48.0, 48.5, 7.0),
}
