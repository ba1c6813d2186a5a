import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from measure.errors import NotAFilm, ReadingError, UnreadableFilm
from measure.film import read_film
from measure.readings import encode_reading
from napari_measure.commands import open_film, open_reading
from napari_measure.session import OpenedFilm


def test_a_sample_is_measured_as_its_truth_says(samples_dir: Path) -> None:
    truth = json.loads((samples_dir / "truth.json").read_text())["films"]
    checked = 0
    for name, facts in truth.items():
        film, opened = open_film(samples_dir / name)
        assert film.header is opened.header
        assert opened.calibration.scale_class == facts["scale_class"]
        values = {
            (m.structure.key, m.measure): m.quantity.value for m in opened.measurements if m.structure is not None
        }
        for (structure, measure), value in values.items():
            expected = facts["structures"].get(structure, {}).get(measure)
            if expected is not None:
                assert value == pytest.approx(expected, abs=1e-6)
                checked += 1
        spine = any(key.startswith("vertebra") for key in facts["marks"])
        assert bool(opened.measurements) == spine
    assert checked > 300


def test_a_truncated_film_and_a_text_are_refused(samples_dir: Path) -> None:
    with pytest.raises(UnreadableFilm):
        open_film(samples_dir / "truncated.dcm")
    with pytest.raises(NotAFilm):
        open_film(samples_dir / "landmarks.csv")


@pytest.fixture
def reading_json(tmp_path: Path, lateral: OpenedFilm) -> Path:
    assert lateral.reading is not None
    path = tmp_path / "readings" / "some.json"
    path.parent.mkdir()
    path.write_text(encode_reading(lateral.reading), encoding="utf-8")
    return path


def test_a_reading_goes_onto_the_film_on_screen(reading_json: Path, lateral: OpenedFilm) -> None:
    film, opened = open_reading(reading_json, {lateral.header.film_key: lateral.header})
    assert film is None
    assert opened.header is lateral.header
    assert opened.measurements == lateral.measurements


@pytest.mark.parametrize("folder", [".", ".."])
def test_a_reading_finds_its_film_beside_it(
    reading_json: Path, lateral: OpenedFilm, samples_dir: Path, folder: str
) -> None:
    for name in ("ap_scoliosis.dcm", "lateral_fracture.dcm", "truncated.dcm", "landmarks.csv"):
        shutil.copy(samples_dir / name, reading_json.parent / folder / name)
    film, opened = open_reading(reading_json, {})
    assert film is not None
    assert np.array_equal(film.pixels, read_film(samples_dir / "lateral_fracture.dcm").pixels)
    assert opened.measurements == lateral.measurements


def test_a_reading_without_its_film_says_what_to_do(reading_json: Path) -> None:
    with pytest.raises(ReadingError, match="open the film first"):
        open_reading(reading_json, {})


def test_a_file_that_is_no_reading_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="readable UTF-8"):
        open_reading(tmp_path / "none.json", {})
