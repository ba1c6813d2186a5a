"""Fine task: crops around single vertebrae and where their marks lie."""

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from measure.detect.contract import CROP, FIELD, FLOOR, HEAT, REACH, SACRUM_DEPTH
from measure.model import View
from training.augment import Chance, augmented, channels
from training.coarse import CROPPED, FIRST, QUAD, S1, UNSURE
from training.nets import FineNet
from training.pool import Pool
from training.windows import SQUEEZES, Warp, mirrored, sampled, warp

EACH = 4  # vertebrae a film, so that a film is fetched once for several crops
SLOTS = {View.FRONTAL: QUAD, View.LATERAL: [0, 1, 2, 3, 4, 5]}


@dataclass(frozen=True)
class Batch:
    """Inputs and truth: marks in crop pixels, which of them count, which can be seen, and the reason.

    Of a film of which only what a reader marked is known, a mark that is missing may well be visible: ``asked`` leaves
    it out; and why marks are hard to read is not known: ``reason`` is −1.
    """

    inputs: Tensor
    marks: Tensor
    counted: Tensor
    visible: Tensor
    asked: Tensor
    reason: Tensor


class FineTask:
    """Batches and loss of the fine network of one view."""

    def __init__(self, pool: Pool, batch: int) -> None:
        self.pool, self.films, self.view = pool, batch // EACH, pool.view

    def net(self) -> FineNet:
        """A network with random weights."""
        return FineNet(self.view)

    def batch(self, generator: torch.Generator, step: int) -> Batch:
        """Crops of some vertebrae of some films, off by as much as the coarse network may be."""
        films = self.pool.draw(generator, self.films)
        chosen = self._chosen(films, generator)
        which = films.repeat_interleave(EACH)
        marks = self.pool.marks[which, chosen][:, None]  # (n, 1, 6, 2)
        reasons = self.pool.reasons[which, chosen][:, None]
        chance = Chance(generator, len(which))
        place = self._place(chance, completed(marks[:, 0]))
        pictures = augmented(sampled(self.pool.pixels, which, place), chance)
        mirror = torch.sign(torch.linalg.det(place.matrix))
        marks = mirrored(place.marks(marks), mirror)[:, 0][:, SLOTS[self.view]]
        reasons = mirrored(reasons, mirror)[:, 0][:, SLOTS[self.view]]
        there = torch.isfinite(marks).all(dim=-1)
        partly = self.pool.marked_only[which]
        inside = there & ((marks > 1) & (marks < CROP - 2)).all(dim=-1)
        return Batch(
            channels(pictures, REACH["fine"]),
            torch.nan_to_num(marks),
            inside & (reasons < UNSURE),
            (inside & (reasons == 0)).float(),
            (there | ~partly[:, None]).float(),
            torch.where(partly, -1, _reason(reasons, there)),
        )

    def _chosen(self, films: Tensor, generator: torch.Generator) -> Tensor:
        """Levels to crop, among those on the film; one film in ten gives one that is hidden."""
        marks, reasons = self.pool.marks[films], self.pool.reasons[films]
        there = torch.isfinite(marks[:, :, [0, 2]]).all(dim=-1).all(dim=-1)
        there[:, : FIRST[self.view]] = False
        if self.view is View.FRONTAL:
            there[:, S1:] = False
        hidden = (reasons[:, :, QUAD] >= UNSURE).sum(dim=-1) > 1
        odd = ((reasons > 0) & (reasons < UNSURE)).any(dim=-1)
        weight = there.float() * (1 - 0.9 * hidden.float()) * (1 + 2 * odd.float()) * (1 + 3 * _lost(marks)) + 1e-9
        return torch.multinomial(weight, EACH, replacement=True, generator=generator).flatten()

    def _place(self, chance: Chance, quads: Tensor) -> Warp:
        n = len(quads)
        squeeze = torch.exp(chance.uniform(*SQUEEZES[self.view], 1)[:, 0] * chance.happens(0.5).flatten())
        squeezed = quads / torch.stack([torch.ones_like(squeeze), squeeze], -1)[:, None]
        along = (squeezed[:, 1] + squeezed[:, 3] - squeezed[:, 0] - squeezed[:, 2]) / 2
        width = along.norm(dim=-1)
        angle = torch.atan2(-along[:, 0], along[:, 1])  # turns the columns of the crop along the endplates
        centre = quads.mean(dim=1) + chance.normal(2) * 0.07 * width[:, None]
        angle = angle + chance.normal(1)[:, 0].clamp(-2.5, 2.5) * 0.09
        scale = FIELD * width / CROP * torch.exp(chance.normal(1)[:, 0].clamp(-2.5, 2.5) * 0.09)
        mirror = torch.where(chance.happens(0.5).flatten() > 0, -1.0, 1.0)
        return warp(centre, scale.reshape(n), angle, squeeze, mirror, (CROP, CROP))

    def loss(self, net: FineNet, batch: Batch) -> dict[str, Tensor]:
        """Parts of the loss."""
        heat, visible, reason = net(batch.inputs)
        mean, spread = moments(heat.float())
        away = batch.marks - mean
        counted = batch.counted.float()
        total = counted.sum().clamp_min(1)
        surprise = 0.5 * (away * torch.linalg.solve(spread, away[..., None])[..., 0]).sum(-1)
        surprise = surprise + 0.5 * torch.logdet(spread)
        distance = functional.smooth_l1_loss(mean, batch.marks, beta=0.5, reduction="none").sum(-1)
        seen = functional.binary_cross_entropy_with_logits(visible.float(), batch.visible, reduction="none")
        why = functional.cross_entropy(reason.float(), batch.reason, ignore_index=-1, reduction="sum")
        return {
            "surprise": 0.3 * (surprise.clamp_max(200) * counted).sum() / total,
            "distance": 0.7 * (distance * counted).sum() / total,
            "visible": 0.3 * (seen * batch.asked).sum() / batch.asked.sum().clamp_min(1),
            "reason": 0.2 * why / (batch.reason >= 0).sum().clamp_min(1),
        }


