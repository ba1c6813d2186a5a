"""Assessments."""

from measure.model import Assessment, Observer, ObserverKind, Status


def test_a_judgement_is_a_persons_word_and_so_confirmed() -> None:
    judged = Assessment("rust", "9", Observer(ObserverKind.PERSON, "reader-1"))
    assert judged.status is Status.CONFIRMED
    assert judged.structure is None
