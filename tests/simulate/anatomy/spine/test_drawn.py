"""Drawn alignments against the published distributions they claim, and their postures."""

import numpy as np
import pytest

from measure.errors import SimulationError
from measure.model import Level, Posture, Side
from measure.simulate.anatomy.person import Person, some_person
from measure.simulate.anatomy.spine import (
    Finding,
    column,
    in_posture,
    opened,
    sizes,
    some_alignment,
    true_angles,
    vertebra,
    with_curved_bodies,
)
from measure.simulate.anatomy.spine.drawn import grown_in_curves


def test_populations_are_the_published_ones() -> None:
    rng = np.random.default_rng(1)
    young = Person(age=35.0)
    drawn = [some_alignment(rng, young) for _ in range(1500)]
    incidence = np.array([a.pelvic_incidence for a in drawn])
    slope = np.array([a.sacral_slope for a in drawn])
    lordosis = np.array([a.lordosis for a in drawn])
    assert np.mean(incidence) == pytest.approx(52.5, abs=1.0)
    assert np.std(incidence) == pytest.approx(10.0, abs=1.0)
    assert np.mean(slope) == pytest.approx(40.0, abs=1.5)
    assert np.polyfit(incidence, -lordosis, 1)[0] == pytest.approx(0.54, abs=0.08)
    old = [some_alignment(rng, Person(age=85.0)).kyphosis for _ in range(400)]
    assert np.mean(old) > np.mean([a.kyphosis for a in drawn]) + 5


def test_people_stand_over_their_feet() -> None:
    shown = []
    for seed in range(60):
        person = some_person(seed)
        shown.append(true_angles(column(sizes(person), some_alignment(person.rng("pose"), person))).sva)
    assert -10 < np.mean(shown) < 45
    assert np.std(shown) < 35


def test_sides_and_bodies_of_a_double_curve() -> None:
    person = Person(seed=2)
    alignment = some_alignment(np.random.default_rng(3), person, "double", 40.0)
    assert [curve.convexity for curve in alignment.curves] == [Side.RIGHT, Side.LEFT]
    grown = with_curved_bodies(sizes(person), alignment)
    # The higher side of a body lies on the convexity.
    assert grown[Level.T8].left_minus_right < -1 < 0.5 < grown[Level.L2].left_minus_right


def test_grown_findings_make_the_bodies_that_the_column_got() -> None:
    person = Person(seed=2)
    alignment = some_alignment(np.random.default_rng(3), person, "double", 40.0)
    sound, low = sizes(person), {Level.L1: Finding(anterior=0.8, left_minus_right=1.5)}
    for share in (0.0, 0.6, 1.0):
        assert sizes(person, grown_in_curves({}, sound, alignment, share)) == with_curved_bodies(
            sound, alignment, share
        )
    assert grown_in_curves(low, sound, alignment, share=0.0) == low
    grown = grown_in_curves(low, sound, alignment)
    assert grown[Level.L1].anterior == 0.8
    more = with_curved_bodies(sound, alignment)[Level.L1].left_minus_right - sound[Level.L1].left_minus_right
    assert grown[Level.L1].left_minus_right == pytest.approx(1.5 + more)
    assert Level.S1 not in grown


@pytest.mark.parametrize("kind", ["thoracic", "lumbar", "double"])
def test_posed_marks_show_the_true_coronal_angles(kind: str) -> None:
    person = Person(seed=4, age=15.0)
    alignment = some_alignment(np.random.default_rng(8), person, kind, 50.0)
    grown = grown_in_curves({}, sizes(person), alignment)
    made = column(sizes(person, grown), alignment)
    true, tilts = true_angles(made), {}
    levels = [level for level in person.levels if level[0] in "TL"]
    for level in levels:
        marks = vertebra(person, level, grown[level], detail=0.35).marks[f"vertebra:{level}"]
        for end in ("superior", "inferior"):
            left, right = (made.frames[level].apply(marks[f"{end}_patient_{side}"]) for side in ("left", "right"))
            # On the front view the left end below the right one is a positive tilt.
            tilts[level, end] = np.rad2deg(np.arctan2(right[2] - left[2], left[0] - right[0]))
    for upper, lower in [(curve.upper, curve.lower) for curve in alignment.curves] + [(v, v) for v in levels]:
        seen = tilts[lower, "inferior"] - tilts[upper, "superior"]
        assert seen == pytest.approx(true.coronal(upper, lower), abs=1e-9)
    for curve in alignment.curves:
        assert true.coronal(curve.upper, curve.lower) == pytest.approx(curve.signed, abs=1e-8)


def test_lying_is_flatter() -> None:
    alignment = some_alignment(np.random.default_rng(3), Person(), "thoracic", 40.0)
    side, supine = (in_posture(alignment, p) for p in (Posture.LATERAL_DECUBITUS, Posture.SUPINE))
    for name in ("lordosis", "kyphosis"):
        assert abs(getattr(alignment, name)) > abs(getattr(side, name)) > abs(getattr(supine, name))
    assert supine.curves[0].cobb == pytest.approx(40 * 57 / 68)
    assert in_posture(alignment, Posture.STANDING) is alignment
    assert opened(Posture.LATERAL_DECUBITUS, 0.5) == pytest.approx(0.2)
    with pytest.raises(SimulationError, match="posture"):
        in_posture(alignment, "upside down")  # type: ignore[arg-type]
