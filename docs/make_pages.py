"""Makes ``docs/definitions`` and ``docs/columns.md``: ``python docs/make_pages.py [--out DIR]``."""

import argparse
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from _press.case import case_of  # noqa: E402
from _press.columns_page import columns_page  # noqa: E402
from _press.index import glossary_page, index_page  # noqa: E402
from _press.notes import read_notes  # noqa: E402
from _press.page import page_of  # noqa: E402
from _press.picture import draw  # noqa: E402

from measure.catalog import MEASURES  # noqa: E402


def pages() -> dict[str, str]:
    """Path below ``docs`` and text of every page and drawing."""
    notes = read_notes()
    found = {"columns.md": columns_page(), "definitions/README.md": index_page(notes)}
    found["definitions/flags_and_reasons.md"] = glossary_page()
    for measure in MEASURES:
        found[f"definitions/{measure.id}.md"] = page_of(measure, notes[measure.id])
        found[f"definitions/drawings/{measure.id}.svg"] = draw(case_of(measure))
    return found


def main(arguments: list[str] | None = None) -> None:
    """Write every page, and remove those of measures that are gone."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=HERE, help="folder to write to")
    out = parser.parse_args(arguments).out
    made = pages()
    for old in (*out.glob("definitions/*.md"), *out.glob("definitions/drawings/*.svg")):
        if old.relative_to(out).as_posix() not in made:
            old.unlink()
    for name, text in made.items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
