from dataclasses import replace

import pytest

from measure.errors import ModelError
from measure.model import Annotation, Level, Observer, ObserverKind, Point, Polyline, Reading, Status
from measure.outcomes.provenance import Backings

PERSON = Observer(ObserverKind.PERSON, "reader-1")
TABLE = Observer(ObserverKind.TABLE, "imported")
NETWORK = Observer(ObserverKind.ALGORITHM, "lateral", "3.1")


def backing(reading, structure=None, confirmed_by=None, **ends):
    return Backings(reading, confirmed_by).of(structure, ends.get("level_from"), ends.get("level_to"))


def marked(reading, *annotations, observer=PERSON):
    return replace(reading, observer=observer, annotations=annotations)


@pytest.mark.parametrize(
    ("observer", "status", "method"),
    [
        (PERSON, Status.DRAFT, "manual"),
        (PERSON, Status.CONFIRMED, "manual"),
        (TABLE, Status.DRAFT, "imported"),
        (NETWORK, Status.DRAFT, "automatic"),
        (NETWORK, Status.CONFIRMED, "semi-automatic"),
    ],
)
def test_method_tells_who_placed_and_who_confirmed(reading, vertebrae, observer, status, method):
    found = backing(marked(reading, Annotation(vertebrae[0], observer, status=status)), vertebrae[0])
    assert (found.method, found.status) == (method, status)
    assert (found.algorithm is NETWORK) == (observer is NETWORK)


def test_a_confirmed_draft_names_the_algorithm_and_the_person(reading, vertebrae):
    found = backing(marked(reading, Annotation(vertebrae[0], NETWORK, status=Status.CONFIRMED)), vertebrae[0])
    assert (found.algorithm, found.confirmed_by) == (NETWORK, "reader-1")


def test_nobody_can_confirm_without_a_name(reading, vertebrae):
    drafts = marked(reading, Annotation(vertebrae[0], NETWORK, status=Status.CONFIRMED), observer=NETWORK)
    with pytest.raises(ModelError, match="nobody confirmed by name"):
        backing(drafts, vertebrae[0])
    assert backing(drafts, vertebrae[0], confirmed_by="reader-9").confirmed_by == "reader-9"


def test_a_value_is_confirmed_only_where_all_it_rests_on_is(reading, vertebrae):
    t12 = Annotation(vertebrae[0], PERSON, status=Status.CONFIRMED)
    l1 = Annotation(vertebrae[1], NETWORK, status=Status.DRAFT)
    both = marked(reading, t12, l1)
    assert backing(both, vertebrae[0]).status is Status.CONFIRMED
    assert backing(both, vertebrae[0], level_from=Level.T12, level_to=Level.L1).status is Status.DRAFT
    assert backing(both).status is Status.DRAFT
    assert backing(both).method == "automatic"


def test_sd_rests_on_literature_as_soon_as_one_mark_states_no_covariance(reading, vertebrae):
    assert backing(reading, vertebrae[0]).sd_basis == "propagated"
    for mark in (Point(1, 1), Polyline(((0, 0), (1, 1)))):
        marks = {**reading.annotations[0].marks, "extra": mark}
        assert backing(marked(reading, Annotation(vertebrae[0], PERSON, marks)), vertebrae[0]).sd_basis == "literature"


@pytest.mark.parametrize(("observer", "method"), [(PERSON, "manual"), (TABLE, "imported"), (NETWORK, "automatic")])
def test_a_reading_without_annotations_is_a_draft_by_its_observer(observer, method):
    found = backing(Reading("2.25.1", "1.2/1", observer))
    assert (found.status, found.method, found.confirmed_by) == (Status.DRAFT, method, None)
