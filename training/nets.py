"""Nets: the small U-shaped networks, made of convolutions that OpenCV runs quickly."""

import torch
from torch import Tensor, nn
from torch.nn import functional

from measure.detect.contract import CONTEXTS, MAPS, MARKS, REASONS
from measure.model import View


class Block(nn.Module):
    """Two convolutions around a shortcut."""

    def __init__(self, width: int, dilation: int = 1) -> None:
        super().__init__()
        self.first = _conv(width, width, dilation=dilation)
        self.second = nn.Sequential(
            nn.Conv2d(width, width, 3, padding=dilation, dilation=dilation, bias=False), nn.BatchNorm2d(width)
        )

    def forward(self, x: Tensor) -> Tensor:
        """Features, as many and as fine as before."""
        return functional.relu(x + self.second(self.first(x)))


class Join(nn.Module):
    """From a coarser level up to a finer one."""

    def __init__(self, coarse: int, fine: int) -> None:
        super().__init__()
        self.mix = _conv(coarse + fine, fine, kernel=1)
        self.block = Block(fine)

    def forward(self, coarse: Tensor, fine: Tensor) -> Tensor:
        """Features of the finer level."""
        up = functional.interpolate(coarse, scale_factor=2.0, mode="nearest")
        return self.block(self.mix(torch.cat([up, fine], dim=1)))


class Trunk(nn.Module):
    """Down to a sixteenth and up to a half; gives the feature maps at a half, an eighth and a sixteenth."""

    def __init__(self, widths: tuple[int, int, int, int], dilations: tuple[int, ...]) -> None:
        super().__init__()
        two, four, eight, sixteen = widths
        self.two = nn.Sequential(_conv(2, two, stride=2), Block(two))
        self.four = nn.Sequential(_conv(two, four, stride=2), Block(four))
        self.eight = nn.Sequential(_conv(four, eight, stride=2), Block(eight), Block(eight))
        self.sixteen = nn.Sequential(_conv(eight, sixteen, stride=2), *(Block(sixteen, d) for d in dilations))
        self.up_eight, self.up_four, self.up_two = Join(sixteen, eight), Join(eight, four), Join(four, two)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Features at a half, an eighth and a sixteenth."""
        two = self.two(x)
        four = self.four(two)
        eight = self.eight(four)
        sixteen = self.sixteen(eight)
        eight = self.up_eight(sixteen, eight)
        return self.up_two(self.up_four(eight, four), two), eight, sixteen


class CoarseNet(nn.Module):
    """The whole film: where the vertebrae are, and what stands around each."""

    def __init__(self) -> None:
        super().__init__()
        self.trunk = Trunk((16, 40, 64, 88), (1, 2, 4, 8))
        self.maps = _head(16, 32, MAPS)
        self.levels = _head(64, 64, CONTEXTS)
        self.maps[-1].bias.data[:3] = -4.0

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Maps and levels, as in ``measure.detect.contract``."""
        two, eight, _ = self.trunk(x)
        return self.maps(two), self.levels(eight)


class FineNet(nn.Module):
    """One vertebra: heat maps of its marks, whether each can be seen, and why not."""

    def __init__(self, view: View) -> None:
        super().__init__()
        marks = len(MARKS[view])
        self.trunk = Trunk((16, 32, 48, 64), (1, 2))
        self.heat = _head(16, 24, marks)
        self.visible = nn.Linear(48 + 64, marks)
        self.reason = nn.Linear(48 + 64, len(REASONS))

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Heat, visibility and reason, as in ``measure.detect.contract``."""
        two, eight, sixteen = self.trunk(x)
        whole = torch.cat([eight.mean(dim=(2, 3)), sixteen.mean(dim=(2, 3))], dim=1)
        return self.heat(two), self.visible(whole), self.reason(whole)


def _conv(width_in: int, width: int, kernel: int = 3, stride: int = 1, dilation: int = 1) -> nn.Sequential:
    padding = dilation * (kernel // 2)
    conv = nn.Conv2d(width_in, width, kernel, stride=stride, padding=padding, dilation=dilation, bias=False)
    return nn.Sequential(conv, nn.BatchNorm2d(width), nn.ReLU(inplace=True))


def _head(width_in: int, width: int, out: int) -> nn.Sequential:
    return nn.Sequential(_conv(width_in, width), nn.Conv2d(width, out, 1))
