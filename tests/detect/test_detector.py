"""The way of a film: what is refused before any network looks, what the gate refuses, and drafts of the samples."""

import re
from dataclasses import replace

import numpy as np
import pytest

from measure import __version__
from measure.detect import DETECTOR, NETWORKS, Refusal, Why, detect, detector, missing_weights, observer
from measure.detect.coarse.candidates import Candidate
from measure.detect.coarse.chain import Chain
from measure.errors import MeasureError, ReadingError
from measure.film import read_film
from measure.model import Film, FilmHeader, Origin, Reading, Statement, Status, Topic, View


def film(pixels: np.ndarray, **facts: object) -> Film:
    return Film(pixels.astype(np.float32), FilmHeader("sha256:0", *pixels.shape, **facts))


def noise(rows: int = 300, cols: int = 200, **facts: object) -> Film:
    return film(np.random.default_rng(1).normal(size=(rows, cols)), **facts)


@pytest.mark.parametrize(
    ("shown", "why", "words"),
    [
        (film(np.zeros((300, 200))), Why.UNUSABLE, "shows nothing"),
        (film(np.full((300, 200), 7.0)), Why.UNUSABLE, "shows nothing"),
        (noise(40, 300), Why.UNUSABLE, "40 × 300 pixels: expected at least 64 each way"),
        (film(np.where(np.eye(200, 200) > 0, np.nan, 1.0)), Why.UNUSABLE, "no numbers"),
        (film(np.where(np.eye(200, 200) > 0, np.inf, 1.0)), Why.UNUSABLE, "no numbers"),
        (noise(frames=3), Why.FRAMES, "3 frames"),
    ],
    ids=["black", "flat", "tiny", "nan", "infinite", "frames"],
)
def test_what_is_no_film_to_look_at_is_refused_before_any_network_looks(shown, why, words, no_weights):
    found = detect(shown)
    assert isinstance(found, Refusal)
    assert found.why is why
    assert words in found.reason


def test_missing_weights_are_named(no_weights):
    assert missing_weights() == tuple(f"{name}.onnx" for name in NETWORKS)
    with pytest.raises(MeasureError, match=r"weights/gate\.onnx, found no such file"):
        detect(noise())
    (no_weights / "gate.onnx").touch()
    assert "gate.onnx" not in missing_weights()


def test_a_film_that_lies_upside_down_is_refused_with_what_to_do(gate_says):
    gate_says("upside_down")
    assert detect(noise()) == Refusal(Why.NOT_UPRIGHT, "it lies upside down: turn it upright, and it can be read")


@pytest.mark.parametrize("way", ["turned_left", "turned_right"])
def test_a_film_on_its_side_is_refused_where_the_gate_is_sure(way):
    seen = detector.Gate(View.LATERAL, 1.0, 1.0, way, 0.99, 0.0, 0.5)
    found = detector._not_for_us(seen, View.LATERAL)
    assert found is not None
    assert (found.why, "on its side" in found.reason) == (Why.NOT_UPRIGHT, True)
    assert detector._not_for_us(replace(seen, p_way_up=0.5), View.LATERAL) is None


def test_what_shows_no_spine_is_refused_also_where_a_view_is_stated(gate_says):
    gate_says(kind="other")
    stated = Statement(Topic.VIEW, "lateral", Origin.TABLE)
    for given in ((), (stated,)):
        found = detect(noise(view=View.FRONTAL), given)
        assert isinstance(found, Refusal)
        assert found.why is Why.OTHER_VIEW
        assert found.reason.startswith("no automatic reading for this view yet")


def test_an_oblique_film_is_no_view_that_is_read(gate_says):
    gate_says()
    found = detect(noise(view=View.OBLIQUE))
    assert isinstance(found, Refusal)
    assert found.why is Why.OTHER_VIEW
    assert "oblique" in found.reason


def test_a_stated_view_that_is_none_is_an_error_that_does_not_repeat_it(gate_says):
    gate_says()
    with pytest.raises(ReadingError, match="expected frontal, lateral, oblique, got a text of 9 characters"):
        detect(noise(), [Statement(Topic.VIEW, "Mr. Smith", Origin.TABLE)])


def test_the_view_is_the_stated_one_then_that_of_the_header():
    header = FilmHeader("sha256:0", 10, 10, view=View.FRONTAL)
    assert detector._view(header, [Statement(Topic.VIEW, "lateral", Origin.PERSON)]) is View.LATERAL
    assert detector._view(header, []) is View.FRONTAL
    assert detector._view(FilmHeader("sha256:0", 10, 10), []) is None


