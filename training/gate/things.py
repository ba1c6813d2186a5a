"""Things: pictures of whatever is no spine, made up without a simulator: the gate is to know that it does not know."""

from collections.abc import Callable, Mapping

import cv2
import numpy as np
from numpy.typing import NDArray

from measure.simulate.seeds import stream
from measure.simulate.station import develop, some_look
from training.gate.bones import BONES
from training.gate.sample import OTHER, Sample
from training.gate.shot import LONG

Array = NDArray[np.float32]
Rng = np.random.Generator
_WORDS = (
    "PATIENT",
    "NAME",
    "Date",
    "file",
    "edit",
    "view",
    "KV",
    "left",
    "12.5 mm",
    "3/12",
    "Report",
    "OK",
    "zoom",
    "R",
)


def thing_sample(seed: int, number: int) -> Sample:
    """One picture of the stream: every second one a radiograph of bones that are no spine."""
    rng = stream(seed, "gate thing", str(number))
    shape = _shape(rng)
    if rng.random() < 0.55:
        name = str(rng.choice(list(BONES)))
        return Sample(_film(BONES[name](rng, shape), rng), OTHER, name=name)
    name = str(rng.choice(list(PICTURES)))
    grey = PICTURES[name](rng, shape)
    return Sample((np.clip(grey, 0, 1) * 255).astype(np.uint8), OTHER, xray=False, name=name)


def _shape(rng: Rng) -> tuple[int, int]:
    aspect = float(np.exp(rng.normal(0, 0.4)))
    side = LONG / max(aspect, 1 / aspect) ** 0.5
    return tuple(int(np.clip(round(side * a), 60, LONG)) for a in (aspect**0.5, aspect**-0.5))  # type: ignore[return-value]


def _film(paths: tuple[Array, Array], rng: Rng) -> NDArray[np.uint8]:
    """Film of mm of bone and of soft tissue: Beer and Lambert at one energy, noise, and any station."""
    bone, soft = paths
    signal = np.exp(-bone * rng.uniform(0.045, 0.09) - soft * 0.021 * rng.uniform(0.8, 1.2)).astype(np.float32)
    signal += np.float32(rng.uniform(0, 0.3)) * cv2.GaussianBlur(signal, (0, 0), 20)
    signal = cv2.GaussianBlur(signal, (0, 0), rng.uniform(0.3, 0.8))
    signal += np.sqrt(signal) * rng.normal(0, 10 ** rng.uniform(-3, -1.7), signal.shape).astype(np.float32)
    look = some_look(rng, str(rng.choice(["frontal", "lateral", "leg"])))
    stored = develop(np.maximum(signal, 1e-4), look, rng, float(rng.uniform(0.7, 1.5)))
    grey = stored / np.float32(look.top)
    return ((1 - grey if look.monochrome1 else grey) * 255).astype(np.uint8)


def noise(rng: Rng, shape: tuple[int, int]) -> Array:
    """Noise of any grain, even or spotty."""
    fine = rng.standard_normal(shape).astype(np.float32)
    grain = float(rng.choice([0.0, rng.uniform(0.5, 12)]))
    field = _even(cv2.GaussianBlur(fine, (0, 0), grain) if grain else fine)
    return field if rng.random() < 0.7 else (field > rng.uniform(0.4, 0.8)).astype(np.float32)


def clouds(rng: Rng, shape: tuple[int, int]) -> Array:
    """Fractal field, as landscapes and tissues have it."""
    rows, cols = shape
    wave = np.hypot(np.fft.fftfreq(rows)[:, None], np.fft.rfftfreq(cols)[None])
    wave[0, 0] = 1.0
    phases = np.exp(2j * np.pi * rng.random(wave.shape))
    field = _even(np.fft.irfft2(phases * wave ** -rng.uniform(1.0, 3.0), s=shape))
    return field if rng.random() < 0.6 else np.abs(field * 2 - 1)


