"""Bone: what lost mineral leaves of spongy bone and of its shell, the same in every bone of a person."""

from measure.simulate.anatomy.person import Person

SOLID = 6.7
"""Density of spongy bone, against a young adult's, at which no marrow is left in it: 15 % of that one is bone."""


def spongy(person: Person, factor: float = 1.0) -> float:
    """Density of a ``Solid`` of cancellous bone: the share of mineral that is left; marrow has the rest of the room.

    Parameters
    ----------
    person : Person
        Whose.
    factor : float
        How much denser this place is than the middle of a vertebral body.

    Returns
    -------
    float

    Examples
    --------
    >>> spongy(Person(bone=0.5)), spongy(Person(bone=0.5), 1.2)
    (0.5, 0.6)
    """
    return factor * person.bone


def denser(spongy: float, share: float) -> float:
    """Density of cancellous bone in which a share of all the room has become solid bone.

    Examples
    --------
    >>> denser(0.8, 0.0), denser(0.8, 1.0) == SOLID
    (0.8, True)
    """
    return (1 - share) * spongy + share * SOLID


def kept(person: Person) -> float:
    """Thickness of a cortex against a young adult's: it is lost at about half the rate of spongy bone.

    Examples
    --------
    >>> round(kept(Person(bone=0.6)), 2)
    0.78
    """
    return 0.45 + 0.55 * min(person.bone, 1.2)


def cortex(person: Person, young: float) -> float:
    """Thickness of a cortex that measures ``young`` mm in a young adult of mean stature.

    Examples
    --------
    >>> cortex(Person(), 2.0)
    2.0
    """
    return young * kept(person) * person.size
