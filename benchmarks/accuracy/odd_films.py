"""Odd films: turned, mirrored, inverted, cropped, photographed, and films that are no spines; what comes out."""

from collections.abc import Callable, Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from accuracy.drafts import Draft, drafted
from accuracy.real import FILMS, labels
from accuracy.tables import Table
from measure.errors import MeasureError
from measure.film import read_film
from measure.model import Calibration, Film, FilmHeader

Array = NDArray[np.float32]
CHANGES: dict[str, Callable[[Array], Array]] = {
    "as they are": lambda p: p,
    "inverted": lambda p: p.max() + p.min() - p,
    "mirrored": lambda p: p[:, ::-1],
    "upside down": lambda p: p[::-1],
    "turned by 180°": lambda p: p[::-1, ::-1],
    "turned by 90°": lambda p: np.rot90(p),
    "upper half": lambda p: p[: p.shape[0] // 2],
    "middle third": lambda p: p[p.shape[0] // 3 : -p.shape[0] // 3],
    "as a screenshot": lambda p: screenshot(p),
    "small, 200 rows": lambda p: cv2.resize(p, (max(round(200 * p.shape[1] / p.shape[0]), 1), 200),
                                            interpolation=cv2.INTER_AREA),
    "noise instead": lambda p: np.random.default_rng(0).normal(0, 1, p.shape).astype(np.float32),
    "flat": lambda p: np.zeros_like(p),
}  # fmt: skip
SETS = {"spine_ap": 8, "spine_lateral": 1, "spine_lateral_unlabelled": 1}  # every so many films


def tables() -> list[Table]:
    """Altered spine films, then films of other things, one by one."""
    return [_altered(), _others()]


def screenshot(picture: Array) -> Array:
    """As on a screen: fewer pixels, a bright bar with words above it, a dark one beside it.

    Examples
    --------
    >>> screenshot(np.zeros((1200, 400), np.float32)).shape
    (760, 373)
    """
    low, high = (float(v) for v in np.percentile(picture, (1, 99)))
    tall = 700
    wide = max(round(tall * picture.shape[1] / picture.shape[0]), 1)
    small = cv2.resize(picture, (wide, tall), interpolation=cv2.INTER_AREA)
    screen = np.full((tall + 60, wide + 140), 50, np.uint8)
    screen[:60] = 230
    screen[60:, 140:] = 255 * np.clip((small - low) / max(high - low, 1e-6), 0, 1)
    for row in range(5):
        place = (8, 100 + 40 * row)
        cv2.putText(screen, "Window 50 %", place, cv2.FONT_HERSHEY_SIMPLEX, 0.45, 200, 1, cv2.LINE_AA)
    cv2.putText(screen, "Viewer  File  Edit  Tools", (10, 38), cv2.FONT_HERSHEY_SIMPLEX, 0.7, 25, 1, cv2.LINE_AA)
    return screen.astype(np.float32)


def _altered() -> Table:
    rows = []
    films = {name: list(_films(name, every)) for name, every in SETS.items()}
    for title, change in CHANGES.items():
        cells = []
        for some in films.values():
            drafts = [drafted(altered(film, change)) for film in some]
            cells.append(_summary(drafts))
        rows.append([title, *cells])
    heads = ("", *(f"{name}, {len(some)} films" for name, some in films.items()))
    note = (
        "Refused, with the reason; else how many are drafted, as which view, median number of vertebrae, and how many "
        "films have a flag that stands at half of the vertebrae of one."
    )
    return Table("odd_altered", "Altered spine films", heads, rows, note)


def altered(film: Film, change: Callable[[Array], Array]) -> Film:
    """The film after a change, without what its header knew."""
    pixels = np.ascontiguousarray(change(np.asarray(film.pixels)), np.float32)
    header = FilmHeader(film.header.film_key, *pixels.shape, calibration=Calibration(), source_format="png")
    return Film(pixels, header)


def _summary(drafts: list[Draft]) -> str:
    parts = []
    for why in sorted({one.refused for one in drafts if one.refused}):
        parts.append(f"{sum(one.refused == why for one in drafts)} refused ({why})")
    kept = [one for one in drafts if not one.refused]
    for view in sorted({one.stated.get("view", "?") for one in kept}):
        some = [one for one in kept if one.stated.get("view", "?") == view]
        parts.append(f"{len(some)} {view}, {np.median([len(one.bodies()) for one in some]):g} vertebrae")
    parts += [f"{flag} {sum(flag in one.flags() for one in kept)}" for flag in _spoken(kept)]
    return "; ".join(parts)


def _spoken(drafts: list[Draft]) -> list[str]:
    """Doubts that half of a draft's vertebrae have, on any of the films."""
    return sorted({flag for one in drafts for flag, n in one.flags().items() if 2 * n >= len(one.vertebrae)})


def _films(folder: str, every: int) -> Iterator[Film]:
    place = FILMS / folder
    known = place / "landmarks.csv"
    names = list(labels(known)) if known.exists() else sorted(p.name for p in place.glob("*.png"))
    return (read_film(place / name) for name in names[::every])


def _others() -> Table:
    rows = []
    for folder in ("dicom", "leg_ap"):
        drafts: dict[str, list[str]] = {}
        for path in sorted((FILMS / folder).iterdir()):
            if "mask" in path.stem:
                continue
            came = _one(path)
            drafts.setdefault(came, []).append(path.name)
        rows += [[folder, ", ".join(_short(names)), came] for came, names in drafts.items()]
    return Table("odd_others", "Films that show no spine", ("folder", "films", "what came out"), rows)


def _one(path: object) -> str:
    try:
        film = read_film(str(path))
    except MeasureError as error:
        return f"not read: {type(error).__name__}"
    found = drafted(film)
    if found.refused:
        return f"refused: {found.refused}"
    doubts = ", ".join(_spoken([found])) or "no flag"
    return f"DRAFTED as {found.stated.get('view', '?')}, {len(found.bodies())} vertebrae, {doubts}"


def _short(names: list[str]) -> list[str]:
    return names if len(names) <= 16 else [*names[:2], f"… {len(names)} in all"]
