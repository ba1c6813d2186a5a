"""Mixed: films of a department, and simulated ones among them, as the pool that a network is fine-tuned on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray

from measure.detect.detector import DARK, OTHERWISE
from measure.detect.frames import fitted, trimmed
from measure.detect.gate import gate
from measure.film import read_film
from measure.model import LEVELS, View
from training.confirmed import Confirmed
from training.films import SHAPES
from training.pool import Pool
from training.score import Truth

WINDOW = (0.1, 99.9)  # percent of the grey values between which 8 bits are spread
THORACIC = [str(level).startswith("T") for level in LEVELS]  # what readers call so bears ribs, as a rule
SIMULATED = 0.5  # share of the films of a batch, where there are any


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A film on the canvas of a pool: in its upper left corner, dark around it."""

    pixels: NDArray[np.uint8]
    size: tuple[int, int]
    marks: NDArray[np.float32]
    film: Confirmed


class MixedPool:
    """What the tasks draw from: every draw is a film of the department or, where there are any, a simulated one.

    Parameters
    ----------
    own : sequence of Entry
        The department's films of one view.
    simulated : Pool or None
        Filled.
    view : View
        Of all of them.
    device : torch.device
        Where they are kept.
    """

    def __init__(self, own: Sequence[Entry], simulated: Pool | None, view: View, device: torch.device) -> None:
        self.view, self.device = view, device
        self.own, self.others = len(own), len(simulated) if simulated else 0

        def both(name: str, values: list[object], kind: torch.dtype) -> torch.Tensor:
            ours = torch.as_tensor(np.array(values), device=device).to(kind)
            return ours if simulated is None else torch.cat([ours, getattr(simulated, name)[: self.others]])

        self.pixels = both("pixels", [one.pixels for one in own], torch.uint8)
        self.marks = both("marks", [one.marks for one in own], torch.float32)
        self.reasons = both("reasons", [np.zeros(one.marks.shape[:2]) for one in own], torch.uint8)
        self.front_left = both("front_left", [one.film.front_left for one in own], torch.float32)
        self.ribs = both("ribs", [THORACIC for _ in own], torch.float32)
        self.sizes = both("sizes", [one.size for one in own], torch.float32)
        self.marked_only = both("marked_only", [True for _ in own], torch.bool)
        self.named = both("named", [one.film.named for one in own], torch.bool)

    def __len__(self) -> int:
        return self.own + self.others

    def fill(self, share: float) -> None:
        """Nothing: all of them are there."""

    def draw(self, generator: torch.Generator, count: int) -> torch.Tensor:
        """Numbers of some films, drawn with replacement."""
        ours = torch.randint(self.own, (count,), generator=generator, device=self.device)
        if not self.others:
            return ours
        theirs = self.own + torch.randint(self.others, (count,), generator=generator, device=self.device)
        simulated = torch.rand(count, generator=generator, device=self.device) < SIMULATED
        return torch.where(simulated, theirs, ours)


def entry(film: Confirmed) -> Entry:
    """A film on a canvas, with its marks in the pixels of the canvas."""
    picture = bone_bright(film)
    frame = replace(fitted(trimmed(picture), SHAPES[film.view]), shift=(0, 0))
    seen = frame.cut(picture)
    rows, cols = frame.size
    low, high = np.percentile(seen[:rows, :cols], WINDOW)
    pixels = np.clip((seen - low) / max(high - low, 1e-6) * 255, 0, 255).round().astype(np.uint8)
    around = np.ones(pixels.shape, bool)
    around[:rows, :cols] = False
    pixels[around] = pixels[:rows, :cols].min()
    return Entry(pixels, frame.size, frame.to_input(film.marks).astype(np.float32), film)


def bone_bright(film: Confirmed) -> NDArray[np.float32]:
    """Pixels of a film with its polarity as the detector would have it."""
    read = read_film(film.path, film.frame)
    sure = OTHERWISE if read.header.source_format == "dicom" else DARK
    turned = gate(read.pixels).inverted >= sure
    return read.pixels.min() + read.pixels.max() - read.pixels if turned else read.pixels


def with_truth(films: Sequence[Confirmed]) -> Iterator[tuple[NDArray[np.float32], Truth]]:
    """Pictures with the vertebrae that were marked on them."""
    for film in films:
        yield bone_bright(film), Truth(film.quads, np.ones(len(film.quads), bool), whole=False)
