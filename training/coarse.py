"""Coarse task: windows on whole films and what the coarse network should say about them."""

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from measure.detect.contract import (
    AXIS,
    CENTRE,
    CONTEXT,
    FRONT_LEFT,
    HEAT,
    OFFSETS,
    REACH,
    RIB,
    SACRUM,
    SACRUM_DEPTH,
    SACRUM_OFFSETS,
    SHAPES,
    STEP,
)  # fmt: skip
from measure.model import LEVELS, Level, View
from training.augment import Chance, augmented, channels
from training.nets import CoarseNet
from training.pool import Pool
from training.windows import SQUEEZES, Warp, mirrored, sampled, warp

QUAD = [0, 2, 3, 5]  # slots of the corners
SIGMA = 0.16  # of a height
UNSURE, CROPPED = 3, 4  # reasons: too dark or too bright to be seen, off the field
S1, C2 = LEVELS.index(Level.S1), LEVELS.index(Level.C2)
FIRST = {View.FRONTAL: LEVELS.index(Level.T1), View.LATERAL: LEVELS.index(Level.C3)}


@dataclass(frozen=True)
class Batch:
    """Inputs and truth: marks in input pixels by level and slot, with reasons.

    Of a film of which only some vertebrae were marked, what lies above and below them does not count; nor do the
    levels of vertebrae that have no name, or a facing that is not known (NaN).
    """

    inputs: Tensor
    marks: Tensor
    reasons: Tensor
    front_left: Tensor
    ribs: Tensor
    marked_only: Tensor
    named: Tensor


class CoarseTask:
    """Batches and loss of the coarse network of one view."""

    def __init__(self, pool: Pool, batch: int) -> None:
        self.pool, self.size, self.view = pool, batch, pool.view

    def net(self) -> CoarseNet:
        """A network with random weights."""
        return CoarseNet()

    def batch(self, generator: torch.Generator, step: int) -> Batch:
        """Windows on films drawn at random; every batch has one shape."""
        tall = 0.75 if self.view is View.FRONTAL else 0.15
        draw = float(torch.rand((), generator=generator, device=generator.device))
        shape = SHAPES[0] if draw < tall else SHAPES[1 + (draw < (1 + tall) / 2)]
        chance = Chance(generator, self.size)
        films = self.pool.draw(generator, self.size)
        marks, reasons = self.pool.marks[films], self.pool.reasons[films]
        place = self._place(chance, marks, self.pool.sizes[films], shape)
        pictures = augmented(sampled(self.pool.pixels, films, place), chance)
        mirror = torch.sign(place.matrix[:, 0, 0] * place.matrix[:, 1, 1])
        marks = mirrored(place.marks(marks), mirror)
        front = self.pool.front_left[films]
        front = torch.where(mirror < 0, 1 - front, front)
        partly = (self.pool.marked_only[films], self.pool.named[films])
        return Batch(
            channels(pictures, REACH["coarse"]), marks, mirrored(reasons, mirror), front, self.pool.ribs[films], *partly
        )

    def _place(self, chance: Chance, marks: Tensor, sizes: Tensor, shape: tuple[int, int]) -> Warp:
        """Mostly whole films, one in three closer: around one vertebra, anchors in view or not."""
        n = len(marks)
        squeeze = torch.exp(chance.uniform(*SQUEEZES[self.view], 1)[:, 0] * chance.happens(0.6).flatten())
        whole = torch.maximum(sizes[:, 0] / shape[0], sizes[:, 1] / shape[1] / squeeze)
        close = (chance.happens(0.35) > 0).flatten()
        zoom = torch.where(close, chance.uniform(0.35, 0.85, 1)[:, 0], chance.uniform(0.85, 1.15, 1)[:, 0])
        around = torch.nan_to_num(marks[:, :, QUAD].mean(dim=2), nan=-1e4)
        inside = ((around > 0) & (around < sizes[:, None])).all(dim=-1).float() + 1e-6
        chosen = torch.multinomial(inside, 1, generator=chance.generator)[:, 0]
        spot = around[torch.arange(n, device=marks.device), chosen].clamp(min=0)
        spot = torch.minimum(spot, sizes)
        middle = (sizes - 1) / 2
        wander = chance.normal(2) * torch.where(close, 0.12, 0.03)[:, None] * sizes
        centre = torch.where(close[:, None], spot, middle) + wander
        angle = chance.normal(1)[:, 0].clamp(-2.5, 2.5) * 0.06
        mirror = torch.where(chance.happens(0.5).flatten() > 0, -1.0, 1.0)
        return warp(centre, whole * zoom, angle, squeeze, mirror, shape)

    def loss(self, net: CoarseNet, batch: Batch) -> dict[str, Tensor]:
        """Parts of the loss."""
        maps, levels = net(batch.inputs)
        return coarse_loss(maps.float(), levels.float(), batch, self.view)


