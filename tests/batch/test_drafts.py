"""Films that no table marks: when they are drafted, by what, and what is said of those that are not."""

import dataclasses

import numpy as np
import pytest

from measure.batch import drafts
from measure.batch.measure_film import measure_film
from measure.batch.options import Overlays
from measure.batch.outcome import FileStatus, Marks
from measure.batch.prepare import prepare
from measure.batch.run import plan_run, run
from measure.detect import DETECTOR, NETWORKS, observer
from measure.model import Assessment, Facing, Level, Observer, ObserverKind, Structure, StructureKind
from measure.outcomes.schema import MeasurementRow
from measure.outcomes.store import Store


@pytest.fixture
def film(tmp_path, new_film):
    """One film of 200 × 100 grey values that no table marks."""
    pixels = np.random.default_rng(5).integers(500, 3500, (200, 100), dtype=np.uint16)
    return new_film(tmp_path / "films" / "a.dcm", SOPInstanceUID="1.2.3", pixels=pixels)


@pytest.fixture
def outcome(film, options):
    def go(**changes):
        asked = options(**changes)
        (task,) = prepare(asked).tasks
        return measure_film(task, asked, Overlays.ALL)

    return go


@pytest.mark.parametrize(("changes", "why"), [({"detect": False}, drafts.OFF), ({"pixels": False}, drafts.HEADERS)])
def test_a_film_is_not_drafted_where_nobody_asks_or_without_pixels(outcome, tmp_path, changes, why):
    found = outcome(**changes)
    assert (found.status, found.reason) == (FileStatus.SKIPPED, f"{drafts.NO_MARKS}, and {why}")
    assert (found.marks, found.detector) == (Marks.NONE, "")
    assert not (tmp_path / "out").exists()


def test_missing_networks_are_said_once_and_the_run_goes_on(
    film, options, tmp_path, new_film, frontal, table, no_weights
):
    """A film with marks beside them is measured as ever."""
    new_film(tmp_path / "films" / "b.dcm", SOPInstanceUID="1.2.4")
    new_film(tmp_path / "films" / "c.dcm", SOPInstanceUID="1.2.5")
    rows = table(tmp_path / "m.csv", frontal("c.dcm"))
    summary = run(options(landmarks=(rows,)))
    assert [note for note in summary.plan.notes if "networks" in note] == [
        f"{drafts.MISSING}: {', '.join(f'{name}.onnx' for name in NETWORKS)}"
    ]
    found = {o.relative: o for o in summary.outcomes}
    assert {name: o.status.value for name, o in found.items()} == {
        "a.dcm": "skipped", "b.dcm": "skipped", "c.dcm": "measured",
    }  # fmt: skip
    assert found["a.dcm"].reason == f"{drafts.NO_MARKS}, and {drafts.MISSING}"
    assert [found[name].marks for name in sorted(found)] == [Marks.NONE, Marks.NONE, Marks.TABLE]


def test_nothing_is_said_of_networks_where_all_films_have_marks(film, options, tmp_path, frontal, table, no_weights):
    rows = table(tmp_path / "m.csv", frontal("a.dcm"))
    assert not [note for note in plan_run(options(landmarks=(rows,))).notes if "networks" in note]
    assert not [note for note in plan_run(options(detect=False)).notes if "networks" in note]


@pytest.mark.parametrize(
    ("seen", "status", "words"),
    [
        ({"kind": "other"}, FileStatus.SKIPPED, "no automatic reading for this view yet"),
        ({"way": "upside_down"}, FileStatus.REFUSED, "it lies upside down: turn it upright"),
    ],
)
def test_a_refusal_is_the_reason_of_the_film(outcome, tmp_path, gate_says, seen, status, words):
    gate_says(**seen)
    found = outcome()
    assert found.status is status
    assert found.reason.startswith(f"{drafts.NO_MARKS}, and no draft: ")
    assert words in found.reason
    assert (found.marks, found.detector) == (Marks.NONE, observer().version)
    assert not (tmp_path / "out").exists()


def test_a_refused_film_is_not_looked_at_again_until_the_detector_learns_more(film, options, gate_says, no_weights):
    gate_says(kind="other")
    assert run(options()).already_done == 0
    assert run(options()).already_done == 1
    gate_says(kind="other", inverted=-7.0)  # other weights, another version
    assert run(options()).already_done == 0
    assert run(options(detect=False)).already_done == 0


def test_the_detector_does_not_matter_to_a_film_with_marks(film, options, tmp_path, frontal, table, gate_says):
    asked = options(landmarks=(table(tmp_path / "m.csv", frontal("a.dcm")),))
    gate_says(kind="other")
    (task,) = prepare(asked).tasks
    before = task.fingerprint(asked)
    gate_says(kind="other", inverted=-7.0)
    assert task.fingerprint(asked) == task.fingerprint(dataclasses.replace(asked, detect=False)) == before


def test_judgements_by_a_readers_own_numbers_are_not_taken_for_those_of_a_draft():
    reader = Observer(ObserverKind.PERSON, "reader-1")

    def judged(*structure):
        return Assessment("ao_spine", "A1", reader, Structure(StructureKind.VERTEBRA, *structure))

    both, number = judged(Level.L1, 3), judged(None, 3)
    film = Assessment("ao_spine", "A1", reader)
    assert drafts.by_level([both, number, film]) == (judged(Level.L1), film)


def test_drafts_of_an_older_detector_give_way_but_for_what_a_reader_decided(tmp_path, options, lateral, table, film):
    """Rows as a draft has them, one of them confirmed; and the same as a table has them, which stay."""
    rows = [f"{row},{DETECTOR}" for row in lateral("a.dcm")]
    marks = table(tmp_path / "m.csv", rows, header="film,view,vertebra,corner,x,y,observer")
    summary = run(options(landmarks=(marks,), facing=Facing.LEFT))
    (key,) = {o.film_key for o in summary.outcomes}
    by_algorithm = {
        "observer_kind": ObserverKind.ALGORITHM, "method": "automatic", "algorithm": DETECTOR, "algorithm_version": "0",
    }  # fmt: skip
    confirmed = {"status": "confirmed", "confirmed_by": "reader-1", "method": "semi-automatic"}
    with Store.open(summary.options.store_url) as store:
        listed = list(store.rows(MeasurementRow, film_key=key))
        assert len(listed) > 10
        assert drafts.withdraw_older(store, key, (), "table") == 0
        drafted = [row.model_copy(update=by_algorithm) for row in listed]
        drafted[0] = drafted[0].model_copy(update=confirmed)
        store.add(drafted, batch="older")
        assert drafts.withdraw_older(store, key, {listed[0].reading_uid}, "same version") == 0
        assert drafts.withdraw_older(store, key, {"2.25.7"}, "newer version") == len(listed) - 1
        left = [row for row in store.rows(MeasurementRow, film_key=key) if row.reason != "withdrawn"]
        assert [row.measurement_uid for row in left] == [listed[0].measurement_uid]
