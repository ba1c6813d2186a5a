"""Peer: the architecture of a public vertebra-landmark network, to be timed on the same processor.

Vertebra-focused landmark detection (Yi, Wu, Huang, Qu, Metaxas; ISBI 2020): a ResNet-34 encoder, a decoder with skip
connections up to a quarter of the input, and heads for centres, centre offsets and corner vectors, on 1024 × 512.
Written from the paper's description; its weights are random, as time does not depend on them.
"""

import time
from typing import Any

SHAPE = (1024, 512)
BLOCKS = ((64, 3), (128, 4), (256, 6), (512, 3))


def network() -> Any:
    """The network, for inference."""
    import torch
    from torch import nn

    def norm(cin: int, cout: int, size: int, stride: int = 1) -> nn.Sequential:
        return nn.Sequential(nn.Conv2d(cin, cout, size, stride, size // 2, bias=False), nn.BatchNorm2d(cout))

    def head(out: int, size: int) -> nn.Sequential:
        pad = size // 2
        return nn.Sequential(nn.Conv2d(64, 256, size, padding=pad), nn.ReLU(), nn.Conv2d(256, out, size, padding=pad))

    class Basic(nn.Module):  # type: ignore[misc]
        def __init__(self, cin: int, cout: int, stride: int) -> None:
            super().__init__()
            self.way = nn.Sequential(norm(cin, cout, 3, stride), nn.ReLU(), norm(cout, cout, 3))
            self.past = norm(cin, cout, 1, stride) if stride > 1 or cin != cout else nn.Identity()

        def forward(self, x: Any) -> Any:
            return torch.relu(self.way(x) + self.past(x))

    class Up(nn.Module):  # type: ignore[misc]
        def __init__(self, low: int, skip: int) -> None:
            super().__init__()
            self.up = nn.Sequential(norm(low, skip, 3), nn.ReLU())
            self.join = nn.Sequential(norm(2 * skip, skip, 1), nn.ReLU())

        def forward(self, low: Any, skip: Any) -> Any:
            grown = nn.functional.interpolate(low, skip.shape[2:], mode="bilinear", align_corners=False)
            return self.join(torch.cat([skip, self.up(grown)], 1))

    class Peer(nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.stem = nn.Sequential(norm(3, 64, 7, 2), nn.ReLU())
            self.pool = nn.MaxPool2d(3, 2, 1)
            stages, cin = [], 64
            for k, (width, count) in enumerate(BLOCKS):
                parts = [Basic(cin if j == 0 else width, width, 2 if j == 0 and k > 0 else 1) for j in range(count)]
                stages.append(nn.Sequential(*parts))
                cin = width
            self.stages = nn.ModuleList(stages)
            self.ups = nn.ModuleList([Up(512, 256), Up(256, 128), Up(128, 64)])
            # Centre, offset of the centre, four corner vectors.
            self.heads = nn.ModuleList(head(out, size) for out, size in ((1, 3), (2, 3), (8, 7)))

        def forward(self, x: Any) -> list[Any]:
            x = self.pool(self.stem(x))
            skips = []
            for stage in self.stages:
                x = stage(x)
                skips.append(x)
            for up, skip in zip(self.ups, reversed(skips[:-1]), strict=True):
                x = up(x, skip)
            return [head(x) for head in self.heads]

    return Peer().eval()


def seconds(repeats: int = 3) -> float | None:
    """Best seconds a film on one thread; None without torch."""
    try:
        import torch
    except ImportError:
        return None
    torch.set_num_threads(1)
    net, picture = network(), torch.zeros(1, 3, *SHAPE)
    best = float("inf")
    with torch.inference_mode():
        net(picture)
        for _ in range(repeats):
            begun = time.perf_counter()
            net(picture)
            best = min(best, time.perf_counter() - begun)
    return best
