"""Fine: from a rough quad to marks, by a network that can be checked by hand: it finds bright dots."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from measure.detect.contract import CORNERS, CROP, HEAT, MARKS, REASONS
from measure.detect.fine.crop import around, sacrum_quad
from measure.detect.fine.fine import ROUGH, fine
from measure.detect.network import WEIGHTS
from measure.detect.spread import Spread
from measure.model import View

SIZE = CROP // HEAT
SHAPE = (420, 400)


def body(centre, width, height, turn, names):
    """Marks of a rectangle turned clockwise by so many degrees."""
    s, c = np.sin(np.radians(turn)), np.cos(np.radians(turn))
    sides = {"left": -1, "middle": 0, "right": 1, "superior": -1, "inferior": 1}
    at = {}
    for name in names:
        v, u = (sides[word] for word in name.split("_"))
        at[name] = np.array(centre) + v * height / 2 * np.array([c, -s]) + u * width / 2 * np.array([s, c])
    return at


def dots(marks, sigma=2.5):
    """A film with a bright dot at every mark."""
    row, col = np.meshgrid(*map(np.arange, SHAPE), indexing="ij")
    film = sum(np.exp(-((row - r) ** 2 + (col - c) ** 2) / (2 * sigma**2)) for r, c in marks)
    return np.asarray(100 * film, np.float32)


class Dots:
    """A network of one rule: a mark is the bright dot in its part of the crop; nothing bright, nothing visible."""

    def __init__(self, names):
        self.names, self.seen = names, []

    def __call__(self, x):
        self.seen.append(len(x))
        bright = over_cells(x[:, 0])
        heat = np.full((len(x), len(self.names), SIZE, SIZE), -60, np.float32)
        third, half = SIZE // 3, SIZE // 2
        cols = {"left": slice(0, half), "right": slice(half, SIZE), "middle": slice(third, 2 * third)}
        if len(self.names) == 6:
            cols |= {"left": slice(0, third), "right": slice(2 * third, SIZE)}
        rows = {"superior": slice(0, half), "inferior": slice(half, SIZE)}
        for k, name in enumerate(self.names):
            edge, end = name.split("_")
            heat[:, k, rows[edge], cols[end]] = np.log(np.maximum(bright[:, rows[edge], cols[end]] + 1, 1e-12))
        visible = np.where(heat.max((2, 3)) > -2, 4.0, -4.0).astype(np.float32)
        return {"heat": heat, "visible": visible, "reason": np.tile([3, 0, 0, 0, 1], (len(x), 1)).astype(np.float32)}


def over_cells(pictures):
    """Means over cells; what is dark does not count as heat."""
    cells = pictures.reshape(len(pictures), SIZE, HEAT, SIZE, HEAT).mean((2, 4))
    return np.where(cells > -0.9, cells, -1)


def quad_of(marks):
    return np.array([marks[name] for name in CORNERS])


@settings(max_examples=12, deadline=None)
@given(
    st.sampled_from([View.FRONTAL, View.LATERAL]),
    st.floats(-25, 25),
    st.floats(70, 110),
    st.floats(-4, 4),
    st.floats(-4, 4),
    st.booleans(),
)
def test_finds_the_dots_whatever_the_turn_and_the_size(view, turn, width, down, right, mirror):
    names = MARKS[view]
    marks = body((210.3, 190.6), width, 0.75 * width, turn, names)
    rough = quad_of(marks) + [down, right]
    (found,) = fine(dots(marks.values()), rough[None], view, mirror=mirror, known={}, network=Dots(names))
    assert found.plausible
    for name in names:
        np.testing.assert_allclose(found.marks[name], marks[name], atol=0.15)
        assert found.visible[name] > 0.9
    assert found.reasons["clear"] == max(found.reasons.values())
    assert list(found.reasons) == list(REASONS)
    assert sum(found.reasons.values()) == pytest.approx(1)


def test_a_crop_that_lay_off_is_cut_again_and_only_that():
    names = MARKS[View.FRONTAL]
    one, two = body((120.0, 190.0), 90.0, 60.0, 0.0, names), body((300.0, 200.0), 90.0, 60.0, 5.0, names)
    rough = np.stack([quad_of(one) + [0.0, 18.0], quad_of(two) + [1.0, -2.0]])
    network = Dots(names)
    found = fine(dots([*one.values(), *two.values()]), rough, View.FRONTAL, known={}, network=network)
    assert network.seen == [2, 1]
    for got, marks in zip(found, (one, two), strict=True):
        for name in names:
            np.testing.assert_allclose(got.marks[name], marks[name], atol=0.15)


@pytest.mark.parametrize("turned", [10.0, -10.0])
def test_a_crop_that_was_askew_is_cut_again(turned):
    names = MARKS[View.FRONTAL]
    marks = body((210.0, 190.0), 90.0, 60.0, 0.0, names)
    network = Dots(names)
    rough = quad_of(body((210.0, 190.0), 90.0, 60.0, turned, names))
    fine(dots(marks.values()), rough[None], View.FRONTAL, known={}, network=network)
    assert network.seen == [1, 1]


def test_marks_that_contradict_each_other_give_way_to_the_rough_corners():
    """A network that says upside down."""
    names = MARKS[View.LATERAL]
    marks = body((210.0, 190.0), 90.0, 60.0, 8.0, names)
    dotty = Dots(names)

    def upside_down(x):
        said = dotty(x)
        return said | {"heat": said["heat"][:, [3, 4, 5, 0, 1, 2]]}

    (found,) = fine(dots(marks.values()), quad_of(marks)[None], View.LATERAL, network=upside_down)
    assert not found.plausible
    for name in names:
        np.testing.assert_allclose(found.marks[name], marks[name], atol=1e-9)
        np.testing.assert_allclose(found.covariances[name], (ROUGH * 90.0) ** 2 * np.eye(2), atol=1e-6)


def test_s1_has_its_superior_marks_alone():
    names = MARKS[View.LATERAL]
    marks = body((100.0, 190.0), 90.0, 60.0, 0.0, names)
    end = body((230.0, 190.0), 90.0, 0.0, 30.0, names)
    rough = np.stack([quad_of(marks), sacrum_quad(end["superior_left"], end["superior_right"])])
    spots = [*marks.values(), *[end[name] for name in names[:3]]]
    body_, s1 = fine(dots(spots), rough, View.LATERAL, sacrum=True, known={}, network=Dots(names))
    assert set(body_.marks) == set(names)
    assert list(s1.marks) == list(s1.covariances) == list(s1.visible) == list(names[:3])
    assert s1.plausible
    for name in names[:3]:
        np.testing.assert_allclose(s1.marks[name], end[name], atol=0.3)


def test_s1_of_a_frontal_film_keeps_its_rough_ends():
    names = MARKS[View.FRONTAL]
    marks = body((210.0, 190.0), 90.0, 60.0, 0.0, names)
    rough = quad_of(marks) + [1.0, 2.0]
    (s1,) = fine(dots(marks.values()), rough[None], View.FRONTAL, sacrum=True, network=Dots(names))
    assert not s1.plausible
    np.testing.assert_allclose([s1.marks[name] for name in names[:2]], rough[:2])


def test_what_is_known_about_the_spread_acts_along_and_across_the_endplate():
    names = MARKS[View.FRONTAL]
    marks = body((210.0, 190.0), 90.0, 60.0, 30.0, names)
    film, rough = dots(marks.values()), quad_of(marks)[None]
    (plain,) = fine(film, rough, View.FRONTAL, known={}, network=Dots(names))
    known = {("frontal", "vertebra", f"{edge}_end"): Spread(along=3.0) for edge in ("superior", "inferior")}
    (wide,) = fine(film, rough, View.FRONTAL, known=known, network=Dots(names))
    along = around(rough).along[0]
    down = np.array([along[1], -along[0]])
    for name in names:
        assert along @ wide.covariances[name] @ along == pytest.approx(9 * along @ plain.covariances[name] @ along)
        assert down @ wide.covariances[name] @ down == pytest.approx(down @ plain.covariances[name] @ down)


def test_no_vertebra_no_marks():
    assert fine(np.zeros((50, 50), np.float32), np.zeros((0, 4, 2)), View.LATERAL) == []


def test_a_quad_off_the_film_is_looked_at_without_harm():
    names = MARKS[View.FRONTAL]
    marks = body((900.0, 900.0), 90.0, 60.0, 0.0, names)
    (found,) = fine(np.zeros(SHAPE, np.float32), quad_of(marks)[None], View.FRONTAL, network=Dots(names))
    assert max(found.visible.values()) < 0.1
    assert all(np.isfinite(at).all() for at in [*found.marks.values(), *found.covariances.values()])


@pytest.mark.parametrize("view", list(MARKS))
def test_mirror_image_of_a_film_has_mirrored_marks(view):
    """The package's network, looking at both a crop and its mirror image: left and right have no say."""
    if not (WEIGHTS / f"fine_{view}.onnx").is_file():
        pytest.skip("no weights in this tree")
    rng = np.random.default_rng(5)
    film = cv2.GaussianBlur(rng.normal(size=SHAPE).astype(np.float32), (0, 0), 4.0)
    rough = quad_of(body((210.0, 190.0), 90.0, 60.0, 12.0, MARKS[view]))
    turned = np.stack([rough[:, 0], SHAPE[1] - 1 - rough[:, 1]], axis=-1)[[1, 0, 3, 2]]
    (one,) = fine(film, rough[None], view, mirror=True)
    (other,) = fine(np.ascontiguousarray(film[:, ::-1]), turned[None], view, mirror=True)
    for name in MARKS[view]:
        twin = name if "middle" in name else swap(name)
        row, col = one.marks[name]
        # The window is taken from every second pixel: not the same ones on the mirror image.
        np.testing.assert_allclose(other.marks[twin], [row, SHAPE[1] - 1 - col], atol=0.3)


def swap(name):
    edge, end = name.split("_")
    return f"{edge}_{'left' if end == 'right' else 'right'}"
