"""Every scale of judgement, as one list: what people enter by hand, kept apart from what is computed."""

import difflib
from collections.abc import Iterable
from dataclasses import replace

from measure.errors import CatalogError, quoted
from measure.model import LEVELS, Assessment, Scheme, StructureKind, rank

VERTEBRA = (StructureKind.VERTEBRA,)
FILM = (None,)
VERTEBRA_OR_FILM = (*VERTEBRA, *FILM)
BONES = (
    StructureKind.REGENERATE, StructureKind.FEMUR, StructureKind.TIBIA, StructureKind.FIBULA, StructureKind.HUMERUS,
    StructureKind.RADIUS, StructureKind.ULNA, StructureKind.MANDIBLE, StructureKind.MAXILLA,
)  # fmt: skip

NICE_SPINE = "NICE HTG422 §5 (adverse events and how they are coded)"
LI = "Li R, Saleh M, Yang L, Coulton L. J Orthop Res 2006;24:339–47"
# A reader may say that the question cannot be answered on this film; that is not a no.
YES_NO = {"yes": "seen", "no": "looked for and not seen", "unknown": "cannot be told on this film"}


def _summed(cortices: int, lowest: int, highest: int) -> dict[str, str]:
    return {
        str(total): f"sum of {cortices} cortices, {lowest} to {highest} each"
        for total in range(cortices * lowest, cortices * highest + 1)
    }


SCHEMES: tuple[Scheme, ...] = (
    Scheme(
        id="genant_visual",
        title="Genant grade, by eye",
        values={
            "0": "normal",
            "0.5": "suspected: less than grade 1, not normal",
            "1": "mild: about 20 to 25 % less height",
            "2": "moderate: about 25 to 40 % less height",
            "3": "severe: more than 40 % less height",
        },
        subjects=VERTEBRA,
        definition="How much height and area a vertebra has lost, as a reader sees it; nothing is measured.",
        references=("Genant HK et al. J Bone Miner Res 1993;8:1137–48",),
        say="visual Genant {}",
    ),
    Scheme(
        id="genant_type",
        title="Genant type, by eye",
        values={
            "wedge": "the anterior height is lost most",
            "biconcave": "the middle height is lost most",
            "crush": "the posterior height is lost most",
        },
        subjects=VERTEBRA,
        definition="Which height of a vertebra has lost most, as a reader sees it.",
        references=("Genant HK et al. J Bone Miner Res 1993;8:1137–48",),
    ),
    Scheme(
        id="non_fracture_deformity",
        title="Non-fracture deformity",
        values={
            "none": "looked for and not seen",
            "scheuermann": "Scheuermann's disease",
            "schmorl_node": "disc pushed into the endplate",
            "limbus": "corner of the body apart from it since youth",
            "cupids_bow": "paired hollows of the inferior endplate",
            "degenerative_wedging": "wedged by degeneration",
            "physiological_wedging": "wedged as normal at its level",
            "osteophyte": "bony outgrowth at the rim that hides the corner",
            "other": "something else that is no fracture",
        },
        subjects=VERTEBRA,
        definition="Why a vertebra has another shape although it was never broken; several may hold.",
        references=("Lenchik L et al. AJR 2004;183:949–58 (what looks like a vertebral fracture and is none)",),
        say="non-fracture deformity: {}",
        several=True,
        alone="none",
    ),
    Scheme(
        id="ao_spine",
        title="AO Spine thoracolumbar class",
        values={
            "A0": "minor: processes only",
            "A1": "one endplate, posterior wall intact",
            "A2": "split or pincer: both endplates, posterior wall intact",
            "A3": "one endplate and the posterior wall",
            "A4": "both endplates and the posterior wall",
            "B1": "posterior tension band, through bone",
            "B2": "posterior tension band, through ligaments",
            "B3": "anterior tension band: hyperextension",
            "C": "displacement or dislocation",
        },
        subjects=VERTEBRA,
        definition="Morphological class of an injured vertebra, as entered by a reader; it is never computed.",
        references=("Vaccaro AR et al. Spine 2013;38:2028–37",),
        say="AO Spine {}",
    ),
    Scheme(
        id="of_dgou",
        title="OF class (DGOU)",
        values={
            "OF1": "no deformation (oedema on MRI)",
            "OF2": "one endplate, posterior wall hardly or not involved",
            "OF3": "one endplate, posterior wall distinctly involved",
            "OF4": "both endplates, pincer, or loss of the frame",
            "OF5": "distraction or rotation",
        },
        subjects=VERTEBRA,
        definition="Class of an osteoporotic vertebra; needs CT or MRI and repeats worse on a radiograph alone.",
        references=("Schnake KJ et al. Global Spine J 2018;8(2 Suppl):46S–49S",),
    ),
    Scheme(
        id="posterior_wall",
        title="Posterior wall",
        values={"intact": "not involved", "involved": "broken, bulging or displaced"},
        subjects=VERTEBRA,
        definition="Whether the posterior wall of a vertebra is involved; better judged on CT.",
        references=("Vaccaro AR et al. Spine 2013;38:2028–37",),
        say="posterior wall {}",
    ),
    Scheme(
        id="leak_site",
        title="Cement leak",
        values={
            "none": "looked for and not seen",
            "disc": "into the disc",
            "paravertebral": "beside the vertebra",
            "vein": "into a vein",
            "intracanal": "into the spinal canal",
            "foramen": "into a foramen",
            "pulmonary": "into the lung",
        },
        subjects=VERTEBRA_OR_FILM,
        definition="Where cement lies outside of the vertebra; several sites may hold.",
        references=(NICE_SPINE,),
        say="cement leak: {}",
        several=True,
        alone="none",
    ),
    Scheme(
        id="adjacent_fracture",
        title="Adjacent fracture, in the reader's words",
        values=YES_NO,
        subjects=VERTEBRA_OR_FILM,
        definition="Whether a reader sees a new fracture next to a treated vertebra.",
        references=(NICE_SPINE,),
        say="adjacent fracture: {}",
    ),
    Scheme(
        id="new_fracture",
        title="New fracture elsewhere, in the reader's words",
        values=YES_NO,
        subjects=VERTEBRA_OR_FILM,
        definition="Whether a reader sees a new fracture that is not next to a treated vertebra.",
        references=(NICE_SPINE,),
        say="new fracture, not adjacent: {}",
    ),
    Scheme(
        id="image_quality",
        title="Image quality",
        values={"good": "all can be judged", "limited": "some cannot be judged", "poor": "little can be judged"},
        subjects=FILM,
        definition="How well a film can be read for its purpose.",
        references=("this house: three words, without a published scale",),
        say="image quality {}",
    ),
    Scheme(
        id="li_type",
        title="Regenerate type (Li)",
        values={
            "1": "sparse, low density",
            "2": "homogeneous, low density",
            "3": "heterogeneous, low density",
            "4": "lucent, low density",
            "5": "sparse, intermediate density",
            "6": "homogeneous, intermediate density",
            "7": "heterogeneous, intermediate density",
            "8": "lucent, intermediate density",
            "9": "homogeneous, normal density",
            "10": "heterogeneous, normal density",
        },
        subjects=BONES,
        definition="Texture and density of the regenerate of a lengthened bone.",
        references=(LI, "BMC Musculoskelet Disord 2013;14:302, table 1"),
        say="Li type {}",
    ),
    Scheme(
        id="li_shape",
        title="Regenerate shape (Li)",
        values={
            "fusiform": "wider than the bone",
            "cylindrical": "as wide as the bone",
            "concave": "narrower than the bone",
            "lateral": "on one side only",
            "central": "a thin pillar",
        },
        subjects=BONES,
        definition="Outline of the regenerate of a lengthened bone.",
        references=(LI,),
        say="Li shape {}",
    ),
    Scheme(
        id="cortices_bridged",
        title="Bridged cortices",
        values={str(count): f"{count} of the four cortices" for count in range(5)},
        subjects=BONES,
        definition="How many of four cortices cross the whole gap; one film shows two, so this needs two views.",
        references=("Fischgrund J, Paley D, Suter C. Clin Orthop 1994;301:31–7",),
        say="{} of 4 cortices bridged",
    ),
    Scheme(
        id="rust",
        title="RUST",
        values=_summed(4, 1, 3),
        subjects=BONES,
        definition=(
            "Sum over four cortices of 1 (no callus, line visible), 2 (callus, line visible) or 3 (bridged, no line)."
        ),
        references=("Whelan DB et al. J Trauma 2010;68:629–32",),
        say="RUST {}",
    ),
    Scheme(
        id="mrust",
        title="Modified RUST",
        values=_summed(4, 1, 4),
        subjects=BONES,
        definition="Sum over four cortices of 1 (no callus), 2 (callus), 3 (bridging) or 4 (remodelled, no line).",
        references=("Litrenta J et al. J Orthop Trauma 2015;29:516–20",),
        say="mRUST {}",
    ),
)
_BY_ID = {scheme.id: scheme for scheme in SCHEMES}


