"""Whether a typed number can be a value of its measure: what finds slips of the keyboard."""

from measure.model import Measure
from measure.outcomes.vocabulary import Unit


def expected_range(measure: Measure, unit: Unit | None, value: float) -> str | None:
    """What was expected instead of a number that no patient can have, or None where it can be.

    Parameters
    ----------
    measure : Measure
        Its ``plausible`` range is in its own unit: a number in another unit is not judged.
    unit : Unit or None
        Of the number.
    value : float
        As typed.

    Examples
    --------
    >>> from measure.catalog import get
    >>> expected_range(get("anterior_height"), Unit.MM, 180)
    'expected 2 to 60 mm for anterior_height'
    >>> expected_range(get("anterior_height"), Unit.PIXEL, 180), expected_range(get("anterior_height"), Unit.MM, 18)
    (None, None)
    """
    if measure.plausible is None or unit != measure.unit:
        return None
    low, high = measure.plausible
    return None if low <= value <= high else f"expected {low:g} to {high:g} {measure.unit} for {measure.id}"
