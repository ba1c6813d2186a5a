"""Refusal: why a film gets no draft, as a code and as a sentence that says what to do."""

from dataclasses import dataclass
from enum import StrEnum


class Why(StrEnum):
    """Why a film gets no draft.

    ============  ==============================================================
    unusable      no film to look at: tiny, flat, with values that are no numbers
    frames        one of several frames of a file: films are single pictures
    other_view    no spine seen from the front or from the side
    not_upright   upside down or on its side
    no_chain      fewer than two vertebrae found
    ============  ==============================================================
    """

    UNUSABLE = "unusable"
    FRAMES = "frames"
    OTHER_VIEW = "other_view"
    NOT_UPRIGHT = "not_upright"
    NO_CHAIN = "no_chain"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why one film gets no draft.

    Attributes
    ----------
    why : Why
        The code.
    reason : str
        In words, with what to do about it; no name, number or path in it.

    Examples
    --------
    >>> Refusal(Why.NOT_UPRIGHT, "it lies upside down: turn it").why
    <Why.NOT_UPRIGHT: 'not_upright'>
    """

    why: Why
    reason: str
