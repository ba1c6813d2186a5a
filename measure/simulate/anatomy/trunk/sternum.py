"""Sternum: the breast bone in front of the chest."""

import numpy as np

from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.trunk.bone import capped, curve, path_through, shell, steps, swept
from measure.simulate.anatomy.trunk.chest import carried, carried_way, chest_size
from measure.simulate.solids import Part, Solid

# Upright chest, mm from the middle of T3; a man's, size 1: the notch level with T3, body and manubrium
# at about 165 degrees, sloping forwards. Lengths 50 and 105 mm, textbook anatomy, rounded.
_MANUBRIUM = ((0, -72, 2), (0, -82, -20), (0, -93, -46))
_MANUBRIUM_SIZE = ((52, 56, 34), (14, 12, 9))
_BODY = ((0, -94, -49), (0, -111, -96), (0, -123, -150))
_BODY_SIZE = ((26, 34, 38, 30), (9, 10, 10, 9))
_TIP = ((0, -123, -152), (0, -123, -178))
_TIP_SIZE = ((18, 14, 8), (6, 5, 4))


def sternum(person: Person, detail: float = 1.0) -> Part:
    """Manubrium, body and xiphoid, in the frame ``chest`` (or ``T3``, on a straight column).

    Parameters
    ----------
    person : Person
        Whose.
    detail : float
        1 for a film of full size, 0.35 for a training film.

    Returns
    -------
    Part
        Bone, with the mark ``sternum`` ``notch``: the jugular notch.

    Examples
    --------
    >>> sternum(Person(), 0.35).marks["sternum"]["notch"].shape
    (3,)
    """
    pieces = ((_MANUBRIUM, _MANUBRIUM_SIZE, 14), (_BODY, _BODY_SIZE, 22), (_TIP, _TIP_SIZE, 8))
    bones: list[Solid] = []
    lean = 1 + 0.04 * person.rng("sternum").normal()
    for nodes, (widths, thicks), count in pieces:
        line = path_through(carried(person, np.array(nodes) * [1, lean, 1]), steps(count, detail, 4), ends=0.5)
        at = np.linspace(0, 1, len(line))
        blunt = capped(line, 5.0 * chest_size(person), 0.55)
        width, thick = (curve(size, at) * chest_size(person) * blunt for size in (widths, thicks))
        bones += shell(person, swept(line, width, thick, carried_way([1, 0, 0]), steps(20, detail, 6), 2.8), 0.9)
    return Part(tuple(bones), {"sternum": {"notch": carried(person, np.array(_MANUBRIUM[0]) * [1, lean, 1])}})