def ramp(rng: Rng, shape: tuple[int, int]) -> Array:
    """Empty field: a slope, a glow, hardly any noise."""
    row, col = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32) / LONG
    slope = row * rng.normal() + col * rng.normal()
    glow = np.exp(-((row - rng.random()) ** 2 + (col - rng.random()) ** 2) / rng.uniform(0.02, 0.5))
    return _even(slope + glow * rng.normal()) + rng.normal(0, rng.uniform(0.001, 0.1), shape).astype(np.float32)


def shapes(rng: Rng, shape: tuple[int, int]) -> Array:
    """Discs, boxes and lines, as drawings and scenes of things have them."""
    canvas = np.full(shape, rng.random(), np.float32) if rng.random() < 0.5 else ramp(rng, shape)
    for _ in range(int(rng.integers(2, 30))):
        grey, thick = float(rng.random()), int(rng.choice([-1, -1, 1, 2, 4]))
        a, b = (_spot(rng, shape) for _ in range(2))
        kind = int(rng.integers(4))
        if kind == 0:
            cv2.rectangle(canvas, a, b, grey, thick)
        elif kind == 1:
            cv2.ellipse(canvas, a, tuple(rng.integers(3, 70, 2).tolist()), rng.uniform(0, 180), 0, 360, grey, thick)
        elif kind == 2:
            cv2.line(canvas, a, b, grey, abs(thick))
        else:
            cv2.fillPoly(canvas, [np.array([_spot(rng, shape) for _ in range(5)])], grey)
    return cv2.GaussianBlur(canvas, (0, 0), rng.uniform(0.3, 3)) + rng.normal(0, 0.02, shape).astype(np.float32)


def ladder(rng: Rng, shape: tuple[int, int]) -> Array:
    """Boxes or bars in a row, as rulers, blinds, stairs and film strips have them."""
    rows, cols = shape
    canvas = np.full(shape, rng.uniform(0, 0.5), np.float32)
    step, middle = rng.uniform(6, 30), rng.uniform(0.2, 0.8) * cols
    half, share = rng.uniform(0.1, 0.6) * cols, rng.uniform(0.2, 0.85)
    for top in np.arange(-step, rows, step):
        a, b = (int(middle - half), int(top)), (int(middle + half), int(top + share * step))
        cv2.rectangle(canvas, a, b, float(rng.uniform(0.5, 1)) if rng.random() < 0.2 else 0.8, -1)
    turn = cv2.getRotationMatrix2D((cols / 2, rows / 2), rng.normal(0, 20), rng.uniform(0.7, 1.3))
    canvas = cv2.warpAffine(canvas, turn, (cols, rows), borderMode=cv2.BORDER_REFLECT)
    return cv2.GaussianBlur(canvas, (0, 0), rng.uniform(0.3, 2)) + rng.normal(0, 0.03, shape).astype(np.float32)


def page(rng: Rng, shape: tuple[int, int]) -> Array:
    """Page of text."""
    light = bool(rng.random() < 0.7)
    canvas = np.full(shape, 0.95 if light else 0.05, np.float32)
    size, row = rng.uniform(0.2, 0.6), 4.0
    while row < shape[0]:
        row += 26 * size * rng.uniform(1, 1.3)
        if rng.random() < 0.85:
            text = " ".join(rng.choice(_WORDS, int(rng.integers(1, 12))))
            write(canvas, text, (int(rng.integers(2, 20)), int(row)), size, 0.1 if light else 0.9)
    return canvas


