"""Where a text goes: beside what it belongs to, clear of all that is there already."""

from collections.abc import Sequence

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""

ROOM = 4.0  # Pixels between texts, and to the edge.


def overlap(one: Box, other: Box) -> bool:
    """Whether two boxes share a point.

    Examples
    --------
    >>> overlap((0, 0, 2, 2), (1, 1, 3, 3)), overlap((0, 0, 2, 2), (2.5, 0, 4, 2))
    (True, False)
    """
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def place(wanted: Box, taken: Sequence[Box], size: tuple[float, float], rightwards: bool) -> Box:
    """Free place as near to the wanted one as there is, inside the picture.

    Parameters
    ----------
    wanted : Box
        Where it would go on an empty picture.
    taken : sequence of Box
        What is there.
    size : tuple of float
        Width and height of the picture.
    rightwards : bool
        Side to which it may move; up and down it may move both ways.

    Returns
    -------
    Box
        The wanted one, moved; where all is taken, the wanted one inside the picture.

    Examples
    --------
    >>> place((10, 10, 30, 20), [(0, 0, 15, 40)], (100, 100), rightwards=True)
    (19.0, 10.0, 39.0, 20.0)
    """
    height = wanted[3] - wanted[1]
    aside = [0.0, *(_past(wanted, box, rightwards) for box in taken)]
    steps = [(x, y * height / 2) for y in range(13) for x in aside for y in dict.fromkeys((y, -y))]
    way = 1 if rightwards else -1
    moved = [_inside(_shift(wanted, way * x, y), size) for x, y in steps if x >= 0]
    free = [box for box in moved if not any(overlap(box, other) for other in taken)]
    return min(free, key=lambda box: _distance(box, wanted), default=_inside(wanted, size))


def _past(wanted: Box, box: Box, rightwards: bool) -> float:
    return box[2] + ROOM - wanted[0] if rightwards else wanted[2] - box[0] + ROOM


def _shift(box: Box, x: float, y: float) -> Box:
    return box[0] + x, box[1] + y, box[2] + x, box[3] + y


def _inside(box: Box, size: tuple[float, float]) -> Box:
    x = max(ROOM, min(box[0], size[0] - ROOM - (box[2] - box[0]))) - box[0]
    y = max(ROOM, min(box[1], size[1] - ROOM - (box[3] - box[1]))) - box[1]
    return _shift(box, x, y)


def _distance(box: Box, other: Box) -> float:
    return abs(box[0] - other[0]) + abs(box[1] - other[1])