def get_scheme(scheme_id: str) -> Scheme:
    """Scheme by its id.

    Raises
    ------
    CatalogError
        If there is none; the message suggests the nearest names.

    Examples
    --------
    >>> get_scheme("leak_site").tell("disc;vein")
    'cement leak: disc, vein'
    """
    if scheme_id in _BY_ID:
        return _BY_ID[scheme_id]
    near = difflib.get_close_matches(scheme_id.lower(), list(_BY_ID), n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(_BY_ID)}"
    raise CatalogError(f"scheme {quoted(scheme_id)} is not known; {hint}")


def check(scheme_id: str, value: str, subject: StructureKind | None) -> str:
    """Judgement in the words of its scheme.

    Parameters
    ----------
    scheme_id : str
        Which scheme.
    value : str
        As written.
    subject : StructureKind or None
        What is judged; None = the film as a whole.

    Returns
    -------
    str
        As it stands in rows.

    Raises
    ------
    CatalogError
        If there is no such scheme or no such word in it, or it is not for this subject.

    Examples
    --------
    >>> check("ao_spine", "a1", StructureKind.VERTEBRA), check("genant_visual", "2.0", StructureKind.VERTEBRA)
    ('A1', '2')
    >>> check("leak_site", "vein, disc", StructureKind.VERTEBRA)
    'disc;vein'
    """
    return get_scheme(scheme_id).read(value, subject)


def checked(assessments: Iterable[Assessment]) -> tuple[Assessment, ...]:
    """Assessments that did not come by a table, in the words of their schemes.

    Raises
    ------
    CatalogError
        If one of them is in no scheme, or not in its words.
    """
    return tuple(
        replace(one, value=check(one.scheme, one.value, one.structure.kind if one.structure else None))
        for one in assessments
    )


def in_order(assessments: Iterable[Assessment]) -> list[Assessment]:
    """Assessments head to tail, then those of vertebrae without a level and of bones, the whole film last.

    Of one structure observer by observer, in the order of the schemes.
    """
    scale = {scheme.id: place for place, scheme in enumerate(SCHEMES)}

    def key(one: Assessment) -> tuple[int, int, str, str, int]:
        structure, last = one.structure, (one.observer.name, scale.get(one.scheme, len(scale)))
        if structure is None:
            return len(LEVELS) + 1, 0, "", *last
        head = rank(structure.level) if structure.level else len(LEVELS)
        return head, structure.ordinal or 0, structure.key, *last

    return sorted(assessments, key=key)
