"""Cases: simulated films as they lie on the shelf, read without the simulator."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from measure.model import Calibration, Film, FilmHeader, Reading, ScaleClass
from measure.readings import decode_reading


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """One film from the shelf.

    Attributes
    ----------
    film : Film
        Pixels with their scale; no view and no facing in the header.
    truth : Reading
        What a perfect reader would mark on it.
    facts : dict
        Plain values that strata are made of.
    """

    film: Film
    truth: Reading
    facts: dict[str, Any]


def read(path: Path) -> Case:
    """A film that ``put`` wrote."""
    document = json.loads(path.read_text(encoding="utf-8"))
    pixels = cv2.imread(str(path.with_suffix(".png")), cv2.IMREAD_UNCHANGED).astype(np.float32)
    row, col = document["mm"]
    scale = Calibration(row, col, scale_class=ScaleClass.CALIBRATED, source="simulated", plane="patient")
    header = FilmHeader(document["film_key"], *pixels.shape, calibration=scale)
    return Case(Film(pixels, header), decode_reading(json.dumps(document["truth"])), document["facts"])
