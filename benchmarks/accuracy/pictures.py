"""Pictures: simulated films with their drafts, for the page."""

from pathlib import Path

import cv2

from accuracy.cohort import simulated
from accuracy.drafts import drafted
from accuracy.implanted import implanted
from accuracy.sheets import sheet, tile
from accuracy.shelf import Maker, case, fill

SETS: dict[str, tuple[Maker, tuple[int, ...], int, int]] = {
    "accuracy_frontal": (simulated, tuple(range(1, 17, 2)), 8, 520),
    "accuracy_lateral": (simulated, tuple(range(0, 16, 2)), 4, 420),
    "accuracy_implant": (implanted, (0, 1, 2, 3, 4, 5), 6, 420),
}


def draw(shelf: Path, out: Path) -> None:
    """The first films of each kind, whatever came of them."""
    for name, (maker, numbers, across, tall) in SETS.items():
        fill(shelf, maker, numbers)
        films = [case(shelf, maker, number).film for number in numbers]
        tiles = [tile(film, drafted(film), "", tall=tall) for film in films]
        cv2.imwrite(str(out / f"{name}.jpg"), sheet(tiles, across), [cv2.IMWRITE_JPEG_QUALITY, 85])
