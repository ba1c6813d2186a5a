"""Augment: what stations, exposures and patients do to the grey values of a film, beyond what was simulated."""

import cv2
import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from measure.detect.normalise import FAINT, HIGH, LOW, SAMPLES, SPREAD, taps


class Chance:
    """Random numbers of one batch, from one seeded generator."""

    def __init__(self, generator: torch.Generator, count: int) -> None:
        self.generator, self.count = generator, count

    def uniform(self, low: float, high: float, *shape: int) -> Tensor:
        """Uniform numbers, one a film unless a shape says more."""
        full = (self.count, *(shape or (1, 1, 1)))
        return low + (high - low) * torch.rand(full, generator=self.generator, device=self.generator.device)

    def normal(self, *shape: int) -> Tensor:
        """Standard normal numbers."""
        return torch.randn((self.count, *shape), generator=self.generator, device=self.generator.device)

    def happens(self, share: float) -> Tensor:
        """One where something happens, else nought: for a share of the films."""
        return (self.uniform(0, 1) < share).float()


def augmented(pictures: Tensor, chance: Chance) -> Tensor:
    """Pictures (n, 1, rows, cols), 0 to 1 and bone bright, as other departments might have made them."""
    x = pictures
    x = _shaded(x, chance)
    x = _curved(x, chance)
    x = _mottled(x, chance)
    x = _sharpened(x, chance)
    x = _equalised(x, chance)
    x = _framed(x, chance)
    x = _covered(x, chance)
    return _clipped(x, chance)


