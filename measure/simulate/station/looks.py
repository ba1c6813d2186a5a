"""Looks: the named stations, and one drawn at random out of the variety that real films have."""

from dataclasses import replace

import numpy as np

from measure.model import Intensity
from measure.simulate.station.blades import Blades
from measure.simulate.station.detail import Detail
from measure.simulate.station.labels import Label
from measure.simulate.station.look import Look
from measure.simulate.station.seams import Seams
from measure.simulate.station.tone import Tone

CLINICAL = Look(
    range=(0.07, 0.999),
    headroom=0.24,
    detail=Detail(fine=1.8, medium=3.0, coarse=2.0, base=0.65, knee=0.13, core=0.0012),
    sharpen=0.2,
    tone=Tone("sigmoid", contrast=1.5, centre=0.5),
)
"""A good digital film of today."""

RAW_LOG = Look(chain=Intensity.LOG, latitude=3.0, range=(0.002, 1.0), detail=None, bits=14)
"""Logarithm of the signal, for processing: three decades on 14 bits."""

RAW_LIN = Look(chain=Intensity.LIN, detail=None, bits=16, monochrome1=True)
"""The detector's own values, for processing: bone dark."""


def some_look(rng: np.random.Generator, view: str, side: str | None = None) -> Look:
    """A station drawn at random, from clean digital films to digitised and photographed ones.

    Parameters
    ----------
    rng : numpy.random.Generator
        Same state, same look.
    view : {"frontal", "lateral", "leg"}
        Long-leg films are put together of shots more often than not.
    side : str, optional
        Side that a label may name, ``left`` or ``right``, on films that show one; frontal films of the trunk name the
        side of the picture, the patient's right on the left.

    Returns
    -------
    Look

    Examples
    --------
    >>> some_look(np.random.default_rng(3), "lateral") == some_look(np.random.default_rng(3), "lateral")
    True
    """
    lows = {"leg": [0.001, 0.01, 0.04], "lateral": [0.003, 0.01, 0.03, 0.08]}.get(view, [0.003, 0.02, 0.06, 0.15])
    joined = {"leg": 0.6, "frontal": 0.12}.get(view, 0.03)
    look = Look(
        range=(float(rng.choice(lows)), float(rng.uniform(0.98, 1.0))),
        headroom=float(rng.choice([0.0, rng.uniform(0.05, 0.45 if view == "lateral" else 0.15)])),
        from_air=bool(rng.random() < {"leg": 0.7, "lateral": 0.2}.get(view, 0.1)),
        detail=_some_detail(rng, lateral=view == "lateral"),
        tone=_some_tone(rng, lateral=view == "lateral"),
        sharpen=float(rng.choice([0.0, rng.uniform(0.1, 0.8)])),
        local=float(rng.uniform(0.5, 2.5)) if rng.random() < 0.12 else 0.0,
        grid=float(rng.uniform(0.002, 0.02)) if rng.random() < 0.08 else 0.0,
        dead=int(rng.integers(1, 30)) if rng.random() < 0.08 else 0,
        blades=_some_blades(rng),
        shutter=float(rng.random() < 0.15) if rng.random() < 0.75 else None,
        seams=_some_seams(rng, graded=view == "leg") if rng.random() < joined else None,
        jpeg=int(rng.integers(35, 95)) if rng.random() < 0.3 else None,
        bits=int(rng.choice([10, 12, 12, 12, 14, 15, 16])),
        monochrome1=bool(rng.random() < 0.25),
        labels=_some_labels(rng, view, side),
    )
    if rng.random() < 0.06:
        return replace(look, chain=Intensity.LOG, latitude=float(rng.uniform(2.2, 3.6)))
    return look


def _some_detail(rng: np.random.Generator, *, lateral: bool) -> Detail | None:
    """From none (digitised film) to strong (recent stations); thick parts get more of it."""
    if rng.random() < (0.05 if lateral else 0.15):
        return None
    strong = rng.beta(2.0, 2.0) * (1.3 if lateral else 1.0)
    return Detail(
        fine=1 + strong * float(rng.uniform(-0.5, 0.8)),
        medium=1 + strong * float(rng.uniform(0.2, 2.5)),
        coarse=1 + strong * float(rng.uniform(0.4, 2.8)),
        base=1 - float(strong * rng.uniform(0.0, 0.6)),
        knee=float(rng.uniform(0.03, 0.2)),
        core=float(rng.choice([0.0, rng.uniform(0.0005, 0.006)])),
    )


