"""Outlines of bones in mm (row, col): what is drawn in grey behind marks and traces."""

from collections.abc import Mapping

from _press.geometry import At, centre, middle
from _press.sizes import HEAD_RADIUS
from _press.spine import Spine
from _press.view import Frame
from measure.model import View

FILL, EDGE, PALE, PALE_EDGE = "#e9edf1", "#8a97a5", "#f6f8fa", "#d3dae1"
SMALLEST, SMALL = 1.1, 1.6  # picture units per mm below which arches and pedicles are left out
WAIST = 0.055  # how far a wall swings in, as a share of the depth
# Behind a body: pedicle, lamina and spinous process, in depths backwards and heights down from the upper back corner.
ARCH = (
    (0.8, 0.1),
    (1.26, 0.16),
    (1.4, -0.06),
    (1.56, 0.3),
    (1.86, 0.72),
    (1.72, 1.02),
    (1.38, 0.72),
    (1.2, 0.56),
    (0.8, 0.55),
)
SACRUM = ((0.98, 0.4), (1.02, 0.9), (1.16, 1.6), (1.3, 2.3), (1.02, 2.5), (0.66, 1.8), (0.3, 1.1), (0.1, 0.55))

Body = Mapping[str, At]


def draw_bones(spine: Spine, frame: Frame) -> list[str]:
    """Every bone that reaches into the frame, those behind first."""
    shown = {level: body for level, body in spine.bodies.items() if frame.shows(body.values())}
    parts: list[str] = []
    if spine.view is View.LATERAL:
        large = frame.scale > SMALLEST
        arches = [frame.blob(_local(body, ARCH)) for level, body in shown.items() if level != "S1" and large]
        parts.append(frame.group(arches, fill=PALE, stroke=PALE_EDGE))
        heads = [frame.circle(head, HEAD_RADIUS) for head in spine.heads if frame.shows([head])]
        parts.append(frame.group(heads, fill=PALE, stroke=EDGE, stroke_dasharray=None))
    parts.append(frame.group((_outline(level, body, frame) for level, body in shown.items()), fill=FILL, stroke=EDGE))
    if spine.view is View.FRONTAL and frame.scale > SMALL:
        eyes = (frame.circle(at, 3.1) for body in shown.values() for at in _pedicles(body))
        parts.append(frame.group(eyes, fill=PALE, stroke=PALE_EDGE))
    return parts


def body_centre(body: Body) -> At:
    """Middle of a body; of S1, some way below its endplate."""
    if "inferior_anterior" in body or "inferior_left" in body:
        return centre(list(body.values()))
    return _local(body, ((0.86, 0.62),))[0]


def _local(body: Body, points: tuple[At, ...]) -> list[At]:
    """Points given in depths backwards and heights down from the upper front corner."""
    front, back = body["superior_anterior"], body["superior_posterior"]
    u = (back[0] - front[0], back[1] - front[1])
    low = body.get("inferior_posterior")
    v = (low[0] - back[0], low[1] - back[1]) if low else (u[1], -u[0])
    return [(front[0] + a * u[0] + b * v[0], front[1] + a * u[1] + b * v[1]) for a, b in points]


def _outline(level: str, body: Body, frame: Frame) -> str:
    if level == "S1":
        plate = (_control(body, "superior", "anterior", "posterior"), body["superior_posterior"])
        return frame.blob(_local(body, SACRUM), start=body["superior_anterior"], first=plate)
    a, p = ("anterior", "posterior") if "superior_anterior" in body else ("left", "right")
    sa, sp, ia, ip = (body[f"{edge}_{side}"] for edge in ("superior", "inferior") for side in (a, p))
    return frame.curves(
        sa, (_control(body, "superior", a, p), sp), (_waist(sp, ip, sa, ia), ip),
        (_control(body, "inferior", a, p), ia), (_waist(ia, sa, ip, sp), sa),
    )  # fmt: skip


def _control(body: Body, edge: str, a: str, p: str) -> At:
    """Control point of the curve of an endplate through its middle."""
    mid = middle(body[f"{edge}_{a}"], body[f"{edge}_{p}"])
    through = body.get(f"{edge}_middle", mid)
    return 2 * through[0] - mid[0], 2 * through[1] - mid[1]


def _waist(start: At, end: At, across: At, beside: At) -> At:
    here, there = middle(start, end), middle(across, beside)
    return here[0] + 2 * WAIST * (there[0] - here[0]), here[1] + 2 * WAIST * (there[1] - here[1])


def _pedicles(body: Body) -> list[At]:
    (top_l, top_r), (low_l, low_r) = (
        (body[f"{edge}_left"], body[f"{edge}_right"]) for edge in ("superior", "inferior")
    )
    found = []
    for share in (0.2, 0.8):
        top = (top_l[0] + share * (top_r[0] - top_l[0]), top_l[1] + share * (top_r[1] - top_l[1]))
        low = (low_l[0] + share * (low_r[0] - low_l[0]), low_l[1] + share * (low_r[1] - low_l[1]))
        found.append((top[0] + 0.4 * (low[0] - top[0]), top[1] + 0.4 * (low[1] - top[1])))
    return found
