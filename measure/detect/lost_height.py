"""Lost height: which vertebrae of a draft are so low that its accuracy on real ones has not been shown."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

LOSS = 0.2  # of what is expected: from here a vertebra counts as deformed (Genant 1)
ENDS = ("left", "middle", "right")


def lost_height(marks: Sequence[Mapping[str, Array]]) -> list[bool]:
    """Whether a height of a vertebra is a fifth lower than another of its own, or than those of its neighbours.

    This is no measure: it looks at pixels, once, to say which drafts need a closer look.

    Parameters
    ----------
    marks : sequence of mapping of str to ndarray, shape (2,)
        Marks of each vertebra, head to tail, as seen on the picture; empty where it cannot be read.

    Returns
    -------
    list of bool
        One a vertebra.

    Examples
    --------
    >>> rows = {"superior_left": 6, "inferior_left": 28, "superior_right": 0, "inferior_right": 28}
    >>> lost_height([{name: np.array([row, 34 * name.endswith("right")]) for name, row in rows.items()}])
    [True]
    """
    heights = np.array([[_height(one, end) for end in ENDS] for one in marks]).reshape(-1, len(ENDS))
    return [_is_low(heights, k) for k in range(len(heights))]


def _height(marks: Mapping[str, Array], end: str) -> float:
    upper, lower = marks.get(f"superior_{end}"), marks.get(f"inferior_{end}")
    return float(np.linalg.norm(lower - upper)) if upper is not None and lower is not None else np.nan


def _is_low(heights: Array, place: int) -> bool:
    own = heights[place]
    if np.isnan(own).all():
        return False
    beside = heights[[k for k in (place - 1, place + 1) if 0 <= k < len(heights)]]
    shown = ~np.isnan(beside)
    expected = np.full(len(ENDS), np.nan)
    some = shown.any(axis=0)
    expected[some] = np.nanmean(beside[:, some], axis=0)
    # NaN compares false: what is not marked says nothing.
    return bool((own <= (1 - LOSS) * np.nanmax(own)).any() or (own <= (1 - LOSS) * expected).any())
