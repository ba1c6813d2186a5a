"""Parts and bodies: solids and marks move as one, and packing loses nothing."""

import numpy as np
import pytest

from measure.simulate.solids import Frame, Part, Solid, ball, box, packed, posed, rotation


def part(centre: tuple[float, ...] = (0.0, 0.0, 0.0)) -> Part:
    bone = Solid(box((2, 4, 6), centre), "cortical")
    pith = Solid(box((1, 2, 3), centre), "cancellous", "cortical", density=0.7)
    return Part((bone, pith), {"vertebra:L1": {"centre": np.array(centre), "edge": np.zeros((4, 3))}})


def test_solids_and_marks_move_together() -> None:
    frame = Frame((10, 20, 30), rotation("x", 30) @ rotation("z", -50))
    moved = part((1.0, 2.0, 3.0)).at(frame)
    mark = moved.marks["vertebra:L1"]["centre"]
    np.testing.assert_allclose(mark, frame.apply((1, 2, 3)))
    for solid in moved.solids:
        np.testing.assert_allclose(solid.mesh.points.mean(axis=0), mark)
    assert moved.marks["vertebra:L1"]["edge"].shape == (4, 3)


def test_a_moved_or_reshaped_solid_stays_the_same_stuff() -> None:
    lung = Solid(ball(5.0), "soft", "fat", 0.28, 0.9)
    for other in (lung.at(Frame((1, 1, 1))), lung.over(box((1, 1, 1)))):
        assert (other.material, other.within, other.density, other.within_density) == ("soft", "fat", 0.28, 0.9)


def test_parts_join_and_marks_of_one_structure_come_together() -> None:
    other = Part((), {"vertebra:L1": {"tip": np.ones(3)}, "vertebra:L2": {"tip": np.zeros(3)}})
    first = part()
    both = first.and_(other)
    assert set(both.marks["vertebra:L1"]) == {"centre", "edge", "tip"}
    assert set(both.marks) == {"vertebra:L1", "vertebra:L2"}
    assert set(first.marks["vertebra:L1"]) == {"centre", "edge"}, "the joined part must not change"


def test_posed_leaves_out_parts_whose_frame_is_not_named() -> None:
    body = {"L1": part(), "L2": part(), "skull": part()}
    whole = posed(body, {"L1": Frame((0, 0, 30)), "L2": Frame()})
    assert len(whole.solids) == 4
    heights = sorted({round(float(s.mesh.points[:, 2].mean()), 6) for s in whole.solids})
    assert heights == [0.0, 30.0]


def test_packed_has_one_mesh_for_each_kind_and_all_the_volume() -> None:
    solids = (*part().solids, *part((0, 0, 50)).solids, Solid(ball(3.0), "cancellous", "cortical", density=0.6))
    tight = packed(solids)
    assert sorted((s.material, s.density) for s in tight) == [
        ("cancellous", 0.6),
        ("cancellous", 0.7),
        ("cortical", 1.0),
    ]
    assert sum(s.mesh.volume for s in tight) == pytest.approx(sum(s.mesh.volume for s in solids))
    assert all(s.mesh.closed for s in tight)
    assert len(Part(solids).packed().solids) == 3
