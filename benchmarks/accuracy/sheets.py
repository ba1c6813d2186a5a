"""Sheets: films with their drafts drawn on them, many on one picture."""

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from accuracy.drafts import Draft, Vertebra, drafted
from accuracy.real import FILMS, labels
from measure.film import display_window, read_film
from measure.model import Film

Picture = NDArray[np.uint8]
GREEN, RED, YELLOW, BLUE, WHITE = (80, 230, 80), (60, 60, 255), (40, 220, 255), (255, 160, 60), (255, 255, 255)
FOLDERS = {"spine_ap": 14, "spine_lateral": 4, "spine_lateral_unlabelled": 3}  # films across a sheet


def real(out: Path) -> None:
    """Sheets of all real spine films: the labels thin and blue, the draft green, doubtful levels yellow."""
    out.mkdir(parents=True, exist_ok=True)
    for folder, across in FOLDERS.items():
        place = FILMS / folder
        known = labels(place / "landmarks.csv") if (place / "landmarks.csv").exists() else {}
        tiles = []
        for path in sorted(p for p in place.iterdir() if p.suffix in (".jpg", ".png")):
            film = read_film(path)
            tiles.append(tile(film, drafted(film), path.stem, known.get(path.name), tall=1100 if across < 10 else 900))
        cv2.imwrite(str(out / f"{folder}.jpg"), sheet(tiles, across), [cv2.IMWRITE_JPEG_QUALITY, 88])


def tile(film: Film, draft: Draft, title: str, labelled: NDArray[np.float64] | None = None, tall: int = 900) -> Picture:
    """One film with its draft."""
    low, high = display_window(film)
    grey = np.clip((film.pixels - low) / (high - low), 0, 1)
    scale = tall / grey.shape[0]
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    small = cv2.resize((grey * 255).astype(np.uint8), None, fx=scale, fy=scale, interpolation=how)
    picture = cv2.cvtColor(small, cv2.COLOR_GRAY2BGR)
    for quad in labelled if labelled is not None else ():
        _outline(picture, (quad + 0.5) * scale - 0.5, BLUE, 1)
    for one in draft.vertebrae:
        _vertebra(picture, one, scale)
    words = [title, draft.refused or "", *(f"{k} {v}" for k, v in draft.stated.items())]
    for row, word in enumerate(w for w in words if w):
        cv2.putText(picture, word, (6, 18 + 17 * row), cv2.FONT_HERSHEY_SIMPLEX, 0.45, RED if row == 1 and draft.refused
                    else WHITE, 1, cv2.LINE_AA)  # fmt: skip
    return picture


def sheet(tiles: Sequence[Picture], across: int) -> Picture:
    """Tiles side by side, on black."""
    rows = []
    for start in range(0, len(tiles), across):
        some = tiles[start : start + across]
        tall = max(one.shape[0] for one in some)
        rows.append(np.hstack([_padded(one, tall, one.shape[1] + 4) for one in some]))
    wide = max(row.shape[1] for row in rows)
    return np.vstack([_padded(row, row.shape[0] + 4, wide) for row in rows])


def _vertebra(picture: Picture, one: Vertebra, scale: float) -> None:
    places = {name: (mark + 0.5) * scale - 0.5 for name, mark in one.marks.items()}
    colour = GREEN if one.numbered else YELLOW
    if one.quad is not None:
        _outline(picture, (one.quad + 0.5) * scale - 0.5, colour, 1)
    elif {"superior_left", "superior_right"} <= set(places):
        ends = [_xy(places[name]) for name in ("superior_left", "superior_right")]
        cv2.line(picture, *ends, colour, 1, cv2.LINE_AA)
    for mark in places.values():
        cv2.circle(picture, _xy(mark), 2, colour, -1, cv2.LINE_AA)
    if places:
        right = max(places.values(), key=lambda mark: mark[1])
        at = _xy(right + [4, 5])
        cv2.putText(picture, one.label, at, cv2.FONT_HERSHEY_SIMPLEX, 0.42, YELLOW, 1, cv2.LINE_AA)


def _outline(picture: Picture, quad: NDArray[np.float64], colour: tuple[int, int, int], thick: int) -> None:
    around = quad[[0, 1, 3, 2]][:, ::-1]
    cv2.polylines(picture, [np.round(around).astype(np.int32)], True, colour, thick, cv2.LINE_AA)


def _xy(mark: NDArray[np.float64]) -> tuple[int, int]:
    return round(float(mark[1])), round(float(mark[0]))


def _padded(picture: Picture, rows: int, cols: int) -> Picture:
    whole = np.zeros((rows, cols, 3), np.uint8)
    whole[: picture.shape[0], : picture.shape[1]] = picture
    return whole