def coarse_loss(maps: Tensor, levels: Tensor, batch: Batch, view: View) -> dict[str, Tensor]:
    """Heat maps, offsets, levels, ribs and facing against the truth."""
    size = batch.marks.new_tensor(batch.inputs.shape[-2:])
    cells = _cells(maps)
    told = _told(cells[0], batch)
    quads = batch.marks[:, FIRST[view] : S1][:, :, QUAD]
    hidden = batch.reasons[:, FIRST[view] : S1][:, :, QUAD]
    centres = quads.mean(dim=2)
    heights = (quads[:, :, 2:] - quads[:, :, :2]).norm(dim=-1).mean(dim=2)
    inside = ((centres > -0.5) & (centres < size - 0.5)).all(dim=-1)
    near = (quads > -0.25 * heights[..., None, None]) & (quads < size + 0.25 * heights[..., None, None])
    seen = inside & near.all(dim=-1).all(dim=-1) & ((hidden >= UNSURE).sum(dim=-1) <= 1)
    unsure = inside & ~seen
    heat, square = _bumps(cells, centres, SIGMA * heights, seen)
    ignored = _disc(square, 0.6 * heights, unsure)
    parts = {"centre": _focal(maps[:, CENTRE], heat, ~ignored & told)}
    parts["offsets"] = 4 * _offsets(maps[:, OFFSETS], cells, quads, square, 0.33 * heights, seen)

    ends = batch.marks[:, S1][:, None, [0, 2]]
    wide = (ends[:, :, 1] - ends[:, :, 0]).norm(dim=-1)
    middle = ends.mean(dim=2)
    within = ((ends > 0) & (ends < size)).all(dim=-1).all(dim=-1)
    clear = within & (batch.reasons[:, S1][:, None, [0, 2]] < UNSURE).all(dim=-1)
    heat, square = _bumps(cells, middle, SIGMA * SACRUM_DEPTH * wide, clear)
    around = ((middle > 0) & (middle < size)).all(dim=-1)
    hazy = _disc(square, 0.5 * wide, around & ~clear)
    parts["sacrum"] = _focal(maps[:, SACRUM], heat, ~hazy & told)
    parts["sacrum_offsets"] = 4 * _offsets(maps[:, SACRUM_OFFSETS], cells, ends, square, 0.25 * wide, clear)

    spots = batch.marks[:, C2]
    there = torch.isfinite(spots).all(dim=-1, keepdim=True)
    axis = (torch.nan_to_num(spots) * there).sum(dim=1) / there.sum(dim=1).clamp_min(1)
    known = there.any(dim=1)[:, 0] & ((axis > 4) & (axis < size - 4)).all(dim=-1)
    radius = torch.full_like(axis[:, :1], 3.0)
    heat, _ = _bumps(cells, axis[:, None], radius, known[:, None])
    parts["axis"] = 0.5 * _focal(maps[:, AXIS], heat, told.expand_as(heat))
    return parts | _context(levels, batch, centres, seen, view)


def _told(rows: Tensor, batch: Batch) -> Tensor:
    """Rows of cells, (n, rows, 1), of which the truth is known: those between the marks, where only some were set."""
    down = batch.marks[..., 0].flatten(1)
    there = torch.isfinite(down)
    high = torch.where(there, down, torch.inf).amin(dim=1, keepdim=True)
    low = torch.where(there, down, -torch.inf).amax(dim=1, keepdim=True)
    between = (rows >= high) & (rows <= low)
    return (between | ~batch.marked_only[:, None])[:, :, None]


