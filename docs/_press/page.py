"""One page of ``docs/definitions``: everything a reader of one measure should know."""

from collections.abc import Iterator, Sequence

from _press.chapters import read_when, unit_of
from _press.doubts import flags_of, reasons_of
from _press.names import plain_marks
from _press.notes import SURE, Notes
from _press.sureness import grade_steps, how_sure, sds
from _press.tables import table
from measure.catalog import get, shipped_norms
from measure.catalog.words import FLAGS, REASONS
from measure.model import LEVELS, Kind, Measure, Scope, View

SCHEMES = {"DCM": "DICOM", "SCT": "SNOMED CT", "99RADMEAS": "private code of this toolkit"}
VIEWS = {View.LATERAL: "lateral", View.FRONTAL: "frontal (AP or PA)"}
WHEN = {"before": "on the baseline film", "first": "on the first film after the procedure", "after": "on this film"}
SHIPPED = {"beck_index": "anterior_posterior", "biconcavity_index": "middle_posterior"}
DRAWN = {
    "eastell_grade": "Drawn and graded with made-up norms: no table of norms for this grade comes with the software.",
    "mccloskey_kanis": "Drawn and graded with made-up norms: no table of norms for this grade comes with the software.",
}


def page_of(measure: Measure, notes: Notes) -> str:
    """Text of a page."""
    parts = [
        f"# {measure.title}",
        f"`{measure.id}` · {unit_of(measure)} · {read_when(measure)} · version {measure.version}",
        notes.says,
        f"![{measure.title}: where the marks sit](drawings/{measure.id}.svg)",
        *([f"*{DRAWN[measure.id]}*"] if measure.id in DRAWN else []),
        f"## What it means\n\n{measure.definition}",
        "## Formula\n\n```text\n" + "\n".join(notes.formula) + "\n```",
        *grade_steps(measure),
        "## What it needs\n\n" + table(("", ""), _needs(measure)),
        f"## How sure it is\n\n{how_sure(measure)}\n\n{sds(measure)}",
        "## What may be said beside it\n\n" + _words(measure),
        *_norms(measure, notes),
        "## Traps\n\n" + _list(notes.traps),
        "## Not for\n\n" + _list(notes.not_for),
        "## References\n\n" + _list(measure.references),
        "## Codes\n\n"
        + _list(f"{SCHEMES[scheme]}: `{scheme}|{code}`" for scheme, code in sorted(measure.codes.items())),
        "[All measures](README.md) · [All flags and reasons](flags_and_reasons.md)",
    ]
    return "\n\n".join(parts) + "\n"


def _list(lines: Iterator[str] | Sequence[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _needs(measure: Measure) -> list[tuple[str, str]]:
    needs = measure.needs
    lines = [("Film", " or ".join(VIEWS[view] for view in needs.views))]
    lines += [("Marks" if k == 0 else "", words) for k, words in enumerate(plain_marks(measure))]
    lines += [("Values" if k == 0 else "", words) for k, words in enumerate(_values(measure))]
    if needs.minimum > 1:
        lines.append(("At least", f"{needs.minimum} vertebrae with all four corners"))
    if needs.stated:
        lines.append(("Stated", ", ".join(topic.replace("_", " ") for topic in needs.stated)))
    if needs.norms:
        lines.append(("Norms", "a table of norms for " + ", ".join(f"`{ratio}`" for ratio in needs.norms)))
    lines.append(("Scale", _scale(measure)))
    if needs.aspect:
        lines.append(("Shape of the picture", "true: no picture that was resized by an unknown factor"))
    lines.append(("Posture", f"{needs.posture}; else it is flagged" if needs.posture else _posture(measure)))
    refused = "" if measure.scope is Scope.COURSE else ": refused below 18 years"
    lines.append(("Age", f"adults only{refused}" if needs.adult else "any"))
    places = ("no decimals", "1 decimal", "2 decimals")[measure.decimals]
    lines.append(("Printed", f"{_unit(measure)}, {places}"))
    return lines


def _values(measure: Measure) -> list[str]:
    found = []
    for name in measure.needs.values:
        when, _, base = name.rpartition(".")
        what = base.removesuffix("_same_ends")
        link = f"[{get(what).title}]({what}.md)"
        ends = " between the end vertebrae of the baseline" if what != base else ""
        found.append(f"{link}{ends} {WHEN[when]}" if when else f"{link} of every vertebra that can be graded")
    return found


def _scale(measure: Measure) -> str:
    if measure.needs.scale:
        return "millimetres of the patient, calibrated or estimated; not measurable without"
    if measure.kind is Kind.LENGTH:
        return "in mm where the film has a scale, else in pixels; read the scale class beside it"
    return "not needed"


def _posture(measure: Measure) -> str:
    if measure.scope is Scope.COURSE and measure.needs.visits > 1:
        return "the same on both films; else it is not compared"
    return "any; recorded beside the value"


def _unit(measure: Measure) -> str:
    words = {
        "{ratio}": "a ratio, no unit",
        "{score}": "a number, no unit",
        "deg": "degrees",
        "%": "percent",
        "mm": "mm",
    }
    return words[measure.unit] + (" (pixels without a scale)" if _scale(measure).startswith("in mm") else "")


def _words(measure: Measure) -> str:
    flags = [f"`{flag}`: {FLAGS[flag]}" for flag in flags_of(measure)]
    reasons = [f"`{reason}`: {REASONS[reason]}" for reason in reasons_of(measure)]
    own = _list(flags) if flags else "- none of its own"
    return f"Flags:\n\n{own}\n\nNot measurable, with the reason:\n\n{_list(reasons)}"


def _norms(measure: Measure, notes: Notes) -> list[str]:
    lines = [f"{norm.text} *({norm.source}; {SURE[norm.sure]})*" for norm in notes.norms]
    shipped = [
        (level, norm) for level in LEVELS if (norm := shipped_norms().get(SHIPPED.get(measure.id, ""), level, None))
    ]
    if shipped:
        figures = ", ".join(f"{level} {norm.mean:.2f} ± {norm.sd:.2f}" for level, norm in shipped)
        lines.append(f"As shipped: {figures} *({shipped[0][1].source})*")
    if not lines:
        return []
    return ["## Norms\n\nFor context only: no value is judged by them.\n\n" + _list(lines)]
