"""Aids: the auxiliary lines by which a reader sees which angle or distance a trace means."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from _press.geometry import At, Segment, arc, between, beyond, centre, foot, gap, middle, towards
from measure.model import Role, TraceItem


@dataclass(frozen=True, slots=True)
class Aid:
    """Dashed lines, arcs and words, in mm (row, col)."""

    dashed: tuple[tuple[At, ...], ...] = ()
    arcs: tuple[tuple[At, ...], ...] = ()
    bold: tuple[tuple[At, ...], ...] = ()
    words: tuple[tuple[At, str], ...] = ()

    def __add__(self, other: "Aid") -> "Aid":
        return Aid(*(getattr(self, part) + getattr(other, part) for part in ("dashed", "arcs", "bold", "words")))

    @property
    def points(self) -> list[At]:
        """Everything that must be in the picture."""
        return [p for lines in (self.dashed, self.arcs, self.bold) for line in lines for p in line] + [
            w[0] for w in self.words
        ]


def aid_for(base: str, items: Sequence[TraceItem], word: str, marks: Mapping[str, At]) -> Aid:
    """Auxiliary lines for the trace of a measure.

    Parameters
    ----------
    base : str
        Id of the measure that was read on the film.
    items : sequence of TraceItem
        Its trace.
    word : str
        Value to write at the arc.
    marks : mapping of str to (row, col)
        Marks of the vertebra itself.
    """
    arms = [item.points for item in items if item.role is Role.ARM]
    if base.endswith("_height_perpendicular"):
        return _perpendicular(base.partition("_")[0], marks)
    if base in BY_ID:
        return BY_ID[base](items, word)
    return cobb((arms[0][0], arms[0][-1]), (arms[1][0], arms[1][-1]), word) if len(arms) == 2 else Aid()


def cobb(upper: Segment, lower: Segment, word: str) -> Aid:
    """Both arms drawn out to the side where they meet, and the perpendiculars that cross at the angle."""
    length = (_size(upper) + _size(lower)) / 2
    lower = lower if between(upper, lower) < 90 else lower[::-1]
    if gap(upper, lower, length) > gap(upper[::-1], lower[::-1], length):
        upper, lower = upper[::-1], lower[::-1]
    reach = 1.05 * length
    crossing = middle(beyond(*upper, reach), beyond(*lower, reach))
    feet = foot(crossing, upper), foot(crossing, lower)
    past = [beyond(f, crossing, 0.75 * length) for f in feet]
    near = [towards(crossing, f, max(_size((crossing, f)), 0.75 * length)) for f in feet]
    ends = [
        towards(line[0], f, _size((line[0], f)) + 0.12 * length) for line, f in zip((upper, lower), feet, strict=True)
    ]
    bow = arc(crossing, past[1], feet[0], 0.55 * length)
    place = beyond(crossing, bow[len(bow) // 2], 0.22 * length)
    # The larger of the two neighbouring angles is 180° minus the one that is meant.
    return Aid(
        ((upper[1], ends[0]), (lower[1], ends[1]), (near[0], past[0]), (near[1], past[1])), (tuple(bow),), (),
        ((place, word),),
    )  # fmt: skip


def _size(segment: Segment) -> float:
    (a, b), (c, d) = segment
    return ((a - c) ** 2 + (b - d) ** 2) ** 0.5


def _angle(vertex: At, first: At, second: At, radius: float, word: str) -> Aid:
    bow = arc(vertex, first, second, radius)
    return Aid(((vertex, first), (vertex, second)), (tuple(bow),), (), ((beyond(vertex, bow[7], 0.3 * radius), word),))


def _named(items: Sequence[TraceItem], name: str) -> tuple[At, ...]:
    return next(item.points for item in items if item.name == name)


def _sacrum(items: Sequence[TraceItem]) -> tuple[At, At]:
    """Anterior and posterior corner of the sacral endplate."""
    anterior, posterior = _named(items, "sacral endplate")
    return anterior, posterior


def _slope(items: Sequence[TraceItem], word: str) -> Aid:
    anterior, posterior = _sacrum(items)
    level = (posterior[0], posterior[1] - 62.0)
    ahead = beyond(posterior, anterior, 24.0)
    found = _angle(posterior, ahead, level, 40.0, word)
    return Aid(((anterior, ahead), (posterior, level)), found.arcs, (), found.words)


def _tilt(items: Sequence[TraceItem], word: str) -> Aid:
    top, (axis,) = middle(*_sacrum(items)), _named(items, "hip axis")
    return _angle(top, (axis[0] + 18.0, top[1]), beyond(top, axis, 10.0), 74.0, word)


def _incidence(items: Sequence[TraceItem], word: str) -> Aid:
    (anterior, posterior), (axis,) = _sacrum(items), _named(items, "hip axis")
    top = middle(anterior, posterior)
    down = (top[0] + (posterior[1] - top[1]) * 5.0, top[1] - (posterior[0] - top[0]) * 5.0)
    return _angle(top, down, beyond(top, axis, 10.0), 52.0, word)


def _mismatch(items: Sequence[TraceItem], _: str) -> Aid:
    upper, sacrum = _named(items, "superior endplate of L1"), _sacrum(items)
    lordosis = between(upper, sacrum)
    incidence = 90 - between((middle(*sacrum), sacrum[0]), (middle(*sacrum), _named(items, "hip axis")[0]))
    return cobb((upper[0], upper[1]), sacrum, f"LL −{lordosis:.0f}°") + _incidence(items, f"PI {abs(incidence):.0f}°")


def _t1_angle(items: Sequence[TraceItem], word: str) -> Aid:
    (axis,), t1 = _named(items, "hip axis"), centre(_named(items, "T1"))
    found = _angle(axis, t1, middle(*_sacrum(items)), 64.0, word)
    start = found.arcs[0][0]
    return Aid(found.dashed, found.arcs, (), (((start[0], start[1] - 16.0), word),))


def _plumb(items: Sequence[TraceItem], word: str) -> Aid:
    c7, (_, posterior) = centre(_named(items, "C7")), _sacrum(items)
    ground = (posterior[0], c7[1])
    return Aid(
        ((c7, (ground[0] + 22.0, ground[1])),),
        (),
        ((ground, posterior),),
        (((ground[0] + 1.0, ground[1] - 31.0), word),),
    )


def _slip(items: Sequence[TraceItem], word: str) -> Aid:
    posterior, anterior = _named(items, "superior endplate below")
    (corner,) = _named(items, "posterior inferior corner")
    below = foot(corner, (posterior, anterior))
    label = towards(below, corner, -7.0)
    return Aid(((corner, below),), (), ((posterior, below),), (((label[0] + 1.0, label[1] + 1.0), word),))


def _perpendicular(site: str, marks: Mapping[str, At]) -> Aid:
    """Each endplate as a line, and the perpendicular to it from the point of the other one."""
    lines, drops = [], []
    for edge, other in (("superior", "inferior"), ("inferior", "superior")):
        line = (marks[f"{edge}_anterior"], marks[f"{edge}_posterior"])
        lines.append((beyond(*line[::-1], 6.0), beyond(*line, 6.0)))
        drops.append((marks[f"{other}_{site}"], foot(marks[f"{other}_{site}"], line)))
    return Aid(tuple(lines), (), tuple(drops))


BY_ID: Mapping[str, Callable[[Sequence[TraceItem], str], Aid]] = {
    "sacral_slope": _slope,
    "pelvic_tilt": _tilt,
    "pelvic_incidence": _incidence,
    "pi_ll_mismatch": _mismatch,
    "t1_pelvic_angle": _t1_angle,
    "sagittal_vertical_axis": _plumb,
    "sagittal_vertical_axis_ratio": _plumb,
    "slip_percent": _slip,
    "meyerding_grade": _slip,
}
