"""Net: a small pyramid of convolutions from a film of 128 × 128 pixels to the nine answers of the gate."""

from torch import Tensor, cat, nn

from measure.detect.contract import GATES
from training.nets import Block

WIDTHS = (16, 24, 48, 72, 88)


class GateNet(nn.Module):
    """Answers as logits: way up, kind, inverted, front at the left."""

    def __init__(self) -> None:
        super().__init__()
        stem, *widths = WIDTHS
        parts = [_conv(2, stem, stride=2)]
        for before, width in zip(WIDTHS, widths, strict=False):
            parts += [_conv(before, width, stride=2), Block(width)]
        self.pyramid = nn.Sequential(*parts)
        self.drop = nn.Dropout(0.1)
        self.answers = nn.Linear(2 * WIDTHS[-1], GATES)

    def forward(self, x: Tensor) -> Tensor:
        """Nine logits for each picture."""
        maps = self.pyramid(x)
        return self.answers(self.drop(cat([maps.mean(dim=(2, 3)), maps.amax(dim=(2, 3))], dim=1)))


def _conv(before: int, width: int, stride: int) -> nn.Sequential:
    conv = nn.Conv2d(before, width, 3, stride=stride, padding=1, bias=False)
    return nn.Sequential(conv, nn.BatchNorm2d(width), nn.ReLU(inplace=True))
