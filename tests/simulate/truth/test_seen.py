"""Marks on the film: by an independent formula to 1e-6 px, under the names a reader uses."""

import numpy as np
import pytest

from measure.model import Level, Side, StructureKind, View
from measure.simulate.rays import BeamKind
from measure.simulate.truth import look, structure_of


def pinhole(beam, point):
    """Similar triangles, in the detector's own axes; nothing of Beam.project is used."""
    across = [v / np.linalg.norm(v) for v in (beam.row_step, beam.col_step)]
    pitch = [np.linalg.norm(v) for v in (beam.row_step, beam.col_step)]
    out = np.cross(*across)
    foot = beam.focus + out * (out @ (beam.corner - beam.focus))
    depth, reach = out @ (point - beam.focus), out @ (foot - beam.focus)
    at = [(axis @ (point - foot)) * reach / depth for axis in across]
    if beam.kind is not BeamKind.CONE:
        at[0] = across[0] @ (point - foot)
    if beam.kind is BeamKind.PARALLEL:
        at[1] = across[1] @ (point - foot)
    corner = [axis @ (beam.corner - foot) for axis in across]
    return np.array([(a - c) / p for a, c, p in zip(at, corner, pitch, strict=True)])


@pytest.mark.parametrize("kind", list(BeamKind))
@pytest.mark.parametrize("view", ["frontal", "lateral"])
def test_marks_fall_where_similar_triangles_put_them(make_spine, make_beam, view, kind):
    part = make_spine(coronal=(4.0, -3.0, 8.0, 1.0, -6.0, 2.0), axial=(3.0, 5.0, 9.0, 2.0, 0.0, -4.0))
    beam = make_beam(view, kind, tilt=0.0 if kind is BeamKind.SLOT else 7.0, turn=4.0, off_centre=(0.1, -0.05))
    seen = look(part, beam, View(view))
    assert len(seen) == 6
    for one in seen:
        for name, at in one.points().items():
            key = name
            if view == "frontal":
                edge, side = name.rsplit("_", 1)
                key = f"{edge}_patient_{'right' if side == 'left' else 'left'}"
            assert at == pytest.approx(pinhole(beam, one.room[key]), abs=1e-6)


def test_patient_left_is_on_the_right_of_a_frontal_picture(make_spine, make_beam):
    for way in ("ap", "pa"):
        for one in look(make_spine(), make_beam("frontal", towards=way), View.FRONTAL):
            assert one.film["superior_left"][1] < one.film["superior_right"][1]


@pytest.mark.parametrize(("towards", "sign"), [("left", 1), ("right", -1)])
def test_front_points_to_the_side_that_is_faced(make_spine, make_beam, towards, sign):
    for one in look(make_spine(), make_beam("lateral", towards=towards), View.LATERAL):
        assert sign * (one.film["superior_posterior"][1] - one.film["superior_anterior"][1]) > 0


def test_what_is_wholly_off_the_film_is_left_out(make_spine, make_beam):
    short = make_beam("lateral", shape=(300, 700))
    levels = [one.level for one in look(make_spine(), short, View.LATERAL)]
    assert levels == [Level.T11, Level.T12, Level.L1, Level.L2] or len(levels) < 6


def test_magnification_is_that_of_similar_triangles(make_spine, make_beam):
    one = look(make_spine(), make_beam("lateral"), View.LATERAL)[0]
    assert one.magnification == pytest.approx((1150 / (1150 - 260),) * 2, rel=1e-3)


def test_keys_name_structures():
    assert structure_of("vertebra:L6").level is Level.L6
    bone = structure_of("tibia:right:distal")
    assert (bone.kind, bone.side, bone.part) == (StructureKind.TIBIA, Side.RIGHT, "distal")
    assert structure_of("calibrator:ball").part == "ball"
