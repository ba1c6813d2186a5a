"""Makes the pictures of README.md out of the films: ``python sample_images/make_thumbnails.py [--out DIR]``."""

import argparse
from pathlib import Path

import cv2
import numpy as np

from measure.film import display_window, read_film

HERE = Path(__file__).resolve().parent
PICTURES = HERE.parent / "docs" / "pictures" / "samples"
DAYS = ("003", "021", "049", "084", "140", "240")

SHEETS = {
    "implant": [
        ["lateral_fracture", "lateral_detector_spacing", "implant_month12_lateral"],
        ["implant_before_ap", "implant_day003_ap", "implant_month12_ap"],
    ],
    "osteoporosis": [["lateral_osteoporosis_earlier", "lateral_osteoporosis"]],
    "frontal": [["ap_scoliosis", "ap_nonsquare", "leg_standing"]],
    "lateral": [["lateral_monochrome1", "lateral_no_spacing", "lateral_six_lumbar"]],
    "femur": [[f"femur_day{day}_{view}" for day in DAYS] for view in ("ap", "lateral")],
    "tibia": [[f"tibia_day{day}_{view}" for day in DAYS] for view in ("ap", "lateral")],
}
HEIGHT, GAP = 300, 4


def thumbnail(name: str) -> np.ndarray:
    """One film as a reader would window it, square pixels, all of one height."""
    film = read_film(HERE / f"{name}.dcm")
    low, high = display_window(film)
    grey = np.clip((film.pixels - low) / (high - low) * 255, 0, 255).astype(np.uint8)
    scale = film.header.calibration
    aspect = scale.col_mm / scale.row_mm if scale.row_mm and scale.col_mm else 1.0
    width = round(HEIGHT * grey.shape[1] / grey.shape[0] * aspect)
    return _border(cv2.resize(grey, (width, HEIGHT), interpolation=cv2.INTER_AREA), GAP)


def main(arguments: list[str] | None = None) -> None:
    """Write one picture a group of films."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=PICTURES, help="folder to write to")
    out = parser.parse_args(arguments).out
    out.mkdir(parents=True, exist_ok=True)
    for name, rows in SHEETS.items():
        strips = [cv2.hconcat([thumbnail(film) for film in row]) for row in rows]
        wide = max(strip.shape[1] for strip in strips)
        sheet = cv2.vconcat([_border(strip, 0, wide - strip.shape[1]) for strip in strips])
        cv2.imwrite(str(out / f"{name}.jpg"), sheet, [cv2.IMWRITE_JPEG_QUALITY, 82])


def _border(picture: np.ndarray, around: int, right: int = 0) -> np.ndarray:
    return cv2.copyMakeBorder(picture, around, around, around, around + right, cv2.BORDER_CONSTANT, value=255)


if __name__ == "__main__":
    main()
