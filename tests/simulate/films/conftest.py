"""A few films made once: of one patient before and after implants, and of a scoliosis."""

import pytest

from measure.simulate.films import RECIPES, Size, make_folder


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """Folder with a lateral and a frontal film, and the implant patient's first and last lateral film."""
    out = tmp_path_factory.mktemp("simulated")
    plans = RECIPES["lateral"].plan(11, Size.SMALL) + RECIPES["frontal"].plan(11, Size.SMALL)
    course = [plan for plan in RECIPES["implant"].plan(11, Size.SMALL) if plan.file.endswith("lateral.dcm")]
    make_folder([*plans, course[0], course[-1]], out, asked={"test": 11})
    return out
