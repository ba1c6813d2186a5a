"""Options of a batch run, as one value."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from measure.catalog import Norms
from measure.model import Facing


class Overlays(StrEnum):
    """Which films get a picture. ``auto``: all up to 200 films, then the flagged ones."""

    AUTO = "auto"
    NONE = "none"
    FLAGGED = "flagged"
    ALL = "all"


AUTO_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Options:
    """What to measure, from where, to where.

    Attributes
    ----------
    inputs : tuple of Path
        Files and folders.
    out : Path
        Folder of the results.
    landmarks : tuple of Path
        Landmark tables.
    assessments : tuple of Path
        Assessment tables.
    cases : Path or None
        Table that ties films to subjects and visits.
    store : str or None
        Path or URL of the store; None = ``out/outcomes.sqlite``.
    measures : str
        ``default``, ``all`` or ids.
    norms : Norms or None
        What healthy vertebrae measure; None = as shipped.
    facing : Facing or None
        Stated for all lateral films whose tables and headers say nothing.
    overlays : Overlays
        Which films get a picture.
    whole_film : bool
        Draw whole films although burned-in text is not excluded.
    pixels : bool
        Decode the pixels of every film; without, only headers are read.
    detect : bool
        Draft the marks of films that no landmark table marks.
    workers : int
        Processes; 0 = as many as processors.
    """

    inputs: tuple[Path, ...]
    out: Path
    landmarks: tuple[Path, ...] = ()
    assessments: tuple[Path, ...] = ()
    cases: Path | None = None
    store: str | None = None
    measures: str = "default"
    norms: Norms | None = None
    facing: Facing | None = None
    overlays: Overlays = Overlays.AUTO
    whole_film: bool = False
    pixels: bool = True
    detect: bool = True
    workers: int = 0

    @property
    def drafts(self) -> bool:
        """Whether films without marks are drafted: it needs their pixels."""
        return self.detect and self.pixels

    @property
    def store_url(self) -> str:
        """Where the rows go."""
        return self.store or str(self.out / "outcomes.sqlite")
