import shutil
from pathlib import Path

import pydicom
import pytest

from measure.readings import encode_reading
from napari_measure.reader import get_reader, read
from napari_measure.session import OpenedFilm

MARKER = "ZZMARKERZZ"


def test_a_film_is_told_by_its_content(samples_dir: Path, tmp_path: Path) -> None:
    for name in ("IM000001", "film.xyz", "1.2.840.10008.1"):
        path = Path(shutil.copy(samples_dir / "lateral_fracture.dcm", tmp_path / name))
        assert get_reader(str(path)) is read
        assert [kind for _, _, kind in read(str(path))] == ["image"]


def test_what_is_no_film_is_left_to_other_plugins(samples_dir: Path, tmp_path: Path) -> None:
    (tmp_path / "some.json").write_text('{"type": "FeatureCollection"}')
    for path in (samples_dir / "landmarks.csv", tmp_path / "some.json", tmp_path / "nothing.dcm", tmp_path):
        assert get_reader(str(path)) is None
    assert get_reader([]) is None
    assert get_reader([str(samples_dir / "ap_scoliosis.dcm"), str(samples_dir / "cases.csv")]) is None


def test_a_sample_opens_with_its_reading(samples_dir: Path) -> None:
    layers = read(str(samples_dir / "lateral_fracture.dcm"))
    assert [(kind, settings["name"]) for _, settings, kind in layers] == [
        ("image", "lateral T11–S1"),
        ("vectors", "lateral T11–S1 · lines"),
        ("points", "lateral T11–S1 · marks"),
        ("points", "lateral T11–S1 · labels"),
        ("points", "lateral T11–S1 · angles"),
    ]


def test_several_films_at_once(samples_dir: Path) -> None:
    paths = [str(samples_dir / name) for name in ("lateral_fracture.dcm", "ap_scoliosis.dcm")]
    assert get_reader(paths) is read
    assert [kind for _, _, kind in read(paths)].count("image") == 2


def test_a_reading_opens_with_the_film_beside_it(samples_dir: Path, tmp_path: Path, lateral: OpenedFilm) -> None:
    assert lateral.reading is not None
    shutil.copy(samples_dir / "lateral_fracture.dcm", tmp_path)
    path = tmp_path / "lateral_fracture.reading.json"
    path.write_text(encode_reading(lateral.reading), encoding="utf-8")
    assert get_reader(str(path)) is read
    assert [kind for _, _, kind in read(str(path))] == ["image", "vectors", "points", "points", "points"]


def test_layers_carry_key_and_header_and_no_identity(samples_dir: Path, tmp_path: Path) -> None:
    dataset = pydicom.dcmread(samples_dir / "lateral_fracture.dcm")
    for keyword in ("PatientName", "PatientID", "AccessionNumber", "StudyDescription", "ReferringPhysicianName"):
        setattr(dataset, keyword, MARKER)
    folder = tmp_path / MARKER
    folder.mkdir()
    path = folder / f"{MARKER}.dcm"
    dataset.save_as(path)
    table = (samples_dir / "landmarks.csv").read_text().replace("lateral_fracture.dcm", path.name)
    (folder / "landmarks.csv").write_text(table)
    layers = read(str(path))
    assert len(layers) == 5
    for _, settings, _ in layers:
        assert settings["metadata"]["film_key"] == settings["metadata"]["header"].film_key
        assert MARKER not in repr(settings)


@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_pictures_open_in_pixels(tmp_path: Path, mode: str) -> None:
    from PIL import Image

    path = tmp_path / "film.png"
    Image.new(mode, (40, 30)).save(path)
    (_, settings, _), *rest = read(str(path))
    assert rest == []
    assert settings["units"] == ("pixel", "pixel")
    assert settings["name"] == "film"
