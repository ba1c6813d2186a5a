"""The index over a film: by hand, and as often as another reading would move it."""

import numpy as np
import pytest

FINE = (28.0, 28.0, 28.0)


def index(make: object, heights: dict, **header: object):
    reading = make.reading(*make.spine(heights))
    return make.rows(reading, make.header(**header), "spinal_fracture_index")["spinal_fracture_index", "film"]


def test_by_hand(make: object) -> None:
    """L1 has lost 43 % (grade 3); four others nothing."""
    found = index(make, {"T11": FINE, "T12": FINE, "L1": (16.0, 24.0, 28.0), "L2": FINE, "L3": FINE})
    assert found.quantity.value == pytest.approx(3 / 5)
    assert found.details["evaluable"] == 5
    assert found.details["levels"] == "T11,T12,L1,L2,L3"


def test_what_cannot_be_graded_is_left_out(make: object) -> None:
    bodies = make.spine({"T11": FINE, "T12": FINE, "L1": (16.0, 24.0, 28.0), "L2": FINE})
    bodies[3] = make.body("L2", make.corners(make.block(220)))
    found = make.rows(make.reading(*bodies, facing="left"), measures="spinal_fracture_index")
    row = found["spinal_fracture_index", "film"]
    assert row.details["levels"] == "T11,T12,L1"
    assert row.quantity.value == pytest.approx(1)


def test_its_sd_is_how_the_grades_would_scatter(make: object) -> None:
    """From the graded losses and their sds, drawn by another generator and graded by hand."""
    heights = {"T11": FINE, "T12": FINE, "L1": (22.0, 24.0, 28.0), "L2": FINE, "L3": FINE}
    reading = make.reading(*make.spine(heights))
    rows = make.rows(reading, measures="genant_qm,spinal_fracture_index")
    graded = [row.details for (measure, _), row in rows.items() if measure == "genant_qm"]
    rng = np.random.Generator(np.random.MT19937(7))
    drawn = np.stack([rng.normal(one["graded_value"], one["graded_sd"], 200_000) for one in graded])
    scatter = sum((drawn >= cut).astype(float) for cut in (20, 25, 40)).sum(axis=0) / 5
    assert rows["spinal_fracture_index", "film"].quantity.sd == pytest.approx(scatter.std(), rel=0.03)


def test_grades_that_hardly_ever_change_still_have_an_sd(make: object) -> None:
    """All but a few redraws agree: half of the middle of them would be an sd of zero."""
    found = index(make, {"T12": FINE, "L1": (25.3, 26.0, 28.0), "L2": FINE})
    assert found.quantity.value == 0
    assert 0 < found.quantity.sd < 0.2


def test_a_film_on_which_nothing_can_be_graded(make: object) -> None:
    assert index(make, {"L1": FINE}).quantity.reason == "no_vertebra_graded"
