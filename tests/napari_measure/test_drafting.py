"""Drafts on the table: refusals as sentences, marks that move and what follows, and keeping them."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from measure.errors import ReadingError
from measure.film import read_film
from measure.model import Film, Point, Status
from measure.readings import decode_reading
from napari_measure.commands import open_film
from napari_measure.drafting import edited, marks_of, save, saved_as, suggest
from napari_measure.session import OpenedFilm, open_with


@pytest.fixture
def film(samples_dir: Path) -> Film:
    return read_film(samples_dir / "lateral_fracture.dcm")


@pytest.fixture
def draft(lateral: OpenedFilm) -> OpenedFilm:
    """A reading whose marks may be moved."""
    return replace(lateral, editable=True)


def value(opened: OpenedFilm, level: str, measure: str) -> float:
    (found,) = (
        m for m in opened.measurements if m.measure == measure and m.structure and m.structure.label == level
    )  # fmt: skip
    assert found.quantity.value is not None
    return found.quantity.value


def place_of(opened: OpenedFilm, level: str, mark: str) -> int:
    (body,) = (body for body in opened.chain.bodies if body.structure.label == level)
    return marks_of(opened).index(body.points[mark])


def test_without_weights_there_is_a_sentence_and_no_draft(film: Film, lateral: OpenedFilm, no_weights: Path) -> None:
    found = suggest(film, lateral)
    assert found.reading is lateral.reading
    assert found.measurements == lateral.measurements
    assert found.problem.startswith("No draft: gate.onnx, ")


def test_a_refusal_is_a_sentence(film: Film, gate_says: Callable[..., None]) -> None:
    bare = open_with(film.header, None, "")
    gate_says(kind="other")
    assert suggest(film, bare).problem.startswith("No draft: no automatic reading for this view yet")
    gate_says("upside_down")
    found = suggest(film, bare)
    assert found.problem == "No draft: it lies upside down: turn it upright, and it can be read."
    assert (found.reading, found.editable, found.before) == (None, False, None)


def test_a_moved_mark_moves_its_numbers_and_no_others(draft: OpenedFilm) -> None:
    """The front of L3 is made higher by moving its upper corner away from the lower one by a tenth of the height."""
    number = place_of(draft, "L3", "superior_anterior")
    places = [np.array(place) for place in marks_of(draft)]
    below = places[place_of(draft, "L3", "inferior_anterior")]
    places[number] = below + 1.1 * (places[number] - below)
    after = edited(draft, places)
    assert after is not None
    assert value(after, "L3", "anterior_height") == pytest.approx(1.1 * value(draft, "L3", "anterior_height"))
    for level in ("L1", "L2", "L4"):
        assert value(after, level, "anterior_height") == value(draft, level, "anterior_height")
    assert (after.editable, after.before, after.status) == (True, draft, Status.DRAFT)


def test_a_moved_mark_loses_the_covariance_of_the_algorithm_and_the_others_keep_theirs(draft: OpenedFilm) -> None:
    from measure.model import Covariance

    annotations = tuple(
        replace(a, marks={name: Point(m.row, m.col, Covariance(1.0, 0.0, 2.0)) for name, m in a.marks.items()})
        for a in draft.reading.annotations
    )
    drawn = replace(
        open_with(draft.header, replace(draft.reading, annotations=annotations), ""), editable=True
    )  # fmt: skip
    number = place_of(drawn, "L3", "superior_anterior")
    places = list(marks_of(drawn))
    places[number] = (places[number][0] - 1.0, places[number][1])
    after = edited(drawn, places)
    assert after is not None
    without = [
        (a.structure.label, name)
        for a in after.reading.annotations
        for name, mark in a.marks.items()
        if mark.covariance is None
    ]
    assert without == [("L3", "superior_anterior")]


def test_the_first_edit_gives_an_identity_of_its_own_and_the_next_ones_keep_it(draft: OpenedFilm) -> None:
    from measure.model import Observer, ObserverKind
    from measure.outcomes.uids import draft_reading_uid

    by = Observer(ObserverKind.ALGORITHM, "spine-detector", "0.1.0+0")
    uid = draft_reading_uid(draft.header.digest or draft.header.film_key, by.name, str(by.version))
    drafted = replace(open_with(draft.header, replace(draft.reading, uid=uid, observer=by), ""), editable=True)

    def nudged(film: OpenedFilm) -> OpenedFilm:
        after = edited(film, [(row + 0.5 * (k == 0), col) for k, (row, col) in enumerate(marks_of(film))])
        assert after is not None
        return after

    first = nudged(drafted)
    second = nudged(first)
    assert first.reading.uid != uid
    assert second.reading.uid == first.reading.uid
    assert first.source == "Draft by spine-detector, with marks moved by hand."


def test_a_mark_taken_away_is_missing_and_a_vertebra_without_marks_is_gone(draft: OpenedFilm) -> None:
    number = place_of(draft, "L3", "superior_anterior")
    after = edited(draft, [place for k, place in enumerate(marks_of(draft)) if k != number])
    assert after is not None
    reasons = {
        m.measure: m.quantity.reason for m in after.measurements if m.structure and m.structure.label == "L3"
    }  # fmt: skip
    assert reasons["anterior_height"] == "missing_mark:superior_anterior"
    assert reasons["posterior_height"] is None
    (l3,) = (body for body in draft.chain.bodies if body.structure.label == "L3")
    gone = edited(draft, [place for place in marks_of(draft) if place not in l3.points.values()])
    assert gone is not None
    assert "L3" not in [body.structure.label for body in gone.chain.bodies]


def test_what_is_no_edit_changes_nothing(draft: OpenedFilm) -> None:
    places = marks_of(draft)
    assert edited(draft, places) is None
    assert edited(draft, [*places, (1.0, 1.0)]) is None  # nobody has named this one
    assert edited(open_with(draft.header, None, ""), []) is None


def test_undo_goes_back_to_where_the_drag_began(draft: OpenedFilm) -> None:
    first = edited(draft, [(row + (k == 0), col) for k, (row, col) in enumerate(marks_of(draft))])
    assert first is not None
    second = edited(first, [(row + (k == 0), col) for k, (row, col) in enumerate(marks_of(first))], before=draft)
    assert second is not None
    assert second.before is draft


def test_a_saved_reading_is_found_beside_its_film(draft: OpenedFilm, samples_dir: Path, tmp_path: Path) -> None:
    after = edited(draft, [(row + (k == 0), col) for k, (row, col) in enumerate(marks_of(draft))])
    assert after is not None
    (tmp_path / "x.dcm").write_bytes((samples_dir / "lateral_fracture.dcm").read_bytes())
    save(after, tmp_path / saved_as(after))
    assert decode_reading((tmp_path / saved_as(after)).read_text(encoding="utf-8")) == after.reading
    _, found = open_film(tmp_path / "x.dcm")
    assert found.reading == after.reading
    assert found.measurements == after.measurements


def test_saving_says_what_is_wrong_without_a_path(draft: OpenedFilm, tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="expected marks to save"):
        save(open_with(draft.header, None, ""), tmp_path / "a.json")
    with pytest.raises(ReadingError) as error:
        save(draft, tmp_path / "nowhere" / "a.json")
    assert str(tmp_path) not in str(error.value)
