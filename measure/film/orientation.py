"""How the patient stood before the film: view, side, posture, and which way round the picture is."""

from dataclasses import dataclass

from measure.film.attributes import Attributes
from measure.model import Facing, Posture, Side, View

_VIEW_POSITIONS = {
    View.FRONTAL: "AP PA FRONTAL",
    View.LATERAL: "LL RL LAT LATERAL ML LM LLAT RLAT",
    View.OBLIQUE: "RLO LLO RAO LAO RPO LPO OBL OBLIQUE",
}
_VIEWS = {name: view for view, names in _VIEW_POSITIONS.items() for name in names.split()}

# DICOM CID 4010, SNOMED CT and the SNOMED-RT codes of older files.
_VIEW_CODES = {
    View.FRONTAL: "399348003 272479007 399033003 R-10206 R-10214 R-10202",
    View.LATERAL: "399198007 399173006 399067008 399260004 399352003 30730003 R-10232 R-10236 R-10228 R-10224",
    View.OBLIQUE: "399038007 399135007 399356000 399006002 399236003 399184004 399182000",
}
_CODED_VIEWS = {code: view for view, codes in _VIEW_CODES.items() for code in codes.split()}

_SIDES = {"L": Side.LEFT, "R": Side.RIGHT, "B": Side.BILATERAL, "U": Side.MIDLINE}

# CID 20 and its SNOMED-RT forms.
_POSTURE_CODES = {
    Posture.STANDING: "10904000 F-10320",
    Posture.SITTING: "33586001 F-10330",
    Posture.SUPINE: "40199007 F-10340",
    Posture.PRONE: "1240000 F-10310",
    Posture.LATERAL_DECUBITUS: "32185000 102536004 102535000 F-10317 F-10319 F-10318",
}
_CODED_POSTURES = {code: posture for posture, codes in _POSTURE_CODES.items() for code in codes.split()}

# Patient Position: head or feet first, then supine, prone or on a side; SITTING stands for itself.
_POSITION_ENDINGS = {
    "S": Posture.SUPINE,
    "P": Posture.PRONE,
    "DR": Posture.LATERAL_DECUBITUS,
    "DL": Posture.LATERAL_DECUBITUS,
}


@dataclass(frozen=True, slots=True)
class Orientation:
    """What the header says of view and orientation; None where it does not say."""

    view: View | None = None
    side: Side | None = None
    facing: Facing | None = None
    patient_left: Facing | None = None
    posture: Posture | None = None


def read_orientation(attributes: Attributes) -> Orientation:
    """View, side, posture and orientation; contradictions are warned of, and then nothing is concluded.

    Examples
    --------
    >>> from pydicom import Dataset
    >>> dataset = Dataset()
    >>> dataset.ViewPosition, dataset.PatientOrientation = "LL", ["A", "F"]
    >>> read_orientation(Attributes(dataset)).facing
    <Facing.RIGHT: 'right'>
    """
    stated = _stated_view(attributes)
    letters = _row_letters(attributes)
    seen = _view_of(letters)
    view = stated or seen
    facing = patient_left = None
    if stated and seen and stated is not seen and stated is not View.OBLIQUE:
        attributes.warn(f"PatientOrientation: expected that of a {stated} view, got that of a {seen} view: not used")
    elif letters and view is not View.OBLIQUE:
        patient_left = {"L": Facing.RIGHT, "R": Facing.LEFT}.get(letters[0])
        facing = {"A": Facing.RIGHT, "P": Facing.LEFT}.get(letters[0])
    return Orientation(view, _side(attributes), facing, patient_left, _posture(attributes))


def _stated_view(attributes: Attributes) -> View | None:
    """View that is named, by code or by ViewPosition."""
    coded = next(
        (
            _CODED_VIEWS[code]
            for item in attributes.items("ViewCodeSequence")
            if (code := item.code("CodeValue")) in _CODED_VIEWS
        ),
        None,
    )
    position = attributes.code("ViewPosition")
    named = _VIEWS.get(position or "")
    if position and named is None and position not in ("LLD", "RLD"):
        attributes.warn("ViewPosition: neither frontal, lateral nor oblique")
    if coded and named and coded is not named:
        attributes.warn(f"ViewPosition: says {named}, ViewCodeSequence says {coded}: the code is used")
    return coded or named


def _row_letters(attributes: Attributes) -> str:
    """Letters of the direction in which the rows run, for an upright picture of a person; else empty."""
    parts = attributes.texts("PatientOrientation")
    if parts is None or not all(parts):
        return ""
    if attributes.code("AnatomicalOrientationType") == "QUADRUPED":
        attributes.warn("PatientOrientation: of an animal, not used")
        return ""
    parts = tuple(part.upper() for part in parts)
    if len(parts) != 2 or not all(set(part) <= set("LRAPHF") for part in parts):
        attributes.warn("PatientOrientation: expected two directions of A, P, L, R, H and F, got something else")
        return ""
    rows, columns = parts
    if rows[0] in "HF":
        attributes.warn(f"PatientOrientation: the picture lies on its side (rows run to {rows[0]})")
        return ""
    if columns[0] != "F":
        attributes.warn(f"PatientOrientation: expected columns that run to the feet (F), got {columns[0]}")
    return rows


def _view_of(letters: str) -> View | None:
    """View that the direction of the rows belongs to."""
    if not letters:
        return None
    return View.LATERAL if letters[0] in "AP" else View.FRONTAL


def _side(attributes: Attributes) -> Side | None:
    """Side of the patient; ImageLaterality is of this picture, Laterality of the whole series."""
    image, series = attributes.code("ImageLaterality"), attributes.code("Laterality")
    for name, letter in (("ImageLaterality", image), ("Laterality", series)):
        if letter and letter not in _SIDES:
            attributes.warn(f"{name}: expected L, R, B or U, got something else")
    found = _SIDES.get(image or ""), _SIDES.get(series or "")
    if found[0] and found[1] and found[0] is not found[1]:
        attributes.warn(f"Laterality: says {found[1]}, ImageLaterality says {found[0]}: the latter is used")
    return found[0] or found[1]


def _posture(attributes: Attributes) -> Posture | None:
    """Posture, by code, by Patient Position, or by a decubitus ViewPosition."""
    for item in attributes.items("PatientOrientationCodeSequence"):
        for coded in (item, *item.items("PatientOrientationModifierCodeSequence")):
            posture = _CODED_POSTURES.get(coded.code("CodeValue") or "")
            if posture:
                return posture
    if attributes.code("ViewPosition") in ("LLD", "RLD"):
        return Posture.LATERAL_DECUBITUS
    position = attributes.code("PatientPosition") or ""
    if position == "SITTING":
        return Posture.SITTING
    return _POSITION_ENDINGS.get(position[2:]) if position[:2] in ("HF", "FF") else None
