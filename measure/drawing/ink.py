"""Colours and type of every picture, in one place (BGR, as OpenCV wants them)."""

from functools import cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Colour = tuple[int, int, int]

PAPER: Colour = (29, 23, 19)
PANEL: Colour = (40, 33, 28)
STRIPE: Colour = (48, 40, 34)
WHITE: Colour = (245, 245, 245)
GREY: Colour = (165, 158, 152)
AMBER: Colour = (60, 176, 255)
HALO: Colour = (0, 0, 0)

ANTERIOR: Colour = (233, 196, 86)
MIDDLE: Colour = (140, 214, 140)
POSTERIOR: Colour = (214, 140, 214)
ENDPLATE: Colour = (60, 176, 255)
NEUTRAL: Colour = (210, 210, 210)
GUIDE: Colour = (170, 235, 255)

BY_NAME = {"anterior height": ANTERIOR, "middle height": MIDDLE, "posterior height": POSTERIOR}


@cache
def _font() -> Any:
    # OpenCV's own font has ±, ° and –; nothing is fetched or searched for on the machine.
    return cv2.FontFace("sans")


def text_size(text: str, size: int, weight: int = 400) -> tuple[int, int]:
    """Width and height of a text in pixels."""
    _, _, width, height = cv2.getTextSize((0, 0), text, (0, 0), _font(), size, weight)
    return int(width), int(height)


def write(picture: Picture, text: str, at: tuple[int, int], colour: Colour, size: int, weight: int = 400) -> None:
    """Write text with its baseline at (x, y)."""
    cv2.putText(picture, text, at, colour, _font(), size, weight)


def write_with_halo(picture: Picture, text: str, at: tuple[int, int], colour: Colour, size: int) -> None:
    """Write text that stays readable over bright and dark film."""
    for dx, dy in ((-2, 0), (2, 0), (0, -2), (0, 2), (-1, -1), (1, 1), (-1, 1), (1, -1)):
        write(picture, text, (at[0] + dx, at[1] + dy), HALO, size, 600)
    write(picture, text, at, colour, size, 600)


def stroke(picture: Picture, start: tuple[float, float], end: tuple[float, float], colour: Colour, width: int) -> None:
    """Line with a dark edge, sub-pixel exact; points are (x, y)."""
    shift = 6
    ends = [(round(x * 2**shift), round(y * 2**shift)) for x, y in (start, end)]
    cv2.line(picture, ends[0], ends[1], HALO, width + 1, cv2.LINE_AA, shift)
    cv2.line(picture, ends[0], ends[1], colour, width, cv2.LINE_AA, shift)


def dot(picture: Picture, at: tuple[float, float], colour: Colour, radius: int) -> None:
    """Small disc with a dark edge; the point is (x, y)."""
    shift = 6
    centre = (round(at[0] * 2**shift), round(at[1] * 2**shift))
    cv2.circle(picture, centre, (radius + 1) << shift, HALO, -1, cv2.LINE_AA, shift)
    cv2.circle(picture, centre, radius << shift, colour, -1, cv2.LINE_AA, shift)
