"""``measure simulate``: choices that exist, films that a batch takes, and clear refusals."""

import json

import pytest

from measure.cli.simulate_options import Kind, Scale, Size
from measure.errors import SimulationError
from measure.simulate.dicom import ScaleTags
from measure.simulate.films import RECIPES
from measure.simulate.films import Size as FilmSize


def test_choices_are_those_of_the_simulator():
    assert [str(kind) for kind in Kind] == list(RECIPES)
    assert {scale.name for scale in Scale} == {tags.name for tags in ScaleTags}
    assert [str(size) for size in Size] == [str(size) for size in FilmSize]


@pytest.fixture(scope="module")
def made(measure, tmp_path_factory):
    out = tmp_path_factory.mktemp("cli") / "films"
    return out, measure("simulate", "lateral", "--out", out, "--seed", "5", "--count", "2", "--scale", "none")


def test_says_what_it_made_and_how_to_measure_it(made):
    out, done = made
    assert done.returncode == 0, done.stderr
    assert "lateral_0005.dcm" in done.stdout
    assert "lateral_0006.dcm" in done.stdout
    assert f"measure batch {out} --landmarks {out}/landmarks.csv" in done.stdout
    truth = json.loads((out / "truth.json").read_text(encoding="utf-8"))
    assert {film["unit"] for film in truth["films"].values()} == {"{pixel}"}
    assert truth["asked"]["count"] == 2


def test_the_batch_takes_them(made, measure, tmp_path):
    out, _ = made
    done = measure(
        "batch", out, "--landmarks", out / "landmarks.csv", "--cases", out / "cases.csv", "--out", tmp_path / "results",
        "--overlays", "none",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "measured" in done.stdout
    assert "refused" not in done.stdout


def test_a_second_run_changes_nothing(made, measure):
    out, _ = made
    before = {path.name: path.read_bytes() for path in out.glob("*") if path.is_file()}
    done = measure("simulate", "lateral", "--out", out, "--seed", "5", "--count", "2", "--scale", "none")
    assert done.returncode == 0, done.stderr
    assert {path.name: path.read_bytes() for path in out.glob("*") if path.is_file()} == before


def test_another_request_is_refused(made, invoke):
    with pytest.raises(SimulationError, match="another --out"):
        invoke("simulate", "lateral", "--out", made[0], "--seed", "6")


def test_an_unknown_kind_is_named(measure, tmp_path):
    done = measure("simulate", "elbow", "--out", tmp_path / "films")
    assert done.returncode == 2
    assert "elbow" in done.stderr
    assert not (tmp_path / "films").exists()


def test_a_folder_is_asked_for(measure):
    done = measure("simulate", "lateral")
    assert done.returncode == 2
    assert "--out" in done.stderr


@pytest.mark.parametrize("kind", list(RECIPES))
def test_every_recipe_gives_as_many_plans_as_it_says(kind):
    plans = RECIPES[kind].plan(1, FilmSize.SMALL)
    assert len(plans) == RECIPES[kind].films
    assert len({plan.file for plan in plans}) == len(plans)
    assert all(max(plan.beam.rows, plan.beam.cols) <= 1000 for plan in plans)
