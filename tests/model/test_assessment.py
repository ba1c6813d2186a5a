"""Assessments."""

import pytest

from measure.errors import ModelError
from measure.model import Assessment, Observer, ObserverKind, Status

READER = Observer(ObserverKind.PERSON, "reader-1")
TABLE = Observer(ObserverKind.TABLE, "imported")
NET = Observer(ObserverKind.ALGORITHM, "net", "1")


def test_a_judgement_is_a_persons_word_and_so_confirmed() -> None:
    judged = Assessment("rust", "9", READER)
    assert (judged.status, judged.confirmed_by) == (Status.CONFIRMED, "reader-1")
    assert judged.structure is None


def test_another_person_may_confirm_it() -> None:
    assert Assessment("rust", "9", READER, confirmed_by="reader-2").confirmed_by == "reader-2"


@pytest.mark.parametrize("observer", [TABLE, NET])
def test_what_no_person_judged_is_a_draft_until_a_person_confirms_it(observer: Observer) -> None:
    with pytest.raises(ModelError, match="expected who confirmed what"):
        Assessment("rust", "9", observer)
    assert Assessment("rust", "9", observer, status=Status.DRAFT).confirmed_by is None
    assert Assessment("rust", "9", observer, confirmed_by="reader-1").status is Status.CONFIRMED


def test_a_draft_is_confirmed_by_nobody() -> None:
    with pytest.raises(ModelError, match="is a draft and names who confirmed it"):
        Assessment("rust", "9", READER, status=Status.DRAFT, confirmed_by="reader-1")
