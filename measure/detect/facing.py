"""Facing: which side of a lateral picture the patient's front is on, as stated or as it looks."""

import math
from collections.abc import Sequence

from measure.detect.coarse.chain import Chain
from measure.detect.flags import Flag
from measure.errors import ReadingError, quoted
from measure.model import Facing, FilmHeader, Origin, Statement, Topic

SURE = 0.9  # probability from which a side is told
OTHERWISE = 0.97  # probability from which the picture contradicts what is stated
CLOSEST = 1e-4  # a probability is never nearer to 0 or 1 than this


def find_facing(
    header: FilmHeader, statements: Sequence[Statement], chain: Chain, front_left: float
) -> tuple[Facing | None, tuple[Flag, ...]]:
    """Side of the picture that the front is on.

    Parameters
    ----------
    header : FilmHeader
        Holds where nothing is stated.
    statements : sequence of Statement
        A stated facing wins.
    chain : Chain
        Its vertebrae each say how likely the front is at the left.
    front_left : float
        The same of the film as a whole.

    Returns
    -------
    facing : Facing or None
        None where it is neither stated nor clear, or stated both ways.
    flags : tuple of Flag
        ``facing_unsure``, or ``facing_contradicts_picture``.

    Raises
    ------
    ReadingError
        If a stated facing is neither left nor right.
    """
    left = probability_left(chain, front_left)
    seen = Facing.LEFT if left >= 0.5 else Facing.RIGHT
    stated = {_facing(one) for one in statements if one.topic is Topic.FACING and one.origin is not Origin.ALGORITHM}
    if len(stated) > 1:
        return None, ()  # whoever measures says so
    held = stated.pop() if stated else header.facing
    if held is None:
        return (seen, ()) if max(left, 1 - left) >= SURE else (None, (Flag.FACING_UNSURE,))
    against = seen is not held and max(left, 1 - left) >= OTHERWISE
    return held, ((Flag.FACING_CONTRADICTED,) if against else ())


def probability_left(chain: Chain, front_left: float) -> float:
    """Probability that the front is at the left: the middle, in log-odds, of what film and vertebrae say.

    Examples
    --------
    >>> round(probability_left(Chain(), 0.9), 3)
    0.9
    """
    found = [(one.score, one.front_left) for one in chain.vertebrae if one.score > 0]
    if not found:
        return front_left
    weight = sum(score for score, _ in found)
    vertebrae = sum(score * left for score, left in found) / weight
    odds = (_log_odds(front_left) + _log_odds(vertebrae)) / 2
    return 1 / (1 + math.exp(-odds))


def _log_odds(probability: float) -> float:
    held = min(max(probability, CLOSEST), 1 - CLOSEST)
    return math.log(held / (1 - held))


def _facing(statement: Statement) -> Facing:
    try:
        return Facing(statement.value.strip())
    except ValueError:
        raise ReadingError(f"statement about facing: expected left, right, got {quoted(statement.value)}") from None
