"""A structure back from the key that names it in a row."""

from functools import lru_cache

from measure.errors import ModelError
from measure.model import Level, Side, Structure, StructureKind

_SIDES = frozenset(str(side) for side in Side)


@lru_cache(maxsize=4096)
def parse_structure(key: str | None, ordinal: int | None = None) -> Structure | None:
    """Structure that a key names.

    Parameters
    ----------
    key : str or None
        As ``Structure.key`` writes it.
    ordinal : int or None, optional
        Its place, where the key names the level instead.

    Returns
    -------
    Structure or None
        None for the film as a whole.

    Raises
    ------
    ModelError
        If the key names no structure.

    Examples
    --------
    >>> parse_structure("vertebra:L1", 3).label, parse_structure("femur:left:proximal").part
    ('L1', 'proximal')
    """
    if key is None:
        return None
    kind, *rest = key.split(":")
    level = side = part = None
    try:
        for word in rest:
            if word.startswith("#"):
                ordinal = int(word[1:])
            elif word in Level.__members__:
                level = Level(word)
            elif side is None and word in _SIDES:
                side = Side(word)
            else:
                part = word
        return Structure(StructureKind(kind), level, ordinal, side, part)
    except ValueError:
        raise ModelError(f"structure key {key!r}: expected kind[:level or #place][:side][:part]") from None
