"""The lead letter that tells the side of the patient."""

import cv2
import numpy as np

from _generator.plan import FilmPlan


def add_marker(pixels: np.ndarray, film: FilmPlan) -> np.ndarray:
    """Lay a lead letter: R on the patient's right (frontal), or the side at the detector (lateral) on the film."""
    scale = 8
    letter = "L" if film.facing == "left" else "R"
    height, width = (round(13 / s) for s in film.step)
    big = np.zeros((height * scale, width * scale), np.uint8)
    cv2.putText(
        big,
        letter,
        (width, height * scale - height),
        cv2.FONT_HERSHEY_DUPLEX,
        height * scale / 26,
        255,
        max(2, height * scale // 8),
        cv2.LINE_AA,
    )
    lead = cv2.resize(big, (width, height), interpolation=cv2.INTER_AREA).astype(np.float64) / 255
    row = film.rows // 14
    col = film.cols // 22 if film.facing != "left" else film.cols - film.cols // 22 - width
    found = pixels.astype(np.float64)
    place = found[row : row + height, col : col + width]
    place += lead * (3950 - place) * 0.94
    return np.rint(found).astype(np.uint16)
