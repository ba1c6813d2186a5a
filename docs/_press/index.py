"""The index of the measures, and the glossary of flags and reasons."""

from collections.abc import Mapping

from _press.chapters import CHAPTERS, read_when, unit_of
from _press.notes import Notes
from measure.catalog import SETS
from measure.catalog.words import FLAGS, REASONS, SCALES

INTRODUCTION = """# Measures

Every measure of the catalogue: what it means, where its marks sit, how sure it is, and what it must not be used for.
The drawings are made from the trace that the catalogue gives for a standard spine; `measure catalog` lists the same.

*Default* measures are read without being asked for, those of *treated levels* where the cases table names the level
as treated. The others are *asked for*: by id (`--measures default,vertebral_depth`) or as a set (`--measures SET`).

Research and audit software, not a validated medical device: it measures and does not judge. Figures of normal people
are context and carry how well they are known.
"""


def index_page(notes: Mapping[str, Notes]) -> str:
    """Text of ``README.md``."""
    parts = [INTRODUCTION.rstrip()]
    sets = "\n".join(
        f"- `{name}`: the default measures and {', '.join(_link(i) for i in ids)}" for name, ids in SETS.items()
    )
    parts.append(f"Sets:\n\n{sets}")
    for _, title, measures in CHAPTERS:
        lines = [f"| [{m.title}]({m.id}.md) | {notes[m.id].says} | {unit_of(m)} | {read_when(m)} |" for m in measures]
        parts.append(
            "\n".join([f"## {title}\n", "| Measure | What it says | Unit | Read |", "|---|---|---|---|", *lines])
        )
    parts.append("[All flags and reasons](flags_and_reasons.md) · [The columns of every table](../columns.md)")
    return "\n\n".join(parts) + "\n"


def _link(measure_id: str) -> str:
    return f"[{measure_id}]({measure_id}.md)"


def glossary_page() -> str:
    """Text of ``flags_and_reasons.md``."""
    flags = "\n".join(f"| `{code}` | {words} |" for code, words in FLAGS.items())
    reasons = "\n".join(f"| `{code}` | {words} |" for code, words in REASONS.items())
    scales = "\n".join(f"| `{code}` | {words} |" for code, words in SCALES.items())
    return (
        "\n\n".join(
            [
                "# Flags and reasons",
                "A flag stands beside a value and says what a reader should know. A reason stands in place of a value. "
                "A part after a colon names the mark, the level or the measure: `missing_mark:superior_middle`.",
                f"## Flags\n\n| flag | what it says |\n|---|---|\n{flags}",
                f"## Reasons\n\n| reason | what it says |\n|---|---|\n{reasons}",
                f"## Classes of scale\n\n| scale class | what it says |\n|---|---|\n{scales}",
                "[All measures](README.md)",
            ]
        )
        + "\n"
    )