@pytest.mark.parametrize(
    ("source", "logit", "turned"),
    [("png", 0.5, True), ("png", -0.5, False), ("dicom", 0.5, False), ("dicom", 8.0, True)],
)
def test_a_picture_is_turned_over_on_a_guess_and_a_dicom_film_only_where_it_is_sure(gate_says, source, logit, turned):
    gate_says(inverted=logit)
    shown = noise(source_format=source)
    picture, _, flags = detector._bone_bright(shown, detector.trimmed(shown.pixels))
    assert (flags == ["polarity_turned"]) is turned
    # Turned over within its own range: the darkest pixel is the brightest, and no pixel has moved.
    assert np.allclose(picture + shown.pixels, shown.pixels.min() + shown.pixels.max(), atol=1e-5) is turned
    assert np.array_equal(picture, shown.pixels) is not turned


def test_the_observer_has_the_version_of_the_package_and_of_all_that_was_learned(weights):
    assert observer().name == DETECTOR
    assert re.fullmatch(re.escape(__version__) + r"\+[0-9a-f]{12}", str(observer().version))
    assert re.fullmatch(r"[\w .@+-]{1,64}", DETECTOR)  # as a landmark table wants it


def test_a_chain_is_a_spine_where_two_vertebrae_were_seen_and_not_too_faintly():
    def chain(*scores, sacrum=0.0, put_in=()):
        quad = np.array([[0.0, 0.0], [0.0, 9.0], [6.0, 0.0], [6.0, 9.0]])
        ones = tuple(Candidate(quad + [9.0 * k, 0.0], score, np.zeros(27), 0.5, 0.5) for k, score in enumerate(scores))
        return Chain(ones, sacrum_score=sacrum, interpolated=tuple(k in put_in for k in range(len(scores))))

    assert detector._is_spine(chain(0.5, 0.5))
    assert detector._is_spine(chain(0.3, 0.3, sacrum=0.4))
    assert not detector._is_spine(chain(0.26, 0.26))
    assert not detector._is_spine(chain(0.9, 0.0, put_in=(1,)))
    assert not detector._is_spine(chain())


@pytest.mark.parametrize(
    ("name", "view", "first", "last"),
    [("lateral_fracture", View.LATERAL, "T11", "S1"), ("implant_before_ap", View.FRONTAL, None, None)],
)
def test_a_sample_is_drafted_with_marks_that_have_covariances(samples_dir, weights, name, view, first, last):
    """By the real networks; how good they are is the benchmarks' to say."""
    shown = read_film(samples_dir / f"{name}.dcm")
    bare = replace(shown.header, view=None, facing=None)
    found = detect(Film(shown.pixels, bare))
    assert isinstance(found, Reading)
    assert found.observer == observer()
    assert {a.status for a in found.annotations} == {Status.DRAFT}
    marks = [mark for a in found.annotations for mark in a.marks.values()]
    assert len(marks) > 20
    assert all(mark.covariance is not None and mark.covariance.rr > 0 and mark.covariance.cc > 0 for mark in marks)
    assert [(s.value, s.origin) for s in found.stated(Topic.VIEW)] == [(str(view), Origin.ALGORITHM)]
    if first:
        names = [a.structure.label for a in found.annotations]
        assert (names[0], names[-1]) == (first, last)
    assert detect(Film(shown.pixels, bare)) == found  # the same film, the same draft


def test_turned_over_pixels_give_the_same_names_and_a_flag(samples_dir, weights):
    shown = read_film(samples_dir / "lateral_fracture.dcm")
    dark = Film(shown.pixels.max() - shown.pixels, replace(shown.header, source_format="png"))
    bright, turned = detect(shown), detect(dark)
    assert isinstance(turned, Reading)
    assert [a.structure for a in turned.annotations] == [a.structure for a in bright.annotations]
    assert all("polarity_turned" in a.flags for a in turned.annotations)
    assert not any("polarity_turned" in a.flags for a in bright.annotations)


def test_a_film_upside_down_and_one_of_a_thigh_are_refused(samples_dir, weights):
    shown = read_film(samples_dir / "lateral_fracture.dcm")
    over = detect(Film(shown.pixels[::-1, ::-1], shown.header))
    assert isinstance(over, Refusal)
    assert over.why is Why.NOT_UPRIGHT
    thigh = detect(read_film(samples_dir / "femur_day084_ap.dcm"))
    assert isinstance(thigh, Refusal)
    assert thigh.why is Why.OTHER_VIEW


def test_a_level_by_statement_names_the_chain_and_is_kept(samples_dir, weights):
    shown = read_film(samples_dir / "lateral_fracture.dcm")
    stated = Statement(Topic.LEVEL_ANCHOR, "3=L2", Origin.PERSON, "CT")
    found = detect(shown, [stated])
    assert isinstance(found, Reading)
    assert found.annotations[2].structure.label == "L2"
    assert stated in found.statements
    assert "level_statement_contradicts_anchor" in found.annotations[0].flags