def screen(rng: Rng, shape: tuple[int, int]) -> Array:
    """Screenshot: panels, bars, words and small pictures of other things."""
    canvas = np.full(shape, rng.uniform(0, 1), np.float32)
    for _ in range(int(rng.integers(2, 7))):
        (c0, r0), (c1, r1) = _spot(rng, shape), _spot(rng, shape)
        r0, r1, c0, c1 = min(r0, r1), max(r0, r1), min(c0, c1), max(c0, c1)
        if r1 - r0 > 12 and c1 - c0 > 12:
            inside = [noise, clouds, ramp, shapes, page][int(rng.integers(5))](rng, (r1 - r0, c1 - c0))
            canvas[r0:r1, c0:c1] = inside if rng.random() < 0.7 else rng.random()
    for _ in range(int(rng.integers(3, 15))):
        write(canvas, str(rng.choice(_WORDS)), _spot(rng, shape), rng.uniform(0.25, 0.5), float(rng.random()))
    return canvas


def slices(rng: Rng, shape: tuple[int, int]) -> Array:
    """Slice through a body, of any scanner: rings, organs and one bright spot or many, black around."""
    rows, cols = shape
    canvas = np.zeros(shape, np.float32)
    centre = (cols // 2, rows // 2)
    size = np.array([cols, rows]) * rng.uniform(0.3, 0.48, 2)
    for shrink, grey in ((1.0, rng.random()), (0.93, rng.random()), (0.85, rng.random())):
        cv2.ellipse(canvas, centre, tuple((size * shrink).astype(int).tolist()), 0, 0, 360, float(grey), -1)
    for _ in range(int(rng.integers(3, 15))):
        at = (int(centre[0] + rng.normal(0, 0.4) * size[0]), int(centre[1] + rng.normal(0, 0.4) * size[1]))
        axes, grey = tuple(rng.integers(3, 30, 2).tolist()), float(rng.random())
        cv2.ellipse(canvas, at, axes, rng.uniform(0, 180), 0, 360, grey, -1)
    return cv2.GaussianBlur(canvas, (0, 0), rng.uniform(0.5, 2)) + 0.1 * clouds(rng, shape)


def vessels(rng: Rng, shape: tuple[int, int]) -> Array:
    """Branching lines on a soft ground, as angiograms have them."""
    canvas = np.zeros(shape, np.float32)
    todo = [(np.array(_spot(rng, shape), float), rng.uniform(0, 2 * np.pi), rng.uniform(3, 8)) for _ in range(2)]
    while todo:
        at, way, width = todo.pop()
        for _ in range(int(rng.integers(3, 9))):
            way += rng.normal(0, 0.25)
            then = at + 12 * np.array([np.cos(way), np.sin(way)])
            a, b = (tuple(place.astype(int).tolist()) for place in (at, then))
            cv2.line(canvas, a, b, 1.0, max(1, round(width)), cv2.LINE_AA)
            at = then
        if width > 1.2:
            todo += [(at, way + turn, width * 0.7) for turn in (-0.5, 0.5)]
    return clouds(rng, shape) * 0.6 + rng.choice([-0.5, 0.5]) * cv2.GaussianBlur(canvas, (0, 0), 1.0)


PICTURES: Mapping[str, Callable[[Rng, tuple[int, int]], Array]] = {
    "noise": noise, "clouds": clouds, "empty field": ramp, "shapes": shapes, "ladder": ladder, "page": page,
    "screen": screen, "slice": slices, "vessels": vessels,
}  # fmt: skip


def write(canvas: Array, text: str, at: tuple[int, int], size: float, ink: float) -> None:
    """Letters on a picture, in place; ``at`` is (x, y) of their lower left corner."""
    mask = np.zeros(canvas.shape, np.uint8)  # OpenCV writes on bytes only
    cv2.putText(mask, text, at, cv2.FONT_HERSHEY_SIMPLEX, size, 255, 1, cv2.LINE_AA)
    canvas += (ink - canvas) * (mask / np.float32(255))


def _even(field: Array) -> Array:
    """Field stretched between 0 and 1."""
    low, high = np.percentile(field, [1, 99])
    return np.asarray((field - low) / max(float(high - low), 1e-6), np.float32)


def _spot(rng: Rng, shape: tuple[int, int]) -> tuple[int, int]:
    """Some pixel as (x, y)."""
    return int(rng.integers(shape[1])), int(rng.integers(shape[0]))
