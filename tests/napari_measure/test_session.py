from dataclasses import replace
from pathlib import Path

import pytest

from measure.model import (
    Annotation,
    FilmHeader,
    Observer,
    ObserverKind,
    Origin,
    Point,
    Reading,
    ScaleClass,
    Statement,
    Status,
    Structure,
    StructureKind,
    Topic,
    View,
)
from napari_measure.session import OpenedFilm, Session, open_with

PERSON = Observer(ObserverKind.PERSON, "reader-1")


def test_a_film_without_reading_has_no_measurement() -> None:
    film = open_with(FilmHeader("k", 10, 10), None, "no reading")
    assert (film.measurements, film.chain, film.status, film.name) == ((), None, None, "film")


def test_name_is_view_and_levels(lateral: OpenedFilm, frontal: OpenedFilm) -> None:
    assert lateral.name == "lateral T11–S1"
    assert frontal.reading is not None
    levels = [str(a.structure.level) for a in frontal.reading.annotations if a.structure.level]
    assert frontal.name == f"frontal {levels[0]}–{levels[-1]}"


def test_name_of_unnumbered_vertebrae_and_of_a_single_one() -> None:
    bodies = tuple(Annotation(Structure(StructureKind.VERTEBRA, ordinal=n), PERSON) for n in (1, 2, 3))
    header = FilmHeader("k", 10, 10, view=View.LATERAL)
    assert open_with(header, Reading("2.25.1", "k", PERSON, bodies), "").name == "lateral #1–#3"
    assert open_with(header, Reading("2.25.1", "k", PERSON, bodies[:1]), "").name == "lateral #1"


def test_draft_until_every_annotation_is_confirmed(lateral: OpenedFilm) -> None:
    assert lateral.status is Status.DRAFT
    assert lateral.reading is not None
    confirmed = tuple(replace(a, status=Status.CONFIRMED) for a in lateral.reading.annotations)
    assert open_with(lateral.header, replace(lateral.reading, annotations=confirmed), "").status is Status.CONFIRMED
    mixed = (*confirmed[:-1], lateral.reading.annotations[-1])
    assert open_with(lateral.header, replace(lateral.reading, annotations=mixed), "").status is Status.DRAFT


def test_a_reading_of_another_film_is_not_used(lateral: OpenedFilm) -> None:
    assert lateral.reading is not None
    film = open_with(lateral.header, replace(lateral.reading, film_key="other"), "Reading by A")
    assert film.reading is None
    assert film.measurements == ()
    assert "another film" in film.source


def test_a_reading_that_contradicts_itself_says_so(lateral: OpenedFilm) -> None:
    assert lateral.reading is not None
    backwards = Statement(Topic.FACING, "upwards", Origin.PERSON)
    film = open_with(lateral.header, replace(lateral.reading, statements=(backwards,)), "")
    assert film.measurements == ()
    assert "facing" in film.problem


def test_a_stated_spacing_is_the_scale_in_force(lateral: OpenedFilm) -> None:
    assert lateral.reading is not None
    stated = Statement(Topic.SPACING, "0.30±0.01", Origin.PERSON)
    film = open_with(lateral.header, replace(lateral.reading, statements=(*lateral.reading.statements, stated)), "")
    assert film.calibration.step == pytest.approx((0.3, 0.3))
    assert film.calibration.scale_class is ScaleClass.CALIBRATED


def test_session_tells_of_films_and_of_the_selection(lateral: OpenedFilm, frontal: OpenedFilm) -> None:
    session, films, chosen = Session(), [], []
    session.film_changed.connect(films.append)
    session.selection_changed.connect(chosen.append)
    session.open(lateral)
    session.open(lateral)
    session.select(session.measurements[0])
    session.select(session.measurements[0])
    session.open(frontal)
    session.open(None)
    assert films == [lateral, frontal, None]
    assert chosen == [lateral.measurements[0], None]
    assert (session.film, session.measurements, session.selected) == (None, (), None)


def test_only_a_measurement_of_the_film_can_be_selected(lateral: OpenedFilm, frontal: OpenedFilm) -> None:
    session = Session()
    session.open(lateral)
    with pytest.raises(ValueError, match="no measurement of the film"):
        session.select(frontal.measurements[0])


def test_a_mark_without_the_others_is_named(samples_dir: Path) -> None:
    structure = Structure(StructureKind.VERTEBRA, ordinal=1)
    one = Annotation(structure, PERSON, {"superior_anterior": Point(1.0, 1.0)})
    film = open_with(FilmHeader("k", 10, 10, view=View.LATERAL), Reading("2.25.1", "k", PERSON, (one,)), "")
    assert film.measurements
    assert {m.quantity.value for m in film.measurements} == {None}
    assert all(m.quantity.reason for m in film.measurements)