def _some_tone(rng: np.random.Generator, *, lateral: bool) -> Tone:
    """Curves of every family, darker ones for lateral films; a few films are washed out by a wrong window."""
    washed, later = (0.15, 0.1) if lateral else (0.1, 0.0)
    family = str(rng.choice(["straight", "gamma", "sigmoid", "sigmoid", "film"]))
    contrast = {
        "gamma": float(np.exp(rng.uniform(np.log(0.6), np.log(1.6)) + 4 * later)),
        "film": float(rng.uniform(1.0, 2.5)),
    }.get(family, float(rng.uniform(0.8, 4.0)))
    black, white = 0.0, float(rng.uniform(0.8, 1.0))
    if rng.random() < washed:
        black, white = float(rng.uniform(0.05, 0.5)), float(rng.uniform(0.8, 1.0))
    elif rng.random() < 0.1:
        white = float(rng.uniform(0.5, 0.8))
    centre = float(rng.uniform(0.25, 0.5)) if family == "film" else float(rng.uniform(0.3, 0.6) + later)
    return Tone(family, contrast, centre, black, white)


def _some_blades(rng: np.random.Generator) -> Blades | None:
    if rng.random() < 0.5:
        return None
    top, bottom, left, right = (float(v) for v in np.where(rng.random(4) < 0.5, rng.uniform(0.005, 0.12, 4), 0.0))
    turn = float(rng.normal(0, 1.2)) if rng.random() < 0.4 else 0.0
    leak, glow = (float(10 ** rng.uniform(low, high)) for low, high in ((-4.0, -2.7), (-3.0, -1.7)))
    return Blades(top, bottom, left, right, turn, float(rng.uniform(0.8, 5.0)), leak, glow)


def _some_seams(rng: np.random.Generator, *, graded: bool) -> Seams:
    """Two or three shots of about the same height; on leg films each is exposed less than the one above."""
    shots = int(rng.integers(2, 4))
    at = tuple(float((k + 1) / shots + rng.normal(0, 0.03)) for k in range(shots - 1))
    plain = rng.random() < 0.3
    steps = rng.normal(-0.7, 0.35, shots - 1) if graded else rng.normal(0.0, 0.0 if plain else 0.4, shots - 1)
    return Seams(
        at=at,
        gains=(1.0, *(float(gain) for gain in np.exp(np.cumsum(steps)))),
        shading=tuple(float(rng.uniform(-0.2, 0.4)) for _ in range(shots)),
        shift=tuple((float(rng.normal(0, 0.5)), float(rng.normal(0, 0.5))) for _ in at),
        line=0.0 if plain else float(rng.uniform(0.4, 2.0)),
        overlap=float(rng.uniform(3, 25)) if rng.random() < 0.4 else 0.0,
        overlap_gain=float(rng.uniform(0.4, 1.4)),
    )


def _some_labels(rng: np.random.Generator, view: str, side: str | None) -> tuple[Label, ...]:
    """Side and posture as workstations write them, near an edge; a side that is named is the right one."""
    if rng.random() < 0.55:
        return ()
    row, col = (float(rng.choice([rng.uniform(0.04, 0.15), rng.uniform(0.7, 0.95)])) for _ in range(2))
    if view == "frontal":
        side = "right" if col < 0.5 else "left"
    letter = {"left": "L", "right": "R"}.get(side or "", "")
    texts = [str(rng.choice([letter, f"{letter}T", f"{letter}T.", "STANDING"]))] if letter else ["STANDING"]
    if rng.random() < 0.25 and "STANDING" not in texts:
        texts.append("STANDING")
    box = float(rng.choice([1.0, 0.0])) if rng.random() < 0.4 else None
    ink = 1.0 if box is None else float(np.clip(1 - box + rng.uniform(-0.3, 0.3), 0, 1))
    height = float(rng.uniform(5, 14))
    return tuple(Label(text, (row + 0.045 * k, col), height, ink, box) for k, text in enumerate(texts))
