"""Films before the injury: where a later film has no expected height of its own, they give it."""

from collections.abc import Collection, Iterable, Mapping

from measure.catalog.prior import SITES, expected_from_prior, intact
from measure.model import Level, Measurement, StructureKind, ValueStatus, View, rank
from measure.model.anatomy import TRANSITIONAL
from measure.outcomes.structures import parse_structure

Measured = Mapping[str, Measurement]  # by measure
Spine = Mapping[str, Measured]  # by structure key


def complete(now: Spine, key: str, priors: Iterable[Spine], treated: Collection[str]) -> dict[str, Measurement]:
    """Measurements of one vertebra, with expected heights from before the injury where it has none.

    Parameters
    ----------
    now : mapping
        What is measured on this film, by structure.
    key : str
        The vertebra.
    priors : iterable of mapping
        The same of the films before the injury, the last first.
    treated : collection of str
        Structures that were treated: they bring no film to scale.

    Returns
    -------
    dict of str to Measurement
        By measure. A loss that could not be measured for want of an expected height is left out:
        it follows from the new one.
    """
    found = dict(now[key])
    for site in SITES:
        name, loss = f"expected_{site}_height", f"{site}_height_loss"
        if _value(found.get(name)) is not None or _value(found.get(f"{site}_height")) is None:
            continue
        expected = next((e for prior in priors if (e := _expected(now, key, prior, treated, site)) is not None), None)
        if expected is not None:
            found[name] = expected
            if loss in found and found[loss].quantity.status is ValueStatus.NOT_MEASURABLE:
                del found[loss]
    return found


def _expected(now: Spine, key: str, prior: Spine, treated: Collection[str], site: str) -> Measurement | None:
    height = f"{site}_height"
    here = prior.get(key, {}).get(height)
    if here is None or _value(here) is None:
        return None
    for other in sorted(set(now) & set(prior) - {key, *treated}, key=lambda one: _distance(one, key)):
        then, later = prior[other].get(height), now[other].get(height)
        if then is None or later is None or not (_value(then) and _value(later)):
            continue
        if then.quantity.unit == here.quantity.unit and intact(now[other]) and intact(prior[other]):
            return expected_from_prior(site, here, then, later)
    return None


def shows_heights(view: View | None) -> bool:
    """Whether heights can be read on a film of this projection."""
    return view in (None, View.LATERAL)


def _distance(one: str, other: str) -> tuple[int, str]:
    """Levels between two vertebrae; the nearest was enlarged most alike."""
    levels = [structure.level for key in (one, other) if (structure := parse_structure(key)) is not None]
    if len(levels) < 2 or levels[0] is None or levels[1] is None:
        return len(Level), one
    return abs(rank(levels[0]) - rank(levels[1])), one


def vertebrae(found: Mapping[str | None, Measured]) -> dict[str, Measured]:
    """Those of the structures of a film that are the same vertebra on another film."""
    return {key: rows for key, rows in found.items() if key is not None and _has_place(key)}


def _has_place(key: str) -> bool:
    """Whether a key names a vertebra that everybody has: of a T13 or an L6 nobody can be sure."""
    structure = parse_structure(key)
    if structure is None or structure.kind is not StructureKind.VERTEBRA or structure.level is None:
        return False
    return structure.level not in TRANSITIONAL


def _value(one: Measurement | None) -> float | None:
    if one is None or one.quantity.value is None or one.quantity.sd is None:
        return None
    return one.quantity.value
