"""Detector: the way of a film from its pixels to a draft that a person checks, or to a refusal."""

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np

from measure import __version__
from measure.detect import network
from measure.detect.coarse.chain import Chain
from measure.detect.coarse.coarse import coarse
from measure.detect.doubles import singled
from measure.detect.draft import Found, draft
from measure.detect.fine.fine import fine
from measure.detect.flags import Flag
from measure.detect.frames import Box, Picture, trimmed
from measure.detect.gate import Gate, gate
from measure.detect.levels.levels import name_levels
from measure.detect.quality import qualities
from measure.detect.refusal import Refusal, Why
from measure.errors import ReadingError, quoted
from measure.model import Film, FilmHeader, Observer, ObserverKind, Reading, Statement, Topic, View

DETECTOR = "spine-detector"
NETWORKS = ("gate", "coarse_frontal", "coarse_lateral", "fine_frontal", "fine_lateral")

SMALLEST = 64  # pixels of the shorter side
FEWEST = 2  # vertebrae of a chain
EVIDENCE = 0.8  # scores of a chain and its sacrum, added up: with less it may be anything
SPINE = 0.5  # probability below which a film shows no spine
TURNED = 0.7  # probability from which a film is taken for upside down or on its side
DARK = 0.5  # probability from which bone is taken to be dark, where nothing states the polarity
OTHERWISE = 0.9  # probability from which a stated view or polarity is said to contradict the picture


@cache
def observer() -> Observer:
    """Who a draft is by: the detector, and as its version that of the package and a digest of all it learned.

    Raises
    ------
    MeasureError
        If there are no weights.
    """
    learned = hashlib.sha256(network.digest().encode())
    for table in sorted(Path(__file__).parent.rglob("*.csv")):
        learned.update(table.read_bytes())
    return Observer(ObserverKind.ALGORITHM, DETECTOR, f"{__version__}+{learned.hexdigest()[:12]}")


def weights_file(name: str) -> Path:
    """File of one of ``NETWORKS``, whether it is there or not."""
    return network.weights_file(name)


def missing_weights() -> tuple[str, ...]:
    """Files of weights that this installation lacks."""
    return tuple(weights_file(name).name for name in NETWORKS if not weights_file(name).is_file())


def detect(film: Film, statements: Sequence[Statement] = ()) -> Reading | Refusal:
    """Draft of the marks of a spine film, with their covariances, or the reason why there is none.

    Every mark is a draft of an algorithm. A vertebra that cannot be read well has its flags or its reason; it refuses
    nothing but itself.

    Parameters
    ----------
    film : Film
        One picture of a spine, from the front or from the side.
    statements : sequence of Statement
        What is stated about it. A stated view, facing or level holds, whatever the picture looks like; where the two
        disagree, a flag says so.

    Returns
    -------
    Reading or Refusal

    Raises
    ------
    MeasureError
        If the weights are missing, or a statement has a value that its topic does not allow.

    Examples
    --------
    >>> black = Film(np.zeros((300, 200), np.float32), FilmHeader("sha256:0", 300, 200))
    >>> detect(black)
    Refusal(why=<Why.UNUSABLE: 'unusable'>, reason='it shows nothing: all its grey values are the same')
    """
    refusal = _unusable(film)
    if refusal is not None:
        return refusal
    box = trimmed(film.pixels)
    picture, seen, flags = _bone_bright(film, box)
    view = _view(film.header, statements) or seen.view
    refusal = _not_for_us(seen, view)
    if refusal is not None:
        return refusal
    if view is not seen.view and seen.p_view >= OTHERWISE:
        flags.append(Flag.VIEW_CONTRADICTED)
    chain = coarse(picture, view, box)
    if not _is_spine(chain):
        return Refusal(Why.NO_CHAIN, "no row of at least two vertebrae was found on it")
    bodies = (*chain.vertebrae, *((chain.sacrum,) if chain.sacrum else ()))
    found = fine(picture, np.stack([body.quad for body in bodies]), view, sacrum=chain.sacrum is not None)
    chain, points = singled(chain, found)
    bodies = (*chain.vertebrae, *((chain.sacrum,) if chain.sacrum else ()))
    quality = qualities(picture, points, [body.score for body in bodies], box)
    treated = [place for place, one in enumerate(quality[: len(chain.vertebrae)]) if one.treated]
    levels = name_levels(chain, statements, treated)
    drawn = Found(view, chain, tuple(points), quality, levels, seen.front_left, tuple(map(str, flags)))
    return draft(film.header, drawn, observer(), statements)


def _unusable(film: Film) -> Refusal | None:
    """Why a picture is none to look at, whatever it shows."""
    rows, cols = film.pixels.shape
    if film.header.frames > 1:
        return Refusal(Why.FRAMES, f"its file holds {film.header.frames} frames; only single films are read")
    if min(rows, cols) < SMALLEST:
        return Refusal(Why.UNUSABLE, f"it has {rows} × {cols} pixels: expected at least {SMALLEST} each way")
    if not np.isfinite(film.pixels).all():
        return Refusal(Why.UNUSABLE, "some of its grey values are no numbers")
    if film.pixels.min() == film.pixels.max():
        return Refusal(Why.UNUSABLE, "it shows nothing: all its grey values are the same")
    return None


def _is_spine(chain: Chain) -> bool:
    """Whether enough of a chain was seen: faint ones turn up on films of hips and teeth."""
    seen = len(chain.vertebrae) - sum(chain.interpolated)
    return seen >= FEWEST and sum(one.score for one in chain.vertebrae) + chain.sacrum_score >= EVIDENCE


def _bone_bright(film: Film, box: Box) -> tuple[Picture, Gate, list[str]]:
    """The film as the networks want it, what the gate sees on it, and a flag where it had to be turned over.

    A picture without a stated polarity is turned over on a guess; a DICOM film, which states one, only where the gate
    is sure that it is wrong. The marks are the same either way.
    """
    seen = gate(film.pixels, box)
    if seen.inverted < (OTHERWISE if film.header.source_format == "dicom" else DARK):
        return film.pixels, seen, []
    turned = film.pixels.min() + film.pixels.max() - film.pixels
    return turned, gate(turned, box), [Flag.POLARITY_TURNED]


def _view(header: FilmHeader, statements: Sequence[Statement]) -> View | None:
    """View that is stated, else that of the header."""
    stated = [s.value.strip() for s in statements if s.topic is Topic.VIEW]
    try:
        return View(stated[0]) if stated else header.view
    except ValueError:
        raise ReadingError(f"statement about view: expected {', '.join(View)}, got {quoted(stated[0])}") from None


def _not_for_us(seen: Gate, view: View) -> Refusal | None:
    """Why a film is left alone by what the gate sees on it."""
    if view not in (View.FRONTAL, View.LATERAL):
        return Refusal(Why.OTHER_VIEW, f"no automatic reading for this view yet: it is stated to be {view}")
    if seen.p_spine < SPINE:
        return Refusal(Why.OTHER_VIEW, "no automatic reading for this view yet: it shows no spine from front or side")
    if seen.way_up != "upright" and seen.p_way_up >= TURNED:
        way = "upside down" if seen.way_up == "upside_down" else "on its side"
        return Refusal(Why.NOT_UPRIGHT, f"it lies {way}: turn it upright, and it can be read")
    return None
