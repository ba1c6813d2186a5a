"""Fields of voxels against integrals in closed form."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from measure.errors import SimulationError
from measure.simulate.rays import Beam, BeamKind, Field, aimed, field_lengths, path_lengths
from measure.simulate.solids import Frame, Solid, box, rotation


def beam(kind: BeamKind, turn: float = 0.0, tilt: float = 0.0) -> Beam:
    return aimed(
        "lateral", (0, 0, 0), sid=1100.0, oid=300.0, pitch=2.0, shape=(41, 51), kind=kind, turn=turn, tilt=tilt
    )


def centred(values: np.ndarray, spacing: tuple[float, ...], axes: np.ndarray) -> Field:
    """Field whose middle is at the origin of the room."""
    middle = (np.array(values.shape) - 1) / 2 * spacing
    return Field(values.astype(np.float32), Frame(-(axes @ middle), axes), tuple(spacing))


def rays(seen: Beam) -> tuple[np.ndarray, np.ndarray]:
    row, col = np.mgrid[: seen.rows, : seen.cols]
    terms = np.stack([np.ones_like(row), row, col], -1).astype(float)
    start, way = (terms @ coefficients for coefficients in seen.rays)
    return start, way / np.linalg.norm(way, axis=-1, keepdims=True)


@given(
    st.sampled_from(list(BeamKind)),
    st.tuples(*[st.integers(1, 9)] * 3),
    st.tuples(*[st.floats(1, 6)] * 3),
    st.floats(-180, 180),
    st.floats(-60, 60),
)
@settings(max_examples=60)
def test_a_constant_box_is_its_chord(
    kind: BeamKind, shape: tuple[int, ...], spacing: tuple[float, ...], turn: float, tilt: float
) -> None:
    axes = rotation("z", turn) @ rotation("x", tilt)
    seen, aside = beam(kind), np.array([0.137, -0.171, 0.193])  # so that no ray runs within a face
    start, way = rays(seen)
    start, way = (start - aside) @ axes, way @ axes
    half = np.array(shape) * spacing / 2
    with np.errstate(divide="ignore", over="ignore"):
        ends = np.stack([(-half - start) / way, (half - start) / way])
    chord = np.maximum(ends.max(0).min(-1) - ends.min(0).max(-1), 0)
    field = centred(np.full(shape, 0.25), spacing, axes)
    moved = Field(field.values, Frame(field.frame.origin + aside, axes), field.spacing)
    np.testing.assert_allclose(field_lengths(moved, seen), 0.25 * chord, atol=1e-3)


@pytest.mark.parametrize("kind", list(BeamKind))
def test_a_gaussian_blob_is_a_gaussian_of_the_distance(kind: BeamKind) -> None:
    spacing, sigma = (1.0, 1.2, 0.9), 9.0
    axes = rotation("y", 25) @ rotation("z", 40)
    grid = np.stack(np.meshgrid(*[np.arange(-45, 46) * mm for mm in spacing], indexing="ij"), -1)
    field = centred(np.exp(-((grid / sigma) ** 2).sum(-1) / 2), spacing, axes)
    seen = beam(kind, turn=10, tilt=5)
    start, way = rays(seen)
    apart2 = (start**2).sum(-1) - (start * way).sum(-1) ** 2
    expected = sigma * np.sqrt(2 * np.pi) * np.exp(-apart2 / sigma**2 / 2)
    # Linear between centres: a curvature of 1/sigma2 is off by at most (spacing/sigma)2/8 in each direction.
    np.testing.assert_allclose(field_lengths(field, seen), expected, atol=5e-3 * expected.max())


def test_it_agrees_with_a_mesh_of_the_same_shape() -> None:
    seen = beam(BeamKind.CONE, turn=20)
    mesh = path_lengths([Solid(box((30, 40, 50)), "cortical", "air")], seen)["cortical"]
    field = field_lengths(centred(np.ones((15, 20, 25)), (2.0, 2.0, 2.0), np.eye(3)), seen)
    assert np.quantile(np.abs(mesh - field), 0.97) < 0.02


def test_fields_add() -> None:
    rng = np.random.default_rng(2)
    one, two = rng.uniform(size=(2, 8, 9, 10))
    seen = beam(BeamKind.CONE)
    parts = [field_lengths(centred(v, (3.0, 3.0, 3.0), np.eye(3)), seen) for v in (one, two, one + two)]
    np.testing.assert_allclose(parts[0] + parts[1], parts[2], atol=1e-3)
    assert parts[2].max() > 20


def test_a_ray_sees_values_in_the_order_of_the_axes() -> None:
    values = np.zeros((3, 4, 5), np.float32)
    values[:, 3, 0] = 1.0  # the back, at the foot
    found = field_lengths(centred(values, (10.0, 10.0, 10.0), np.eye(3)), beam(BeamKind.PARALLEL))
    row, col = np.unravel_index(found.argmax(), found.shape)
    assert (row, col) == (30, 33)  # 20 mm below the middle and, beyond the outermost centre 15 mm behind it, 16 mm
    assert found.max() == pytest.approx(30.0, abs=1e-3)
    assert found[30, 32] == pytest.approx(27.0, abs=1e-3)


@pytest.mark.parametrize(
    ("shape", "spacing"), [((4, 4), (1.0, 1.0, 1.0)), ((0, 4, 4), (1.0, 1.0, 1.0)), ((4, 4, 4), (1.0, 0.0, 1.0))]
)
def test_a_box_without_extent_is_refused(shape: tuple[int, ...], spacing: tuple[float, float, float]) -> None:
    with pytest.raises(SimulationError, match="field"):
        Field(np.zeros(shape, np.float32), Frame(), spacing)
