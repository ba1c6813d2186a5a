"""The same film through another station, or with another word on its scale."""

import pytest

from measure.film import read_header
from measure.model import Intensity
from measure.simulate.dicom import ScaleTags
from measure.simulate.films import RECIPES, Size, make, restated


@pytest.fixture(scope="module")
def plan():
    return RECIPES["lateral"].plan(2, Size.SMALL)[0]


def test_nothing_said_changes_nothing(plan):
    assert restated(plan) == plan or restated(plan) is plan


def test_raw_films_say_that_they_are_raw(plan):
    raw = restated(plan, look="raw")
    assert raw.facts.intensity is Intensity.LOG
    assert raw.look.detail is None or raw.look.chain is Intensity.LOG


@pytest.mark.parametrize("tags", list(ScaleTags))
def test_every_scale_can_be_asked_for(plan, tags):
    told = restated(plan, scale=tags.name).facts
    assert told.scale is tags
    assert told.modality == ("DX" if tags.has_detector else "CR")


@pytest.mark.parametrize(
    ("tags", "scale_class"), [("FIDUCIAL", "calibrated"), ("NONE", "none"), ("FACTOR", "estimated")]
)
def test_the_truth_speaks_in_the_header_s_unit(plan, tmp_path, tags, scale_class):
    made = make(restated(plan, scale=tags), tmp_path)
    header = read_header(tmp_path / plan.file)
    assert made.truth["scale_class"] == str(header.calibration.scale_class) == scale_class
    key = next(key for key, values in made.truth["structures"].items() if "anterior_height" in values)
    height = made.truth["structures"][key]["anterior_height"]
    true = made.truth["room"]["structures"][key]["anterior_height"]
    if scale_class != "none":  # corrected to the middle of the spine: off by the depth of this vertebra only
        assert height == pytest.approx(true, rel=0.06)
    else:
        assert height > 1.5 * true
