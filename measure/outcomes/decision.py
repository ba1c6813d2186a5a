"""A reader's decision on one draft, and the row that it makes of the draft."""

from enum import StrEnum
from typing import Any, TypeVar

from measure.model import Status, ValueStatus
from measure.outcomes.context import SOFTWARE
from measure.outcomes.jsontext import details_from_text, details_to_text
from measure.outcomes.record import FLAG_SEPARATOR, from_record, to_record
from measure.outcomes.schema import AssessmentRow, MeasurementRow
from measure.outcomes.vocabulary import Method, SdBasis

Decidable = MeasurementRow | AssessmentRow
D = TypeVar("D", bound=Decidable)


class Decision(StrEnum):
    """What a reader makes of a draft.

    =======  ================================================================
    confirm  the value holds
    amend    another value holds, and the reader states it
    reject   no value holds: the row stays, without one
    =======  ================================================================
    """

    CONFIRM = "confirm"
    AMEND = "amend"
    REJECT = "reject"


# The change_reason of a revision that is a decision: the store tells decisions from drafts by it.
REASONS = {
    Decision.CONFIRM: "confirmed by a reader",
    Decision.AMEND: "amended by a reader",
    Decision.REJECT: "rejected by a reader",
}
DECIDED = frozenset(REASONS.values())
# Reason of a rejected measurement; an assessment has no reason, and takes it as its value.
REJECTED = "rejected_by_reader"
AMENDED = "amended"
# What a row says about its value; the rest (where, by whom, on which film) stays.
EMPTIED = {"value": None, "sd": None, "floor_sd": None, "sd_basis": None, "flags": None, "details": None}


def decided(draft: D, decision: Decision, reader: str, new_value: float | str | None = None, *, on: int) -> D:
    """Row that a decision makes of a draft: its next revision, confirmed by name.

    Parameters
    ----------
    draft : MeasurementRow or AssessmentRow
        What was decided on.
    decision : Decision
        How.
    reader : str
        Code or login of the person.
    new_value : float, str or None, optional
        The value that holds instead, where the draft is amended.
    on : int
        Revision that the row replaces.

    Returns
    -------
    MeasurementRow or AssessmentRow
        The spread of an amended measurement stays, as the reader's own: ``sd_basis`` says
        type_b, the flag ``amended`` and ``value_before`` among the details tell the rest.

    Raises
    ------
    pydantic.ValidationError
        If the new value breaks a rule of the schema: millimetres on a film without a scale.
    """
    record = to_record(draft)
    record |= {
        "status": Status.CONFIRMED,
        "confirmed_by": reader,
        "software": SOFTWARE,
        "revision": on + 1,
        "supersedes_revision": on,
        "change_reason": REASONS[decision],
    }
    if record.get("method") == Method.AUTOMATIC:
        record["method"] = Method.SEMI_AUTOMATIC
    if decision is Decision.AMEND:
        record |= _amended(draft, new_value)
    elif decision is Decision.REJECT:
        record |= _rejected(draft)
    return from_record(type(draft), record)


def _amended(draft: Decidable, new_value: float | str | None) -> dict[str, Any]:
    if isinstance(draft, AssessmentRow):
        return {"value": new_value}
    before = {} if draft.value is None else {"value_before": draft.value}
    return {
        "value": new_value,
        "value_status": ValueStatus.MEASURED,
        "reason": None,
        "sd_basis": None if draft.sd is None else SdBasis.TYPE_B,
        "flags": FLAG_SEPARATOR.join(dict.fromkeys([*draft.flags, AMENDED])),
        "details": details_to_text({**details_from_text(draft.details), **before}),
    }


def _rejected(draft: Decidable) -> dict[str, Any]:
    if isinstance(draft, AssessmentRow):
        return {"value": REJECTED}
    return {**EMPTIED, "value_status": ValueStatus.MISSING, "reason": REJECTED}
