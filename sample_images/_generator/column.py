"""A vertebra as geometry: landmarks in mm, before anything is drawn, and how they are built up."""

import math
from dataclasses import dataclass

import numpy as np

XY = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Vertebra:
    """Landmarks of one vertebra.

    Attributes
    ----------
    level : str
        T1 .. S1.
    points : dict of str to (x, y)
        In mm on the film, x right, y down, rounded to 1e-6 mm so that they are the same on every machine.
    rotation : float
        Axial rotation on a frontal film, -1 .. 1: where the spinous process goes on the picture.
    """

    level: str
    points: dict[str, XY]
    rotation: float = 0.0

    def __getitem__(self, name: str) -> np.ndarray:
        return np.array(self.points[name])


def endplate(middle: np.ndarray, tilt: float, width: float) -> tuple[np.ndarray, np.ndarray]:
    """Both ends of a line ``width`` mm long, turned by ``tilt`` degrees around its middle."""
    half = width / 2 * np.array([math.cos(math.radians(tilt)), math.sin(math.radians(tilt))])
    return middle - half, middle + half


def climb(start: np.ndarray, tilt: float, height: float) -> np.ndarray:
    """Point ``height`` mm above another one, at right angles to endplates tilted by ``tilt`` degrees."""
    return start + height * np.array([math.sin(math.radians(tilt)), -math.cos(math.radians(tilt))])


def pressed(ends: tuple[np.ndarray, np.ndarray], depth: float) -> np.ndarray:
    """Middle of an endplate, ``depth`` mm below the middle of its chord (above it for a negative depth)."""
    along = (ends[1] - ends[0]) / np.hypot(*(ends[1] - ends[0]))
    return (ends[0] + ends[1]) / 2 + depth * np.array([-along[1], along[0]])


def rounded(point: np.ndarray) -> XY:
    """Plain numbers on a grid of 1e-6 mm."""
    return round(float(point[0]), 6), round(float(point[1]), 6)
