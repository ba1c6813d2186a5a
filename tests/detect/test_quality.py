"""Quality: one hidden endplate leaves the other, every reason has its word, the film itself is asked too."""

import numpy as np
import pytest

from measure.detect.contract import MARKS, REASONS
from measure.detect.fine.points import FinePoints
from measure.detect.frames import Box
from measure.detect.quality import Doubt, Quality, qualities
from measure.model import NotVisible, View

NAMES = MARKS[View.LATERAL]
AT = {"superior": 100.0, "inferior": 140.0, "left": 60.0, "middle": 90.0, "right": 120.0}


def film():
    return np.random.default_rng(1).normal(100, 10, (300, 200)).astype(np.float32)


def points(names=NAMES, *, unseen=(), reason="clear", sure=0.9, sd=1.0, across=None, shift=(0.0, 0.0), plausible=True):
    """A body 60 wide and 40 high."""
    rest = (1 - sure) / (len(REASONS) - 1)
    marks = {name: np.array([AT[name.split("_")[0]], AT[name.split("_")[1]]]) + shift for name in names}
    spread = np.diag([(across or sd) ** 2, sd**2])
    return FinePoints(
        marks,
        dict.fromkeys(names, spread),
        {name: 0.05 if name in unseen else 0.97 for name in names},
        {one: sure if one == reason else rest for one in REASONS},
        plausible,
    )


def judged(one, *, picture=None, score=0.9, box=None):
    (found,) = qualities(film() if picture is None else picture, [one], [score], box)
    return found


@pytest.mark.parametrize("names", list(MARKS.values()))
def test_a_clear_vertebra_has_nothing_to_say(names):
    assert judged(points(names)) == Quality()


def test_one_endplate_hidden_leaves_the_other():
    lower = {name for name in NAMES if name.startswith("inferior")}
    found = judged(points(unseen=lower, reason="implant"))
    assert found.not_visible is None
    assert found.hidden == lower
    assert found.flags == ("implant_over_endplate",)
    assert found.treated


@pytest.mark.parametrize(
    ("reason", "why"),
    [
        ("implant", NotVisible.IMPLANT),
        ("cement", NotVisible.CEMENT),
        ("exposure", NotVisible.UNDER_EXPOSED),
        ("cropped", NotVisible.CROPPED),
        ("clear", NotVisible.OTHER),
    ],
)
def test_nothing_to_be_seen_has_a_reason(reason, why):
    found = judged(points(unseen=NAMES[1:], reason=reason))
    assert found.not_visible is why
    assert found.hidden == set(NAMES)
    assert found.treated == (reason in ("implant", "cement"))


def test_an_obscured_level_leaves_its_neighbours():
    """Three bodies, the one between them without a mark."""
    some = [points(), points(unseen=NAMES, reason="cement"), points()]
    found = qualities(film(), some, [0.9, 0.9, 0.9])
    assert [one.not_visible for one in found] == [None, NotVisible.CEMENT, None]
    assert found[0] == found[2] == Quality()


@pytest.mark.parametrize(
    ("reason", "flag"),
    [
        ("cement", Doubt.CEMENT),
        ("exposure", Doubt.UNDER_EXPOSED),
        ("cropped", Doubt.CROPPED),
        ("implant", Doubt.IMPLANT),
    ],
)
def test_a_reason_with_all_marks_in_view_is_a_flag(reason, flag):
    found = judged(points(reason=reason))
    assert found.not_visible is None
    assert not found.hidden
    assert found.flags == (str(flag),)


@pytest.mark.parametrize(("grey", "why"), [(255.0, "under_exposed"), (0.0, "over_exposed")])
def test_where_the_film_is_clipped_a_mark_cannot_be_read_whatever_the_network_says(grey, why):
    picture = np.clip(film(), 1, 254)
    picture[0, :2] = 0, 255
    picture[130:160] = grey
    found = judged(points(), picture=picture)
    assert found.hidden == {name for name in NAMES if name.startswith("inferior")}
    assert found.flags == (why,)
    picture[90:160] = grey
    assert judged(points(), picture=picture).not_visible == NotVisible(why)


def test_noise_is_not_flat():
    """Ten steps of 256 around a mark show an edge."""
    picture = film()
    picture[0, :2] = -900, 1500
    assert judged(points(), picture=picture) == Quality()


def test_marks_beyond_the_film_are_cropped():
    below = points(shift=(180.0, 0.0))
    found = judged(below)
    assert found.hidden == {name for name in NAMES if name.startswith("inferior")}
    assert found.flags == ("cropped",)
    assert judged(points(shift=(240.0, 0.0))).not_visible is NotVisible.CROPPED


def test_marks_on_a_shutter_are_cropped():
    found = judged(points(), box=Box(120, 0, 300, 200))
    assert found.hidden == {name for name in NAMES if name.startswith("superior")}
    assert found.flags == ("cropped",)


def test_one_corner_is_not_enough():
    assert judged(points(unseen=NAMES[1:])).not_visible is NotVisible.OTHER
    assert judged(points(unseen=NAMES[2:])).not_visible is NotVisible.OTHER  # a corner and a middle
    assert judged(points(unseen=[name for name in NAMES if name.endswith(("middle", "right"))])).not_visible is None


@pytest.mark.parametrize(
    ("one", "score"),
    [(points(sd=9.0), 0.9), (points(plausible=False), 0.9), (points(), 0.2)],
    ids=["wide", "odd", "faint"],
)
def test_a_guess_is_doubtful(one, score):
    assert "doubtful" in judged(one, score=score).flags


def test_a_vertebra_put_into_a_gap_is_not_faint():
    assert judged(points(), score=0.0) == Quality()


def test_contours_apart_on_both_endplates_are_rotation():
    assert judged(points(across=6.5)).flags == ("rotated",)
    lower = {name: np.diag([42.0, 1.0]) if name.startswith("inferior") else np.eye(2) for name in NAMES}
    one = points()
    assert judged(FinePoints(one.marks, lower, one.visible, one.reasons)).flags == ()


def test_s1_is_judged_by_its_superior_marks():
    assert judged(points(NAMES[:3])) == Quality()
    assert judged(points(NAMES[:3], unseen=NAMES[:1], reason="cropped")).not_visible is NotVisible.CROPPED


def test_a_flat_film_hides_everything():
    found = judged(points(), picture=np.full((300, 200), 7.0, np.float32))
    assert found.not_visible in (NotVisible.UNDER_EXPOSED, NotVisible.OVER_EXPOSED)
