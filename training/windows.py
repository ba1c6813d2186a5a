"""Windows: parts of films, turned, squeezed, mirrored and scaled, with their marks in the pixels of a network."""

from dataclasses import dataclass
from itertools import repeat

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from measure.model import View

MIRRORED = [2, 1, 0, 5, 4, 3]  # slots of the marks after left and right have changed places
RAYS = 2  # samples a pixel, down and across
# Logarithm of how much narrower a picture is than its film: lateral films are handed on as squares, too.
SQUEEZES = {View.FRONTAL: (-0.28, 0.28), View.LATERAL: (-0.7, 0.35)}


@dataclass(frozen=True)
class Warp:
    """From window pixels to film pixels: ``film = centre + matrix @ (window − middle)``, (row, col).

    Attributes
    ----------
    centre : Tensor, shape (n, 2)
        Film pixel in the middle of the window.
    matrix : Tensor, shape (n, 2, 2)
        Film pixels a window pixel.
    shape : tuple of int
        Rows and columns of the window.
    """

    centre: Tensor
    matrix: Tensor
    shape: tuple[int, int]

    @property
    def middle(self) -> Tensor:
        """Middle of the window in its own pixels."""
        rows, cols = self.shape
        return self.centre.new_tensor([(rows - 1) / 2, (cols - 1) / 2])

    def marks(self, marks: Tensor) -> Tensor:
        """Marks of shape (n, ..., 2) in window pixels."""
        n = len(marks)
        away = (marks.reshape(n, -1, 2) - self.centre[:, None]).transpose(1, 2)
        inside = torch.linalg.solve(self.matrix, away).transpose(1, 2) + self.middle
        return inside.reshape(marks.shape)

    def grid(self) -> Tensor:
        """Film pixels of every sample of the window, shape (n, rows·RAYS, cols·RAYS, 2)."""
        rows, cols = self.shape
        at = [
            (torch.arange(size * RAYS, device=self.centre.device) + 0.5) / RAYS - 0.5 - (size - 1) / 2
            for size in (rows, cols)
        ]
        window = torch.stack(torch.meshgrid(*at, indexing="ij"), dim=-1)
        return torch.einsum("nij,rcj->nrci", self.matrix, window) + self.centre[:, None, None]

    def affine(self) -> NDArray[np.float64]:
        """OpenCV's matrices (n, 2, 3) from samples, (x, y), to film pixels, (x, y)."""
        rows, cols = self.shape
        first = self.centre.new_tensor([0.5 / RAYS - rows / 2, 0.5 / RAYS - cols / 2])
        start = self.centre + self.matrix @ first
        both = torch.cat([self.matrix.flip(1).flip(2) / RAYS, start.flip(1)[:, :, None]], dim=2)
        return both.double().numpy()


def warp(centre: Tensor, scale: Tensor, angle: Tensor, squeeze: Tensor, mirror: Tensor, shape: tuple[int, int]) -> Warp:
    """Warp of windows that are turned and mirrored on films whose columns have been squeezed.

    Parameters
    ----------
    centre : Tensor, shape (n, 2)
        Film pixels.
    scale : Tensor, shape (n,)
        Film pixels a window pixel, down.
    angle, squeeze, mirror : Tensor, shape (n,)
        Radians; factor by which columns are wider apart; −1 or +1.
    shape : tuple of int
        Rows and columns.
    """
    cos, sin = torch.cos(angle), torch.sin(angle)
    turn = torch.stack([torch.stack([cos, -sin], -1), torch.stack([sin, cos], -1)], -2)
    turn = turn * torch.stack([torch.ones_like(mirror), mirror], -1)[:, None, :]
    wide = torch.stack([torch.ones_like(squeeze), squeeze], -1)[:, :, None]
    return Warp(centre, wide * turn * scale[:, None, None], shape)


def sampled(pixels: Tensor, films: Tensor, place: Warp) -> Tensor:
    """Windows (n, 1, rows, cols), 0 to 1, of some films of uint8; beyond a film its darkest.

    Several samples a pixel are averaged.
    """
    if pixels.device.type == "cpu":  # OpenCV is many times quicker there
        return _by_opencv(pixels, films, place)
    return _by_grid(pixels, films, place)


def _by_opencv(pixels: Tensor, films: Tensor, place: Warp) -> Tensor:
    chosen = (pixels[one].numpy() for one in films)
    return torch.from_numpy(np.stack([*map(_window, chosen, place.affine(), repeat(place.shape))]))


def _by_grid(pixels: Tensor, films: Tensor, place: Warp) -> Tensor:
    chosen = pixels[films][:, None].float() / 255
    size = place.centre.new_tensor(chosen.shape[-2:])
    where = (2 * place.grid() + 1) / size - 1
    dark = chosen.flatten(1)[:, ::97].amin(1)[:, None, None, None]
    values = functional.grid_sample(chosen - dark, where.flip(-1), align_corners=False) + dark
    return functional.avg_pool2d(values, RAYS)


def _window(film: NDArray[np.uint8], affine: NDArray[np.float64], shape: tuple[int, int]) -> NDArray[np.float32]:
    rows, cols = shape
    dark = int(film[::13, ::13].min())
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    fine = cv2.warpAffine(film, affine, (cols * RAYS, rows * RAYS), flags=flags, borderValue=dark)
    return cv2.resize(fine, (cols, rows), interpolation=cv2.INTER_AREA)[None].astype(np.float32) / 255


def mirrored(marks: Tensor, mirror: Tensor) -> Tensor:
    """Slots (n, levels, 6, ...) under the names that they have on mirrored windows."""
    flip = (mirror < 0).reshape(-1, *[1] * (marks.ndim - 1))
    return torch.where(flip, marks[:, :, MIRRORED], marks)
