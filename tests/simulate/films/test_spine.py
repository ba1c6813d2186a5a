"""Spine patients: what was asked for stands in the room, and a parallel beam shows it as it is."""

import numpy as np
import pytest

from measure.catalog import measure_reading
from measure.model import Calibration, Facing, FilmHeader, Level, Posture, ScaleClass, View
from measure.simulate.anatomy.person import USUAL_LEVELS, Person
from measure.simulate.anatomy.spine import Alignment, Curve, Finding
from measure.simulate.films import SpinePatient
from measure.simulate.rays import BeamKind, aimed
from measure.simulate.truth import look, true_reading

COARSE = 0.35
PERSON = Person(sex="F", age=40.0, seed=3)


def measured(patient, view, pitch=0.5):
    """What the catalogue finds on a parallel film of the whole spine, by measure and level."""
    beam = aimed(str(view), (0, 0, 250), sid=2000.0, oid=400.0, pitch=pitch, shape=(2200, 1400), kind=BeamKind.PARALLEL)
    facing = Facing.LEFT if view is View.LATERAL else None
    scale = Calibration(pitch, pitch, 0.0, ScaleClass.CALIBRATED, "stated_spacing", "patient")
    header = FilmHeader("sha256:" + "0" * 64, beam.rows, beam.cols, scale, view=view)
    seen = look(patient.scene(view, COARSE).part, beam, view)
    reading = true_reading("2.25.1", header.film_key, seen, view, facing=facing, pitch=(pitch, pitch))
    rows = measure_reading(header, reading, "all")
    return {(row.measure, str(row.structure.level) if row.structure else ""): row.quantity.value for row in rows}


def test_balance_and_pelvis_are_as_asked():
    asked = Alignment(pelvic_incidence=57.0, pelvic_tilt=14.0, lordosis=-58.0, kyphosis=38.0)
    patient = SpinePatient(PERSON, asked)
    found = measured(patient, View.LATERAL)
    assert found["sacral_slope", ""] == pytest.approx(43.0, abs=0.01)
    assert found["pelvic_tilt", ""] == pytest.approx(14.0, abs=0.01)
    assert found["pelvic_incidence", ""] == pytest.approx(57.0, abs=0.01)
    assert found["lumbar_lordosis", ""] == pytest.approx(-58.0, abs=0.01)
    assert found["thoracic_kyphosis", ""] == pytest.approx(38.0, abs=0.01)
    stance = patient.stance()
    for name in ("sacral_slope", "pelvic_tilt", "lumbar_lordosis", "thoracic_kyphosis"):
        assert found[name, ""] == pytest.approx(stance[name], abs=0.01)
    assert found["sagittal_vertical_axis", ""] == pytest.approx(stance["sagittal_vertical_axis"], abs=1.0)


@pytest.mark.parametrize(("side", "cobb"), [("right", 42.0), ("left", 27.0)])
def test_scoliosis_is_as_asked(side, cobb):
    curve = Curve(Level.T6, Level.T9, Level.T12, cobb, side)
    patient = SpinePatient(PERSON, Alignment(curves=(curve,)), grown=1.0)
    found = measured(patient, View.FRONTAL)
    # The largest angle over all end vertebrae is that of the curve, or more by what its neighbours add.
    assert cobb - 0.5 <= found["coronal_cobb_angle", ""] <= cobb * 1.15 + 2


def test_a_wedge_bends_the_column_where_it_is():
    plain = SpinePatient(PERSON, Alignment())
    broken = SpinePatient(PERSON, Alignment(), {Level.L1: Finding(anterior=0.6, posterior=0.96)})
    before, after = measured(plain, View.LATERAL), measured(broken, View.LATERAL)
    assert after["beck_index", "L1"] == pytest.approx(before["beck_index", "L1"] * 0.6 / 0.96, rel=1e-3)
    assert after["wedge_angle", "L1"] > before["wedge_angle", "L1"] + 12
    assert after["bisegmental_cobb_angle", "L1"] > before["bisegmental_cobb_angle", "L1"] + 5
    assert after["anterior_height", "L3"] == pytest.approx(before["anterior_height", "L3"], rel=1e-6)


def test_lying_down_flattens_the_back():
    standing = measured(SpinePatient(PERSON, Alignment()), View.LATERAL)
    lying = measured(SpinePatient(PERSON, Alignment(), posture=Posture.SUPINE), View.LATERAL)
    assert lying["lumbar_lordosis", ""] > standing["lumbar_lordosis", ""] + 3
    assert lying["anterior_height", "L2"] == pytest.approx(standing["anterior_height", "L2"], rel=1e-6)


@pytest.mark.parametrize("extra", [Level.L6, None])
def test_unusual_counts_stand(extra):
    levels = [level for level in USUAL_LEVELS if level is not Level.L5 or extra]
    if extra:
        levels.insert(levels.index(Level.S1), extra)
    patient = SpinePatient(Person(levels=tuple(levels), seed=1), Alignment())
    keys = patient.scene(View.LATERAL, COARSE).part.marks.keys()
    assert ("vertebra:L6" in keys) == bool(extra)
    assert ("vertebra:L5" in keys) == bool(extra)


def test_coarse_and_fine_bones_carry_the_same_marks():
    patient = SpinePatient(PERSON, Alignment(curves=(Curve(Level.T6, Level.T9, Level.T12, 40.0),)), grown=1.0)
    fine, coarse = (patient.scene(View.FRONTAL, detail).part.marks for detail in (1.0, COARSE))
    for level in ("T8", "L2"):
        for name in ("superior_patient_left", "inferior_patient_right", "superior_middle"):
            one, other = fine[f"vertebra:{level}"][name], coarse[f"vertebra:{level}"][name]
            assert np.linalg.norm(one - other) < 0.5