def _context(levels: Tensor, batch: Batch, centres: Tensor, seen: Tensor, view: View) -> dict[str, Tensor]:
    """Level, ribs and facing at the centres of the vertebrae that can be seen."""
    first = FIRST[view]
    cell = (torch.nan_to_num(centres) - (CONTEXT - 1) / 2) / CONTEXT
    where = (2 * cell + 1) / levels.new_tensor(levels.shape[-2:]) - 1
    at = functional.grid_sample(levels, where.flip(-1)[:, None], padding_mode="border", align_corners=False)
    at = at[:, :, 0].transpose(1, 2)  # (n, vertebrae, channels)
    truth = torch.arange(first, S1, device=levels.device).expand(seen.shape)[seen]
    said = at[seen]
    named = batch.named[:, first:S1][seen].float()
    ribs = batch.ribs[:, first:S1][seen]
    front = batch.front_left[:, None].expand(seen.shape)[seen]
    few = named.sum().clamp_min(1)
    level = functional.cross_entropy(said[:, : len(LEVELS)], truth, reduction="none")
    ribbed = functional.binary_cross_entropy_with_logits(said[:, RIB], ribs, reduction="none")
    parts = {"level": 0.3 * (level * named).sum() / few, "ribs": 0.5 * (ribbed * named).sum() / few}
    if view is View.LATERAL:
        known = torch.isfinite(front)
        loss = functional.binary_cross_entropy_with_logits(said[known, FRONT_LEFT], front[known], reduction="sum")
        parts["facing"] = 0.3 * loss / max(1, int(known.sum()))
    return parts


def _cells(maps: Tensor) -> tuple[Tensor, Tensor]:
    """Input pixels of the rows and the columns of cells."""
    rows, cols = (torch.arange(n, device=maps.device) * HEAT + (HEAT - 1) / 2 for n in maps.shape[-2:])
    return rows, cols


def _bumps(cells: tuple[Tensor, Tensor], centres: Tensor, sigma: Tensor, present: Tensor) -> tuple[Tensor, Tensor]:
    """Gaussians of height one at the centres that are present, and squared distances (n, k, rows, cols) to all."""
    spots = torch.nan_to_num(centres, nan=-1e4)
    down = (cells[0] - spots[..., :1]).square()
    across = (cells[1] - spots[..., 1:]).square()
    twice = -2 * torch.nan_to_num(sigma, nan=1.0).clamp_min(0.8)[..., None].square()
    heat = (torch.exp(down / twice) * present[..., None])[..., None] * torch.exp(across / twice)[..., None, :]
    return heat.amax(dim=1), down[..., None] + across[..., None, :]


def _disc(square: Tensor, radius: Tensor, chosen: Tensor) -> Tensor:
    """Cells within a radius of the chosen centres."""
    near = square < torch.nan_to_num(radius, nan=0.0)[:, :, None, None] ** 2
    return (near & chosen[:, :, None, None]).any(dim=1)


def _focal(logits: Tensor, heat: Tensor, counted: Tensor) -> Tensor:
    """Cross entropy against soft heat, weighted by the square of the error, per bump."""
    loss = functional.binary_cross_entropy_with_logits(logits, heat, reduction="none")
    weight = (torch.sigmoid(logits) - heat).abs().square() * counted
    return (loss * weight).sum() / (heat > 0.6).sum().clamp_min(32) * 4


def _offsets(
    said: Tensor, cells: tuple[Tensor, Tensor], quads: Tensor, square: Tensor, radius: Tensor, seen: Tensor
) -> Tensor:
    """Corners as seen from the cells near each centre."""
    n, k, rows, cols = square.shape
    nearest = square.masked_fill(~seen[:, :, None, None], 1e9).min(dim=1)
    near = (
        nearest.values
        < torch.gather(torch.nan_to_num(radius), 1, nearest.indices.flatten(1)).reshape(n, rows, cols).clamp_min(1.5)
        ** 2
    )
    corners = quads.shape[2]
    flat = torch.nan_to_num(quads).reshape(n, k, corners * 2)
    index = nearest.indices.flatten(1)[..., None].expand(-1, -1, corners * 2)
    truth = torch.gather(flat, 1, index).reshape(n, rows, cols, corners, 2)
    here = torch.stack(torch.meshgrid(*cells, indexing="ij"), dim=-1)
    truth = ((truth - here[None, :, :, None]) / STEP).flatten(3).permute(0, 3, 1, 2)
    loss = functional.smooth_l1_loss(said, truth, beta=0.1, reduction="none").mean(dim=1)
    return (loss * near).sum() / near.sum().clamp_min(32)
