"""What a subject says of its films as a whole: whether they belong together."""

from measure.outcomes.assemble import assemble
from measure.outcomes.doubts import Doubt


def test_films_that_count_vertebrae_differently_are_doubted(imported, subject):
    def film(day, *levels):
        return [imported(f"film {day}", "beck_index", 0.8, 0.05, level=name, days_from_index=day) for name in levels]

    found = assemble(subject, [*film(-3, "L5", "L6"), *film(30, "L5", "S1"), *film(92, "L4", "L5")])
    course = next(c for c in found.courses if c.structure.label == "L5")
    keys = [visit.examinations[0].film_key for visit in course.visits]
    assert found.doubts() == (Doubt.COUNT,)
    assert found.doubts(keys[:2]) == (Doubt.COUNT,)
    assert found.doubts(keys[1:]) == ()


def test_contradicting_days_are_a_doubt_of_all_films(imported, subject):
    rows = [
        imported(f"film {day}", "beck_index", 0.8, 0.05, days_from_index=day, subject_day=own)
        for day, own in ((-3, 100), (30, 133), (90, 180))
    ]
    assert assemble(subject, rows[:2]).doubts() == ()
    assert assemble(subject, rows).doubts() == (Doubt.DAYS,)