def _lost(marks: Tensor) -> Tensor:
    """How much of a body's height is gone somewhere, 0 to 1: the rare shapes that count most are shown more often."""
    heights = (marks[..., 3:, :] - marks[..., :3, :]).norm(dim=-1).nan_to_num(0)
    known = torch.where(heights > 0, heights, heights.amax(dim=-1, keepdim=True))
    share = 1 - known.amin(dim=-1) / known.amax(dim=-1).clamp_min(1e-6)
    return ((share - 0.15) / 0.2).clamp(0, 1)


def completed(marks: Tensor) -> Tensor:
    """Corners of marks (n, 6, 2); the lower ones of S1, which has none, made up."""
    quads = marks[:, QUAD]
    along = quads[:, 1] - quads[:, 0]
    down = torch.stack([along[:, 1], -along[:, 0]], dim=-1) * SACRUM_DEPTH
    made = torch.stack([quads[:, 0] + down, quads[:, 1] + down], dim=1)
    return torch.where(torch.isfinite(quads), quads, torch.cat([quads[:, :2], made], dim=1))


def moments(heat: Tensor) -> tuple[Tensor, Tensor]:
    """Mean (n, k, 2) and covariance (n, k, 2, 2) of heat maps in crop pixels, (row, col)."""
    share = torch.softmax(heat.flatten(2), dim=-1)
    at = [torch.arange(size, device=heat.device) * HEAT + (HEAT - 1) / 2 for size in heat.shape[2:]]
    cells = torch.stack(torch.meshgrid(*at, indexing="ij"), dim=-1).reshape(-1, 2).float()
    mean = share @ cells
    away = cells[None, None] - mean[:, :, None]
    spread = torch.einsum("nkc,nkci,nkcj->nkij", share, away, away)
    return mean, spread + FLOOR * torch.eye(2, device=heat.device)


def _reason(reasons: Tensor, there: Tensor) -> Tensor:
    """One reason a vertebra: metal before cement before exposure before the rim."""
    count = [((reasons == which) & there).sum(dim=1) for which in range(5)]
    half = there.sum(dim=1) / 2
    result = torch.zeros(len(reasons), dtype=torch.long, device=reasons.device)
    result = torch.where(count[CROPPED] >= half, 4, result)
    result = torch.where(count[UNSURE] >= half, 3, result)
    result = torch.where(count[2] > 0, 2, result)
    return torch.where(count[1] > 0, 1, result)
