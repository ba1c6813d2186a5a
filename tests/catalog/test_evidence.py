"""Judgements as evidence: about the right vertebra, and on the side of doubt."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.catalog import SCHEMES
from measure.catalog.evidence import Evidence, evidence_of, same_vertebra, settle
from measure.errors import ReadingError
from measure.model import Assessment, Level, Observer, ObserverKind, Reading, Status, Structure, StructureKind

READER, OTHER = (Observer(ObserverKind.PERSON, f"reader-{n}") for n in (1, 2))


def vertebra(level=None, ordinal=None):
    return Structure(StructureKind.VERTEBRA, level, ordinal)


L1, L2 = vertebra(Level.L1), vertebra(Level.L2)


def judged(scheme, value, structure=L1, observer=READER):
    return Assessment(scheme, value, observer, structure)


def reading(*assessments):
    return Reading("2.25.1", "1.2/1", READER, assessments=assessments)


@pytest.mark.parametrize(
    ("scheme", "value", "deformed", "intact"),
    [
        ("genant_visual", "0", False, False), ("genant_visual", "0.5", False, False),
        ("genant_visual", "1", True, False), ("genant_visual", "2", True, False), ("genant_visual", "3", True, False),
        ("genant_type", "wedge", True, False), ("non_fracture_deformity", "none", False, False),
        ("non_fracture_deformity", "schmorl_node;limbus", True, False),
        ("non_fracture_deformity", "osteophyte", True, False),
        ("ao_spine", "A0", False, False), ("ao_spine", "A1", True, True), ("ao_spine", "A2", True, True),
        ("ao_spine", "A3", True, False), ("ao_spine", "A4", True, False), ("ao_spine", "B2", True, False),
        ("of_dgou", "OF1", False, False), ("of_dgou", "OF2", True, True), ("of_dgou", "OF3", True, False),
        ("posterior_wall", "intact", False, True), ("posterior_wall", "involved", True, False),
        ("leak_site", "disc", False, False), ("image_quality", "poor", False, False),
    ],
)  # fmt: skip
def test_what_one_judgement_says(scheme, value, deformed, intact):
    assert evidence_of(reading(judged(scheme, value)), L1) == Evidence(deformed, intact)
    assert evidence_of(reading(judged(scheme, value)), L2) == Evidence()


def test_no_judgement_is_no_evidence():
    assert evidence_of(reading(), L1) == Evidence()
    assert evidence_of(reading(judged("posterior_wall", "intact", None)), L1) == Evidence()


def test_where_readers_differ_the_doubt_wins():
    assert evidence_of(reading(judged("genant_visual", "0"), judged("genant_visual", "2", L1, OTHER)), L1).deformed
    wall = reading(judged("posterior_wall", "intact"), judged("ao_spine", "A3", L1, OTHER))
    assert not evidence_of(wall, L1).posterior_wall_intact


@given(st.lists(st.sampled_from([(s.id, w) for s in SCHEMES for w in s.values]), max_size=5), st.data())
def test_another_judgement_of_a_deformity_or_an_involved_wall_never_weakens_the_doubt(words, data):
    base = [judged(scheme, value) for scheme, value in words]
    more = data.draw(st.sampled_from([judged("genant_visual", "3"), judged("posterior_wall", "involved", L1, OTHER)]))
    before, after = (evidence_of(reading(*given), L1) for given in (base, [*base, more]))
    assert after.deformed
    assert after.posterior_wall_intact <= before.posterior_wall_intact


def test_a_vertebra_is_found_by_level_else_by_number():
    third = vertebra(ordinal=3)
    both = vertebra(Level.L1, 3)
    assert same_vertebra(both, L1)
    assert same_vertebra(both, third)
    assert not same_vertebra(both, vertebra(Level.L2, 3))
    assert not same_vertebra(L1, third)
    assert not same_vertebra(Structure(StructureKind.FEMUR, ordinal=3), third)
    assert evidence_of(reading(judged("genant_visual", "2", third)), both).deformed


def test_a_number_takes_the_level_of_the_marks_and_a_level_their_number():
    marked = [vertebra(Level.T12, 2), vertebra(Level.L1, 3), vertebra(None, 4)]
    for structure in (vertebra(ordinal=3), L1, vertebra(Level.L1, 3)):
        (settled,) = settle([judged("genant_visual", "2", structure)], marked)
        assert settled.structure == vertebra(Level.L1, 3)
    for structure in (vertebra(ordinal=4), L2, None, vertebra(ordinal=9)):
        (settled,) = settle([judged("leak_site", "disc", structure)], marked)
        assert settled.structure == structure


def test_a_number_that_two_readings_call_by_two_levels_stays_a_number():
    (settled,) = settle(
        [judged("genant_visual", "2", vertebra(ordinal=3))], [vertebra(Level.L1, 3), vertebra(Level.L2, 3)]
    )
    assert settled.structure == vertebra(ordinal=3)


def test_a_level_and_a_number_of_two_vertebrae_are_refused():
    with pytest.raises(ReadingError, match="L1 is vertebra 4 here and 3 in the marks"):
        settle([judged("genant_visual", "2", vertebra(Level.L1, 4))], [vertebra(Level.L1, 3)])


def test_a_vertebra_judged_twice_under_both_its_names_is_refused():
    twice = [judged("genant_visual", "2", vertebra(ordinal=3)), judged("genant_visual", "1", L1)]
    with pytest.raises(ReadingError, match="genant_visual of L1 comes twice by one observer"):
        settle(twice, [vertebra(Level.L1, 3)])
    assert len(settle(twice, [])) == 2
    draft = Assessment("genant_visual", "1", OTHER, L1, Status.DRAFT)
    assert len(settle([twice[0], draft], [vertebra(Level.L1, 3)])) == 2
