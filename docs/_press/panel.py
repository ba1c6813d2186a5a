"""What is drawn of one film: bones, trace, auxiliary lines, marks with their names."""

import math

from _press import svg
from _press.aid import Aid
from _press.bones import body_centre, draw_bones
from _press.case import Shown
from _press.geometry import At, towards
from _press.legend import ARM, COLOURS
from _press.names import Marks, short
from _press.view import Frame
from measure.model import Role

INK, MUTED = "#1f2933", "#52606d"
MOST_LABELS = 16


def draw_film(film: Shown, frame: Frame, aid: Aid, marks: Marks) -> list[str]:
    """Everything on one film, from the back to the front."""
    labelled = [mark for mark in marks if not _is_reference(film, mark[2])] or marks
    if len(labelled) > MOST_LABELS:
        labelled = [mark for mark in labelled if _on_arm(film, mark[2])]
    return [
        *draw_bones(film.spine, frame), _levels(film, frame, marks), *_trace(film, frame), *_aid_lines(aid, frame),
        _dots(frame, marks), *_labels(film, frame, labelled), *_words(aid, frame),
    ]  # fmt: skip


def _is_reference(film: Shown, at: At) -> bool:
    names = [item.name for item in film.items if at in item.points]
    return bool(names) and all(name.startswith("reference") for name in names)


def _on_arm(film: Shown, at: At) -> bool:
    return any(at in item.points for item in film.items if item.role is Role.ARM)


def _levels(film: Shown, frame: Frame, marks: Marks) -> str:
    size = min(15.0, max(9.0, 4.6 * frame.scale))
    crowded = {level for level, name, _ in marks if name.endswith("_middle")}
    parts = []
    for level, body in film.spine.bodies.items():
        at = body_centre(body)
        if level in crowded:
            back = body["superior_posterior"]
            at = (at[0], at[1] + 0.5 * (back[1] - at[1]))
        x, y = frame.at(at)
        below_sides = y > frame.top + 30 or frame.left + 84 < x < frame.left + frame.width - 44
        if frame.top + 4 < y < frame.top + frame.height - 4 and below_sides:
            parts.append(svg.text((x, y + size * 0.36), level))
    return svg.group(parts, fill=MUTED, font_size=size, text_anchor="middle")


def _trace(film: Shown, frame: Frame) -> list[str]:
    bold = 3.0 if frame.scale > 2.5 else 2.4
    parts = []
    for role in (Role.REGION, Role.PATH, Role.ARM, Role.POINT):
        lines = []
        for item in dict.fromkeys(i for i in film.items if i.role is role):
            if role is Role.REGION:
                lines.append(frame.polygon(item.points))
            elif role is Role.POINT:
                lines += [frame.dot(point, 6.5, stroke_width=2.2) for point in item.points]
            else:
                dash = "7 3" if item.name.startswith("reference") else None
                lines.append(frame.line(item.points, stroke_width=bold, stroke_dasharray=dash))
        region = {"fill_opacity": "0.1", "stroke_width": 1.4} if role is Role.REGION else {"stroke_linecap": "round"}
        fill = COLOURS[role] if role is Role.REGION else "none"
        parts.append(svg.group(lines, fill=fill, stroke=COLOURS[role], **region))
    return parts


def _aid_lines(aid: Aid, frame: Frame) -> list[str]:
    dashed = [frame.line(line) for line in aid.dashed]
    return [
        svg.group(dashed, fill="none", stroke=INK, stroke_dasharray="5 4", stroke_width=1.2),
        svg.group((frame.line(line) for line in aid.arcs), fill="none", stroke=ARM, stroke_width=2),
        svg.group((frame.line(line) for line in aid.bold), fill="none", stroke=ARM, stroke_width=3),
    ]


def _words(aid: Aid, frame: Frame) -> list[str]:
    parts = []
    for at, word in aid.words:
        x, y = frame.at(at)
        x = min(max(x, frame.left + 26), frame.left + frame.width - 26)
        parts.append(
            svg.text((x, y + 5), word, halo=True, fill=ARM, font_size=15, font_weight="bold", text_anchor="middle")
        )
    return parts


def _dots(frame: Frame, marks: Marks) -> str:
    return svg.group((frame.dot(at, 3.2) for _, _, at in marks), fill=INK, stroke="#fff")


def _labels(film: Shown, frame: Frame, marks: Marks) -> list[str]:
    parts = []
    for level, name, at in marks:
        if not level:
            x, y = frame.at(at)
            parts.append(svg.text((x - 12, y + 18), name, halo=True, fill=INK, text_anchor="end"))
            continue
        body = film.spine.bodies[level]
        x, y = frame.at(_outward(body_centre(body), at, 15.0 / frame.scale, flat=name.endswith("_middle")))
        parts.append(svg.text((x, y + 4.5), short(name), halo=True, fill=INK, font_size=12, text_anchor="middle"))
    return parts


def _outward(inner: At, at: At, length: float, *, flat: bool) -> At:
    """Place of a label: away from the body; in front of or behind a corner rather than above it."""
    if flat:
        return at[0], at[1] - length
    far = towards(inner, at, math.dist(inner, at) + length)
    return far[0] * 0.6 + at[0] * 0.4, far[1]
