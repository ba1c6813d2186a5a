"""The trace of a measurement: the marks its lines run through, in film pixels."""

from collections.abc import Mapping, Sequence

from measure.catalog.chain import Chain
from measure.model import Measure, Role, Trace, TraceItem


def draw_trace(
    chain: Chain,
    measure: Measure,
    refs: Mapping[str, tuple[int, str]],
    *,
    cranial: int | None = None,
    caudal: int | None = None,
    among: Sequence[int] = (),
) -> Trace:
    """Lines of a measure with the points that were found for it.

    Parameters
    ----------
    chain : Chain
        Bodies with their points.
    measure : Measure
        Its ``lines`` say what to draw.
    refs : mapping of str to (int, str)
        Where each mark of the measure was found.
    cranial, caudal : int, optional
        Places of the end vertebrae of a curve that was found in the chain.
    among : sequence of int
        Bodies that the ends were chosen among, drawn as outlines with their names.

    Returns
    -------
    Trace
        Lines in (row, col) pixels of the film.
    """
    ends = {"cranial": cranial, "caudal": caudal}
    items = [_outline(chain, place) for place in among]
    for line in measure.lines:
        points = []
        for mark in line.marks:
            prefix, _, name = mark.rpartition(".")
            end = ends.get(prefix)
            place, name = (end, name) if end is not None else refs[mark]
            points.append(chain.body(place).points[name])
        items.append(TraceItem(line.role, tuple(points), line.name))
    return Trace(tuple(items))


def _outline(chain: Chain, place: int) -> TraceItem:
    body = chain.bodies[place]
    corners = ("superior_left", "superior_right", "inferior_right", "inferior_left")
    return TraceItem(Role.REGION, tuple(body.points[corner] for corner in corners), body.structure.label)
