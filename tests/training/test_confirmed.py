from dataclasses import replace
from pathlib import Path

import numpy as np
import PIL.Image
import pytest

torch = pytest.importorskip("torch", reason="torch is not installed: make check-full brings it")

from measure.errors import MeasureError  # noqa: E402
from measure.film import read_header  # noqa: E402
from measure.model import LEVELS, Facing, Level, Point, Status, View  # noqa: E402
from measure.readings import TableReading, encode_reading  # noqa: E402
from training.confirmed import arranged, confirmed, facing_of, places  # noqa: E402

L1, L2, L3, S1 = (LEVELS.index(Level(name)) for name in ("L1", "L2", "L3", "S1"))


def block(top: float, left: float = 20.0) -> dict[str, Point]:
    return {
        f"{edge}_{end}": Point(row, col)
        for edge, row in (("superior", top), ("inferior", top + 20))
        for end, col in (("anterior", left), ("posterior", left + 30))
    }


def table(film: str, observer: str, levels: tuple[str, ...] = ("", "")) -> list[str]:
    rows = []
    for k, level in enumerate(levels):
        for edge, y in (("superior", 20 + 30 * k), ("inferior", 40 + 30 * k)):
            rows += [
                f"{film},AP,{k + 1},{edge}_{end},{x},{y},{level},{observer}" for end, x in (("left", 20), ("right", 60))
            ]
    return rows


def folder_of_films(folder: Path, count: int) -> Path:
    for k in range(count):
        pixels = np.random.default_rng(k).integers(0, 255, (120, 90), np.uint8)
        folder.mkdir(exist_ok=True)
        PIL.Image.fromarray(pixels).save(folder / f"film{k}.png")
    return folder


def test_unnamed_vertebrae_keep_their_order() -> None:
    assert list(places([1, 2, 5], {}, View.FRONTAL).values()) == [LEVELS.index(Level.T1) + k for k in range(3)]
    assert places([1, 2, 3], {3: Level.L3}, View.LATERAL) == {1: L1, 2: L2, 3: L3}
    assert places([1, 2], {2: Level.S1}, View.LATERAL)[1] == S1 - 1
    for levels in ({1: Level.L1, 3: Level.L2}, {1: Level.S1}, {3: Level.C2}):
        with pytest.raises(MeasureError, match="no place"):
            places([1, 2, 3, 4], levels, View.LATERAL)


def test_marks_go_to_the_side_of_the_picture_they_are_on() -> None:
    reading = TableReading(marks={1: block(10)}, levels={1: Level.L2})
    assert facing_of(reading) is Facing.LEFT
    marks, named = arranged(reading, View.LATERAL, Facing.LEFT)
    assert marks[L2, [0, 2, 3, 5]].tolist() == [[10, 20], [10, 50], [30, 20], [30, 50]]
    assert np.isnan(marks[L2, [1, 4]]).all()
    assert np.flatnonzero(named).tolist() == [L2]
    mirrored = {1: {name: Point(p.row, 100 - p.col) for name, p in block(10).items()}}
    other = replace(reading, marks=mirrored)
    assert facing_of(other) is Facing.RIGHT
    assert arranged(other, View.LATERAL, Facing.RIGHT)[0][L2, 0].tolist() == [10, 50]  # posterior, at the left


def test_films_and_tables_are_matched_and_drafts_are_not_learned(tmp_path) -> None:
    films = folder_of_films(tmp_path / "films", 4)
    rows = [
        *table("film0.png", "reader-1"),
        *table("film1.png", "spine-detector"),
        *table("film2.png", "r", ("L1", "L2")),
    ]
    marks = tmp_path / "marks.csv"
    marks.write_text("\n".join(["film,view,vertebra,corner,x,y,level,observer", *rows, *table("lost.png", "r")]))
    with confirmed([films], [marks], None, tmp_path / "out") as (found, notes):
        assert {film.name: film.named.sum() for film in found} == {"film0.png": 0, "film2.png": 2}
        assert found[0].quads.tolist()[0] == [[20, 20], [20, 60], [40, 20], [40, 60]]
        assert len({film.owner for film in found}) == 2
    assert "film1.png: drafts of the detector, which no person has confirmed" in notes
    assert "film3.png: no marks for it" in notes
    assert any("lost.png" in note for note in notes)


def test_of_readings_only_what_was_confirmed(tmp_path) -> None:
    films = folder_of_films(tmp_path / "films", 2)
    for k, status in enumerate((Status.CONFIRMED, Status.DRAFT)):
        key = read_header(films / f"film{k}.png").film_key
        marks = {1: block(10), 2: block(40), 3: block(70)}
        reading = TableReading("reader-1", View.LATERAL, Facing.LEFT, marks).reading(f"2.25.{k + 1}", key)
        kinds = [replace(one, status=status) for one in reading.annotations[:2]]
        reading = replace(reading, annotations=(*kinds, reading.annotations[2]))
        (tmp_path / f"reading{k}.json").write_text(encode_reading(reading), encoding="utf-8")
    files = [tmp_path / "reading0.json", tmp_path / "reading1.json"]
    with confirmed([films], files, None, tmp_path / "out") as (found, notes):
        assert [(film.name, len(film.quads), film.front_left) for film in found] == [("film0.png", 2, 1.0)]
    assert "reading1.json: nothing in it has been confirmed" in notes


def test_readings_that_are_none_are_named(tmp_path) -> None:
    with (
        pytest.raises(MeasureError, match="--readings empty: expected a landmark table"),
        confirmed([folder_of_films(tmp_path / "films", 1)], [tmp_path / "empty"], None, tmp_path / "out"),
    ):
        pass
