"""Restate: the same film through another station, or with another word on its scale."""

from dataclasses import replace

from measure.simulate.dicom import ScaleTags
from measure.simulate.films.plan import FilmPlan
from measure.simulate.seeds import stream
from measure.simulate.station import RAW_LOG, Look, some_look


def restated(plan: FilmPlan, *, look: str = "clinical", scale: str | None = None) -> FilmPlan:
    """Plan of the same film with another look or other tags.

    Parameters
    ----------
    plan : FilmPlan
        As the recipe made it.
    look : {"clinical", "raw", "random"}
        Station; ``clinical`` leaves the recipe's own.
    scale : str, optional
        Name of a member of ``ScaleTags``. A film whose header must then hide the detector's spacing becomes a CR film.

    Returns
    -------
    FilmPlan
    """
    if look == "raw":
        plan = _seen(plan, RAW_LOG)
        plan = replace(plan, facts=replace(plan.facts, for_processing=plan.facts.modality == "DX"))
    elif look == "random":
        kind = "leg" if plan.facts.region == "lower_limb" else str(plan.facts.view)
        plan = _seen(plan, some_look(stream(plan.seed, "look", plan.file), kind, _side(plan)))
    if scale is not None:
        tags = ScaleTags[scale]
        modality = plan.facts.modality if tags.has_detector else "CR"
        raw = plan.facts.for_processing and modality == "DX"
        plan = replace(plan, facts=replace(plan.facts, scale=tags, modality=modality, for_processing=raw))
    return plan


def _side(plan: FilmPlan) -> str | None:
    """Side that a label may name: of the limb, or the one that lies against the detector."""
    if plan.facts.side is not None:
        return str(plan.facts.side)
    return str(plan.facts.facing) if plan.facts.facing else None


def _seen(plan: FilmPlan, look: Look) -> FilmPlan:
    """The film through another station, and a header that says so."""
    facts = replace(
        plan.facts,
        intensity=look.chain,
        bits=look.bits,
        monochrome1=look.monochrome1,
        stitched=look.seams is not None,
        burned_in=bool(look.labels),
        lossy_ratio=10.0 if look.jpeg else None,
    )
    return replace(plan, look=look, facts=facts)
