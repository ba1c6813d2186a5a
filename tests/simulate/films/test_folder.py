"""A folder of films: what lies in it, what the batch makes of it, and what is not overwritten."""

import csv
import json
from dataclasses import replace

import numpy as np
import pydicom
import pytest

from measure.batch.options import Options, Overlays
from measure.batch.run import run
from measure.errors import SimulationError
from measure.film import read_film
from measure.readings.reading_json import decode_reading
from measure.simulate.films import RECIPES, Size, make_folder


def table(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def truth(folder):
    return json.loads((folder / "truth.json").read_text(encoding="utf-8"))


def test_every_film_has_its_truth_its_case_and_its_reading(folder, truth):
    films = sorted(path.name for path in folder.glob("*.dcm"))
    assert len(films) == 4
    assert sorted(truth["films"]) == sorted(row["file"] for row in table(folder / "cases.csv")) == films
    readings = [decode_reading(path.read_text(encoding="utf-8")) for path in (folder / "readings").glob("*.json")]
    assert {r.film_key for r in readings} == {film["film_key"] for film in truth["films"].values()}
    assert not list(folder.rglob("*.part"))


def test_the_batch_measures_the_truth(folder, truth, tmp_path):
    """Through files, tables and the catalogue: every value of every film, to 1e-6."""
    options = Options(
        inputs=(folder,), out=tmp_path / "results", landmarks=(folder / "landmarks.csv",), cases=folder / "cases.csv",
        measures="default,monosegmental_cobb_angle,adjacent_endplate_cobb_angle", workers=1, overlays=Overlays.NONE,
    )  # fmt: skip
    run(options)
    keys = {film["film_key"]: film for film in truth["films"].values()}
    checked = 0
    for row in table(tmp_path / "results" / "measurements.csv"):
        told = keys[row["film_key"]]
        values = told["structures"].get(f"vertebra:{row['level']}", {})
        expected = values.get(row["measure"]) or told["film"].get(row["measure"], {}).get("value")
        if expected is not None and row["value"]:
            assert float(row["value"]) == pytest.approx(expected, abs=1e-6)
            checked += 1
    assert checked > 150


def test_endplates_lie_where_the_truth_says(folder, truth):
    """Across each readable endplate the film brightens most within a pixel or so of the mark."""
    offsets = []
    for name, told in truth["films"].items():
        if told["view"] != "lateral":
            continue
        pixels = np.asarray(read_film(folder / name).pixels, float)
        for key, marks in told["marks"].items():
            if not key.startswith("vertebra:L") or marks["hidden"]:
                continue
            at = {end: np.array(point) for end, point in marks["film"].items()}
            if not {"superior_middle", "inferior_middle", "superior_anterior"} <= set(at):
                continue
            down = (at["inferior_middle"] - at["superior_middle"]) / np.linalg.norm(
                at["inferior_middle"] - at["superior_middle"]
            )
            for edge, sign in (("superior", 1.0), ("inferior", -1.0)):
                chord = at[f"{edge}_posterior"] - at[f"{edge}_anterior"]
                along = np.array([-down[1], down[0]])
                steps = np.arange(-4, 4.01, 0.25)
                spots = at[f"{edge}_middle"] + sign * steps[:, None] * down
                profile = np.mean([bilinear(pixels, spots + w * along) for w in np.linspace(-4, 4, 9)], axis=0)
                # Air-filled bowel can cross one endplate, not most of them.
                offsets.append(steps[np.argmax(np.gradient(profile))])
                assert np.linalg.norm(chord) > 20
    assert len(offsets) > 20
    # The rims to the left and right stand higher than the hollow middle and are seen as well.
    assert abs(np.median(offsets)) <= 1.5


def bilinear(image, points):
    row, col = np.clip(points.T, 0, np.array(image.shape)[:, None] - 2)
    r, c = row.astype(int), col.astype(int)
    v, u = row - r, col - c
    top = image[r, c] * (1 - u) + image[r, c + 1] * u
    return top * (1 - v) + (image[r + 1, c] * (1 - u) + image[r + 1, c + 1] * u) * v


def test_the_same_request_gives_the_same_films(folder, tmp_path):
    plans = RECIPES["lateral"].plan(11, Size.SMALL)
    make_folder(plans, tmp_path)
    name = plans[0].file
    again, before = pydicom.dcmread(tmp_path / name), pydicom.dcmread(folder / name)
    assert np.abs(again.pixel_array.astype(int) - before.pixel_array.astype(int)).max() <= 1
    told = [
        json.loads((place / "truth.json").read_text(encoding="utf-8"))["films"][name] for place in (tmp_path, folder)
    ]
    assert told[0] == told[1]


def test_nobody_is_on_the_films(folder):
    for path in folder.glob("*.dcm"):
        header = pydicom.dcmread(path, stop_before_pixels=True)
        assert str(header.PatientName) == "SIMULATED^FILM"
        assert header.PatientID.startswith("SIM-")
        assert (header.PatientIdentityRemoved, header.PatientBirthDate) == ("YES", "")


def test_one_patient_keeps_the_anatomy_between_visits(folder, truth):
    """Heights in the room of vertebrae that nothing happened to are the same a year later."""
    before, after = (told for name, told in truth["films"].items() if name.startswith("implant"))
    treated = f"vertebra:{before['treated_level']}"
    shared = before["room"]["structures"].keys() & after["room"]["structures"].keys() - {treated}
    assert len(shared) >= 6
    for key in shared:
        for name in ("anterior_height", "middle_height", "posterior_height"):
            one, other = (told["room"]["structures"][key].get(name) for told in (before, after))
            assert one == other
    heights = [told["room"]["structures"][treated]["anterior_height"] for told in (before, after)]
    assert heights[1] > heights[0] + 0.5


def test_a_folder_of_another_request_is_left_alone(folder):
    before = (folder / "truth.json").read_bytes()
    with pytest.raises(SimulationError, match="another way"):
        make_folder(RECIPES["lateral"].plan(3, Size.SMALL), folder, asked={"test": 12})
    assert (folder / "truth.json").read_bytes() == before


def test_a_folder_with_files_of_the_same_name_is_left_alone(tmp_path):
    plan = RECIPES["lateral"].plan(3, Size.SMALL)
    (tmp_path / plan[0].file).write_text("somebody's")
    with pytest.raises(SimulationError, match="not made here"):
        make_folder(plan, tmp_path)
    assert (tmp_path / plan[0].file).read_text() == "somebody's"


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "films").write_text("")
    with pytest.raises(SimulationError, match="it is a file"):
        make_folder(RECIPES["lateral"].plan(3, Size.SMALL), tmp_path / "films")


def test_two_films_of_one_name_are_refused(tmp_path):
    with pytest.raises(SimulationError, match="twice"):
        make_folder(RECIPES["lateral"].plan(3, Size.SMALL) * 2, tmp_path)


def test_a_film_can_be_cut_short(tmp_path):
    plan = replace(RECIPES["lateral"].plan(3, Size.SMALL)[0], keep=0.5)
    make_folder([plan], tmp_path)
    told = json.loads((tmp_path / "truth.json").read_text(encoding="utf-8"))
    assert (told["films"], list(told["unreadable"])) == ({}, [plan.file])
    with pytest.raises(Exception, match=r"."):
        read_film(tmp_path / plan.file)
