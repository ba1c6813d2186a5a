import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from measure.film import read_header
from measure.model import Observer, ObserverKind
from measure.outcomes.uids import table_reading_uid
from measure.readings import encode_reading
from napari_measure.beside import reading_beside
from napari_measure.session import OpenedFilm

HEADER = "film,view,vertebra,corner,x,y,level,facing,observer\n"
ROW = "{film},LAT,1,superior_left,10,20,L1,left,{observer}\n"


@pytest.fixture
def film(tmp_path: Path, samples_dir: Path) -> Path:
    return Path(shutil.copy(samples_dir / "lateral_fracture.dcm", tmp_path / "lateral_fracture.dcm"))


def test_samples_take_the_landmark_table_beside_them(samples_dir: Path) -> None:
    path = samples_dir / "lateral_fracture.dcm"
    header = read_header(path)
    found = reading_beside(path, header)
    assert found.source == "Reading from landmarks.csv beside the film."
    assert found.reading is not None
    assert found.reading.uid == table_reading_uid(header.film_key, "simulator")
    assert [str(a.structure.level) for a in found.reading.annotations if a.structure.level] == [
        "T11", "T12", "L1", "L2", "L3", "L4", "L5", "S1"
    ]  # fmt: skip


def test_nothing_beside_is_said(film: Path) -> None:
    found = reading_beside(film, read_header(film))
    assert found.reading is None
    assert "no reading for this film yet" in found.source


def test_a_table_without_the_film_is_said(film: Path) -> None:
    film.with_name("landmarks.csv").write_text(HEADER + ROW.format(film="other.dcm", observer="A"))
    found = reading_beside(film, read_header(film))
    assert found.reading is None
    assert "no rows of it" in found.source


def test_the_first_of_two_observers_is_shown_and_said(film: Path) -> None:
    rows = "".join(ROW.format(film=film.name, observer=name) for name in ("anna", "ben"))
    film.with_name("landmarks.csv").write_text(HEADER + rows)
    found = reading_beside(film, read_header(film))
    assert found.reading is not None
    assert found.reading.observer.name == "anna"
    assert "anna is shown, the first of 2 observers" in found.source


@pytest.mark.parametrize("name", ["key", "sop"])
def test_a_table_may_name_the_film_by_its_key(film: Path, name: str) -> None:
    header = read_header(film)
    key = header.film_key if name == "key" else str(header.sop_uid)
    film.with_name("landmarks.csv").write_text(HEADER + ROW.format(film=key, observer="A"))
    assert reading_beside(film, header).reading is not None


def test_a_bad_row_is_named_and_the_film_stays_open(film: Path) -> None:
    film.with_name("landmarks.csv").write_text(HEADER + ROW.format(film=film.name, observer="A").replace("10", "ten"))
    found = reading_beside(film, read_header(film))
    assert found.reading is None
    assert "cannot be used: line 2, column x: expected a number, got 'ten'." in found.source


@pytest.mark.parametrize("name", ["{file}.reading.json", "{stem}.reading.json", "{key}.json", "readings/{key}.json"])
def test_a_reading_json_wins_over_the_table(film: Path, lateral: OpenedFilm, samples_dir: Path, name: str) -> None:
    shutil.copy(samples_dir / "landmarks.csv", film.with_name("landmarks.csv"))
    header = read_header(film)
    assert lateral.reading is not None
    reading = replace(lateral.reading, observer=Observer(ObserverKind.PERSON, "reader-7"))
    key = header.film_key.replace("/", "_").replace(":", "-")
    path = film.parent / name.format(file=film.name, stem=film.stem, key=key)
    path.parent.mkdir(exist_ok=True)
    path.write_text(encode_reading(reading), encoding="utf-8")
    found = reading_beside(film, header)
    assert found.reading == reading
    assert found.source == "Reading by reader-7, from the reading JSON beside the film."


def test_a_reading_of_another_film_or_a_broken_one_is_said(film: Path, lateral: OpenedFilm) -> None:
    assert lateral.reading is not None
    path = film.with_name(f"{film.name}.reading.json")
    path.write_text(encode_reading(replace(lateral.reading, film_key="1.2.3/1")), encoding="utf-8")
    header = read_header(film)
    assert "belongs to another film and is not used" in reading_beside(film, header).source
    path.write_text("{", encoding="utf-8")
    assert "cannot be used: reading JSON: line 1" in reading_beside(film, header).source
    path.write_bytes(b"\xff\xfe")
    assert "no readable UTF-8 text" in reading_beside(film, header).source
