"""Plan: one film of one patient, before it is taken."""

from collections.abc import Callable
from dataclasses import dataclass, field

from measure.simulate.dicom import Coding, FilmFacts
from measure.simulate.exposure import Technique
from measure.simulate.films.scene import Scene
from measure.simulate.rays import Beam
from measure.simulate.station import CLINICAL, Look


@dataclass(frozen=True, slots=True)
class Letters:
    """Lead letters laid on the detector.

    Attributes
    ----------
    text : str
        Capitals and digits.
    at : tuple of float
        Middle of the text, as shares of rows and columns.
    mirrored : bool
        Face down.
    """

    text: str = "L"
    at: tuple[float, float] = (0.08, 0.1)
    mirrored: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class FilmPlan:
    """All that decides about one film.

    Attributes
    ----------
    file : str
        File name, with ``.dcm``.
    scene : callable
        Makes the scene when it is needed: patient, posed and dressed.
    beam : Beam
        Tube and detector.
    facts : FilmFacts
        What the header says.
    technique : Technique
        Exposure.
    look : Look
        Film station.
    seed : int
        Of noise, grain and station.
    letters : tuple of Letters
        Side markers.
    case : dict of str to str
        Columns of the cases table, apart from the file.
    coding : Coding
        How the pixels are packed.
    keep : float
        Share of the file that is kept: below 1 for a film that was cut short on its way.
    """

    file: str
    scene: Callable[[], Scene]
    beam: Beam
    facts: FilmFacts
    technique: Technique = Technique()
    look: Look = CLINICAL
    seed: int = 0
    letters: tuple[Letters, ...] = ()
    case: dict[str, str] = field(default_factory=dict)
    coding: Coding = Coding.JPEG_2000
    keep: float = 1.0
