"""Widths: a ball and a nail are seen from edge to edge on every view."""

import numpy as np
import pytest

from measure.model import View
from measure.simulate.rays import BeamKind, aimed
from measure.simulate.solids import Part
from measure.simulate.truth import look

AXIS = np.array([[20.0, 5.0, 60.0], [28.0, 0.0, -60.0]])


@pytest.mark.parametrize("kind", list(BeamKind))
@pytest.mark.parametrize("view", list(View)[:2])
def test_diameters_are_seen_in_full(view, kind):
    width = np.array([[-5.35, 0.0, 0.0], [5.35, 0.0, 0.0]])
    marks = {
        "implant:nail": {"tube_axis": AXIS, "tube_width": width + AXIS.mean(axis=0)},
        "calibrator:ball": {"across": 12.7 * np.array([[-1.0, 0, 0], [1.0, 0, 0]]) + [10.0, -30.0, 5.0]},
    }
    beam = aimed(str(view), (0, 0, 0), sid=1150.0, oid=100.0, pitch=0.2, shape=(1501, 1501), kind=kind)
    seen = {one.key: one for one in look(Part((), marks), beam, view)}
    for key, name, true in (("implant:nail", "tube_width", 10.7), ("calibrator:ball", "across", 25.4)):
        one = seen[key]
        assert np.linalg.norm(np.diff(one.room[name], axis=0)) == pytest.approx(true)
        np.testing.assert_allclose(one.room[name].mean(axis=0), marks[key][name].mean(axis=0), atol=1e-9)
        across = np.diff(one.film[name], axis=0)[0] * 0.2
        grown = float(beam.magnification(one.room[name].mean(axis=0)))
        # A slot scanner magnifies across the film only, and the nail leans a little.
        assert np.linalg.norm(across) == pytest.approx(true * grown, rel=0.003)