def channels(pictures: Tensor, reach: float) -> Tensor:
    """The two channels that a network sees: `measure.detect.normalise.channels` for a batch."""
    flat = pictures.flatten(1)
    sample = flat[:, :: max(1, flat.shape[1] // SAMPLES)].float()
    low, high = (torch.quantile(sample, q / 100, dim=1)[:, None, None, None] for q in (LOW, HIGH))
    window = ((pictures - low) / (high - low).clamp_min(1e-6)).clamp(-0.25, 1.25)
    away = window - blurred(window, reach)
    spread = blurred(away * away, SPREAD * reach).clamp_min(0).sqrt()
    return torch.cat([2 * window - 1, (away / (spread + FAINT)).clamp(-3, 3)], dim=1)


def blurred(pictures: Tensor, sigma: float) -> Tensor:
    """Pictures through a Gaussian, mirrored at their edges."""
    size = taps(sigma)
    if pictures.device.type == "cpu":  # OpenCV is many times quicker there
        planes = [cv2.GaussianBlur(one, (size, size), sigma) for one in pictures[:, 0].contiguous().numpy()]
        return torch.from_numpy(np.stack(planes))[:, None]
    return _convolved(pictures, sigma, size)


def _convolved(pictures: Tensor, sigma: float, size: int) -> Tensor:
    at = torch.arange(size, device=pictures.device, dtype=pictures.dtype) - size // 2
    kernel = torch.exp(-0.5 * (at / sigma) ** 2)
    kernel = kernel / kernel.sum()
    half = size // 2
    padded = functional.pad(pictures, (half, half, half, half), mode="reflect")
    return functional.conv2d(functional.conv2d(padded, kernel.view(1, 1, -1, 1)), kernel.view(1, 1, 1, -1))


def _field(like: Tensor, chance: Chance, cells: int) -> Tensor:
    """Smooth random field with about so many bumps down the picture."""
    rows, cols = like.shape[-2:]
    grid = chance.normal(1, max(2, cells), max(2, round(cells * cols / rows)))
    if like.device.type == "cpu":
        planes = [cv2.resize(one, (cols, rows), interpolation=cv2.INTER_CUBIC) for one in grid[:, 0].numpy()]
        return torch.from_numpy(np.stack(planes))[:, None]
    return functional.interpolate(grid, size=(rows, cols), mode="bicubic", align_corners=False)


def _shaded(x: Tensor, chance: Chance) -> Tensor:
    x = x + _field(x, chance, 3) * chance.uniform(0, 0.08) * chance.happens(0.4)
    return x * (1 + _field(x, chance, 4) * chance.uniform(0, 0.15) * chance.happens(0.4))


def _curved(x: Tensor, chance: Chance) -> Tensor:
    """Another characteristic curve."""
    x = x.clamp(0, 1).pow(torch.exp(chance.uniform(-0.8, 0.8)))
    bent = x + chance.uniform(-0.12, 0.12) * torch.sin(2 * torch.pi * x)
    return torch.where(chance.happens(0.4) > 0, bent, x)


def _mottled(x: Tensor, chance: Chance) -> Tensor:
    """Texture of soft tissue, gas, bone and quanta, as strong at most as what the picture itself shows."""
    rows, own = x.shape[-2], _detail(x)
    for period, most, share in ((48, 1.2, 0.3), (16, 1.0, 0.4), (7, 0.8, 0.5), (3.5, 0.7, 0.5)):
        x = x + own * _field(x, chance, round(rows / period)) * chance.uniform(0, most) * chance.happens(share)
    # Gas and folds: patches with an edge.
    patch = torch.sigmoid((_field(x, chance, round(rows / 28)) - chance.uniform(1.4, 2.4)) * chance.uniform(3, 25))
    x = x + own * patch * chance.uniform(-4, 2) * chance.happens(0.25)
    return x + own * chance.normal(1, *x.shape[-2:]) * chance.uniform(0, 0.8) * chance.happens(0.5)


def _detail(x: Tensor) -> Tensor:
    """Usual contrast of a picture's details."""
    away = (x - blurred(x, 5.0)).abs().flatten(1)[:, ::7]
    return 1.25 * away.mean(dim=1)[:, None, None, None]


def _sharpened(x: Tensor, chance: Chance) -> Tensor:
    """Blurred by a little or a lot, or its edges raised, as stations do."""
    soft = blurred(x, 1.0)
    softer = blurred(x, 3.0)
    x = x + (soft - x) * chance.uniform(0, 1) * chance.happens(0.3)
    x = x + (x - soft) * chance.uniform(0, 1.5) * chance.happens(0.3)
    return x + (x - softer) * chance.uniform(0, 1.5) * chance.happens(0.35)


def _equalised(x: Tensor, chance: Chance) -> Tensor:
    """Tone evened out over neighbourhoods."""
    mean = blurred(x, 14.0)
    away = x - mean
    spread = blurred(away * away, 18.0).clamp_min(0).sqrt()
    even = 0.45 + 0.2 * away / (spread + 0.03)
    return x + (even - x) * chance.uniform(0.1, 0.9) * chance.happens(0.3)


def _framed(x: Tensor, chance: Chance) -> Tensor:
    """Shutters, black or white, over the rim of the picture."""
    rows, cols = x.shape[-2:]
    row = torch.linspace(0, 1, rows, device=x.device)[:, None]
    col = torch.linspace(0, 1, cols, device=x.device)[None, :]
    lean = chance.uniform(-0.03, 0.03)
    outside = (col + lean * row < chance.uniform(-0.08, 0.08)) | (col + lean * row > chance.uniform(0.92, 1.08))
    down = row - lean * col
    outside = outside | (down < chance.uniform(-0.05, 0.04)) | (down > chance.uniform(0.96, 1.05))
    grey = chance.happens(0.2) + chance.uniform(0, 0.1)
    return torch.where(outside & (chance.happens(0.15) > 0), grey, x)


def _covered(x: Tensor, chance: Chance) -> Tensor:
    """Small plates and letters, and a seam where two exposures meet."""
    rows, cols = x.shape[-2:]
    row = torch.arange(rows, device=x.device)[:, None]
    col = torch.arange(cols, device=x.device)[None, :]
    for _ in range(2):
        top, left = chance.uniform(0, rows), chance.uniform(0, cols)
        tall, wide = chance.uniform(0.01, 0.05) * rows, chance.uniform(0.03, 0.15) * cols
        plate = (row > top) & (row < top + tall) & (col > left) & (col < left + wide) & (chance.happens(0.25) > 0)
        x = torch.where(plate, chance.happens(0.6) + 0.1 * _field(x, chance, rows // 4), x)
    below = (row > chance.uniform(0.2, 0.8) * rows).float() * chance.happens(0.06)
    return x * (1 + below * chance.uniform(-0.3, 0.3)) + below * chance.uniform(-0.1, 0.1)


def _clipped(x: Tensor, chance: Chance) -> Tensor:
    """Whites and blacks lost, and few grey levels."""
    low, high = chance.uniform(0, 0.12) * chance.happens(0.3), 1 - chance.uniform(0, 0.25) * chance.happens(0.3)
    x = ((x - low) / (high - low)).clamp(0, 1)
    levels = chance.uniform(90, 255)
    return torch.round(x * levels) / levels
