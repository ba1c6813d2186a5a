"""Other people's warnings stay away from the user."""

import threading
import warnings

from measure.film import read_header
from measure.film.quiet import quiet


def test_pydicom_says_nothing(make_film) -> None:
    # StudyDate and PatientAge break the rules of their kinds: pydicom warns, and warnings are errors here.
    header = read_header(make_film(StudyDate=b"yesterday", PatientAge=b"old", RescaleSlope=b"1,0"))
    assert len(header.warnings) == 3


def test_filters_survive_threads() -> None:
    before = list(warnings.filters)

    def work() -> None:
        for _ in range(50):
            with quiet():
                warnings.warn("x", stacklevel=1)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert warnings.filters == before
