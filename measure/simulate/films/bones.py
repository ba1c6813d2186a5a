"""Bones of the trunk: every one of a person, by the frame that carries it, built once and kept."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from measure.model import Level
from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.spine import SOUND, Alignment, Finding, sacrum, sizes, vertebra
from measure.simulate.anatomy.trunk import arms, hip, pelvis, rib_pair, shoulder, skull, sternum
from measure.simulate.solids import Body, Part

Array = NDArray[np.float64]
SIDES = ("left", "right")
READ = ("vertebra:", "femoral_head:", "implant:")
COARSE = 0.6  # detail below which a film does not show all that is asked for


def bones(
    person: Person, findings: Mapping[Level, Finding], alignment: Alignment, detail: float, *, raised: float
) -> Body:
    """Every bone of the trunk by the frame that carries it; built once a person and kept."""
    body: dict[str, Part] = {}
    for level in person.levels:
        body[level] = _bone(person, level, findings.get(level, SOUND), detail)
        if level in person.ribs:
            body[f"ribs_{level}"] = _built(rib_pair, person, level, detail)
    incidence = alignment.pelvic_incidence
    if detail < COARSE:  # a training film does not show five degrees, and the pelvis need not be built anew
        incidence = round(incidence / 10) * 10
    body["pelvis"] = _built(pelvis, person, incidence, alignment.hip_sacrum, alignment.hip_span, detail)
    body["skull"] = _built(skull, person, detail)
    for side in SIDES:
        body[f"femur_{side}"] = _built(hip, person, side, detail)
    body["chest"] = _built(_girdle, person, round(raised), detail)
    return body


def _bone(person: Person, level: Level, finding: Finding, detail: float) -> Part:
    """One vertebra; on training films one that was built straight and is sheared into its coronal wedge."""
    if level is Level.S1:
        return _built(sacrum, person, detail)
    if detail > COARSE or not finding.left_minus_right:
        return _built(vertebra, person, level, finding, detail)
    straight = _built(vertebra, person, level, replace(finding, left_minus_right=0.0), detail)
    size = sizes(person, {level: finding})[level]
    slope = 2.0 * finding.left_minus_right / (size.superior_width + size.inferior_width) / size.middle
    marks = {key: {n: _sheared(m, slope) for n, m in named.items()} for key, named in straight.marks.items()}
    solids = tuple(solid.over(solid.mesh.moved(_sheared(solid.mesh.points, slope))) for solid in straight.solids)
    return Part(solids, marks)


def _sheared(points: Array, slope: float) -> Array:
    """Points whose height above the middle plane grows to the left."""
    moved = np.array(points, float)
    moved[..., 2] *= 1.0 + slope * moved[..., 0]
    return moved


@lru_cache(maxsize=400)  # about fifty a person
def _built(builder: Callable[..., Part], *facts: object) -> Part:
    """What a builder makes of these facts, with few meshes; training films need no marks but those that are read."""
    part = builder(*facts).packed()
    if isinstance(facts[-1], float) and facts[-1] < COARSE:
        return Part(part.solids, {key: _few(named) for key, named in part.marks.items() if key.startswith(READ)})
    return part


def _few(named: Mapping[str, Array]) -> dict[str, Array]:
    return {name: mark for name, mark in named.items() if not name.endswith("_rim")}


def _girdle(person: Person, raised: float, detail: float) -> Part:
    """Breast bone, shoulders and arms."""
    both = (shoulder(person, side, raised, detail) for side in SIDES)
    return sternum(person, detail).and_(arms(person, raised, detail), *both)
