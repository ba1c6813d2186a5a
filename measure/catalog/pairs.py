"""Which two films of a course are compared."""

from collections.abc import Iterator
from dataclasses import dataclass

from measure.catalog.derive import derived
from measure.model import Comparison, Course, Examination, Measure, Measurement, Visit
from measure.model.course import INTRA_OP

AFTER, FIRST = "after", "first"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two examinations to compare.

    Attributes
    ----------
    before : Examination or None
        The earlier one; None = there is none.
    after : Examination
        The later one; of a measure of a single film both are the same.
    days : float or None
        Between them, where both days are known.
    with_baseline : bool
        Whether the earlier one is the baseline, not the first film after the procedure.
    during : bool
        Whether the later one was taken during the procedure.
    """

    before: Examination | None
    after: Examination
    days: float | None = None
    with_baseline: bool = True
    during: bool = False

    @property
    def posture(self) -> Comparison:
        """Whether the patient was held alike on both."""
        if self.before is None:
            return Comparison.UNKNOWN
        return self.after.posture_as(self.before, baseline=self.with_baseline)

    def of(self, when: str) -> Examination | None:
        """The film that a name such as ``before.wedge_angle`` speaks of."""
        return self.after if when == AFTER else self.before

    @property
    def alone(self) -> bool:
        """Whether nothing is compared."""
        return self.before is self.after

    def value(self, name: str) -> Measurement | None:
        """Value that a measure takes from one of the two, also where it has to be worked out."""
        when, measure_id = split(name)
        one = self.of(when)
        if one is None:
            return None
        found = one.measurements.get(measure_id)
        return found if found is not None or self.before is None else derived(measure_id, one, self.before)


def split(name: str) -> tuple[str, str]:
    """When, and what.

    Examples
    --------
    >>> split("before.wedge_angle")
    ('before', 'wedge_angle')
    """
    when, _, measure_id = name.partition(".")
    return when, measure_id


def pairs(course: Course, measure: Measure) -> Iterator[Pair]:
    """Every film that can be the later of the two, with the film that it is compared with.

    Parameters
    ----------
    course : Course
        The visits.
    measure : Measure
        Its values say whether it compares with the baseline, with the first film after the
        procedure, or with nothing.

    Yields
    ------
    Pair
        In order of time. Each projection has its own baseline: the frontal film may be of
        another day than the lateral one.
    """
    whens = {split(name)[0] for name in measure.needs.values}
    for visit in _later(course, of_result=FIRST in whens or whens == {AFTER}):
        for after in visit.examinations:
            if after.view is not None and after.view not in measure.needs.views:
                continue
            if whens == {AFTER}:
                yield Pair(after, after)
            elif (found := _pair(course, measure, visit, after, first=FIRST in whens)) is not None:
                yield found


def _later(course: Course, *, of_result: bool) -> tuple[Visit, ...]:
    """Visits that can be the later of two; what speaks of the result of the procedure needs one after it."""
    if of_result:
        return course.after_procedure
    return tuple(visit for visit in course.visits if not course.is_before(visit))


def _pair(course: Course, measure: Measure, visit: Visit, after: Examination, *, first: bool) -> Pair | None:
    """A film with its partner, the baseline or the first film after; None where it is the one to compare with."""
    place = course.visits.index(visit)
    earlier = course.after_procedure if first else course.baselines
    partners = [
        (other, one)
        for other in earlier
        if course.visits.index(other) <= place
        for one in other.examinations
        if one.view_as(after) is not Comparison.DIFFERENT
    ]

    def fit(partner: tuple[Visit, Examination]) -> tuple[bool, int, bool, bool, bool]:
        """Has the values, at the best visit, of surely the same projection, as numbers, by the same observer."""
        other, one = partner
        values = [Pair(one, after).value(name) for name in measure.needs.values]
        numbers = all(value is not None and value.quantity.value is not None for value in values)
        same_view = one.view_as(after) is Comparison.SAME
        return all(values), -earlier.index(other), same_view, numbers, one.observer == after.observer

    if not partners:
        return Pair(None, after) if course.indexed else None
    other, one = max(partners, key=fit)
    if other is visit:
        return None  # the film to compare with, or another of its day
    days = None if other.nominal or visit.nominal else visit.day - other.day
    return Pair(one, after, days, not first, visit.timepoint == INTRA_OP)
