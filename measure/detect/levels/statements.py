"""Statements: what a reader, a table or a command says about the levels of a film."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from measure.errors import ModelError, ReadingError
from measure.model import Level, Origin, Statement, Topic, neighbour, parse_anchor, parse_level


def stated_levels(
    statements: Sequence[Statement], treated: Sequence[int], count: int, *, below: bool = False
) -> dict[int, Level]:
    """Levels that hold by statement, by place in the chain from 0.

    Level anchors come first. Where there is none, stated treated levels name the vertebrae that look treated: only
    where they are as many, and as far apart. What an algorithm stated before does not count.

    Parameters
    ----------
    statements : sequence of Statement
        About the film.
    treated : sequence of int
        Places of vertebrae that hold cement or an implant.
    count : int
        Vertebrae of the chain; an anchor elsewhere names none of them.
    below : bool
        Whether a sacrum follows: an anchor on it names the last vertebra.

    Returns
    -------
    dict of int to Level
        Empty where nothing is stated, or where two anchors cannot both hold.

    Raises
    ------
    ReadingError
        If a value is none of its topic.

    Examples
    --------
    >>> stated_levels([Statement(Topic.LEVEL_ANCHOR, "3=L1", Origin.PERSON, "CT")], (), 5)
    {2: <Level.L1: 'L1'>}
    """
    heard = [one for one in statements if one.origin is not Origin.ALGORITHM]
    anchors = sorted({(place - 1, level) for place, level in _anchors(heard)})
    if anchors:
        return _held(anchors, count, below)
    levels = [_level(one) for one in heard if one.topic is Topic.TREATED_LEVEL]
    return _of_treated(levels, sorted(set(treated)))


def _anchors(statements: Sequence[Statement]) -> Iterator[tuple[int, Level]]:
    for one in statements:
        if one.topic is Topic.LEVEL_ANCHOR:
            try:
                yield parse_anchor(one.value)
            except ModelError as error:
                raise ReadingError(f"statement about {one.topic}: {error}") from None


def _level(statement: Statement) -> Level:
    try:
        level = parse_level(statement.value)
    except ModelError as error:
        raise ReadingError(f"statement about {statement.topic}: {error}") from None
    if level is None:
        raise ReadingError(f"statement about {statement.topic}: expected a level, got none")
    return level


def _held(anchors: list[tuple[int, Level]], count: int, below: bool) -> dict[int, Level]:
    """Anchors within the chain; none where one vertebra has two names or one level is at two places."""
    if any(a[0] == b[0] for a, b in pairwise(anchors)) or len({level for _, level in anchors}) < len(anchors):
        return {}
    held: dict[int, Level] = {place: level for place, level in anchors if 0 <= place < count and level is not Level.S1}
    if below and (count, Level.S1) in anchors and not held:
        return {count - 1: Level.L5}
    return held


def _of_treated(levels: list[Level], places: list[int]) -> dict[int, Level]:
    found = sorted(set(levels), key=list(Level).index)
    if not found or len(found) != len(places):
        return {}
    apart = (neighbour(a, q - p, (b,)) is b for (a, b), (p, q) in zip(pairwise(found), pairwise(places), strict=True))
    return dict(zip(places, found, strict=True)) if all(apart) else {}


def contradicted(
    stated: Mapping[int, Level],
    names: Sequence[Level | None],
    confidence: Sequence[float | None],
    strong: float,
) -> bool:
    """Whether a stated level is another than the one that the film itself gives with confidence."""
    return any(
        names[place] is not None and names[place] is not level and (confidence[place] or 0) >= strong
        for place, level in stated.items()
    )
