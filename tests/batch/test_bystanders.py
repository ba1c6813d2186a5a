"""What lies beside the films, in few rows: and yet every file is counted once."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from measure.batch.bystanders import FEW, OTHER, Bystanders
from measure.batch.outcome import FileStatus
from measure.film.objects import INDEX, DicomObject


def rows(bystanders) -> dict[str, tuple[int, str]]:
    outcomes = [outcome for _, outcome in bystanders.outcomes()]
    assert {outcome.status for outcome in outcomes} <= {FileStatus.SKIPPED}
    return {outcome.relative: (outcome.files, outcome.reason) for outcome in outcomes}


def test_a_series_is_one_row_under_the_folder_that_holds_all_of_it():
    bystanders = Bystanders()
    for number in range(900):
        bystanders.add_object(number, f"DICOM/ST1/SE{number % 2}/IM{number}", DicomObject("CT image", "1.2.3"))
    bystanders.add_object(900, "DICOM/ST1/SE0/SCOUT", DicomObject("CT image", "1.2.4"))
    assert rows(bystanders) == {
        "DICOM/ST1/": (900, "CT series of 900 images: not a projection film"),
        "DICOM/ST1/SE0/SCOUT": (1, "a CT image: not a projection film"),
    }


def test_reports_have_their_plain_name():
    bystanders = Bystanders()
    for number, (sort, series) in enumerate(
        [
            ("structured report", "1"),
            ("PDF in a DICOM file", "2"),
            ("PDF in a DICOM file", "2"),
            (INDEX, None),
            (INDEX, None),
        ]
    ):
        bystanders.add_object(number, f"a/{number}", DicomObject(sort, series))
    assert rows(bystanders) == {
        "a/0": (1, "a structured report: not a film"), "a/": (2, "2 PDFs in a DICOM file: no films"),
        "a/3": (1, INDEX), "a/4": (1, INDEX),
    }  # fmt: skip


def test_a_viewer_is_one_row_and_what_lies_among_films_is_not():
    bystanders = Bystanders()
    bystanders.beside("films/a.dcm")
    for number in range(4):
        bystanders.add_other(number, f"VIEWER/bin/{number}.exe", "program")
        bystanders.add_other(10 + number, f"VIEWER/help/{number}.htm", "web page")
        bystanders.add_other(20 + number, f"films/{number}.txt", "text")
    bystanders.add_other(30, "autorun.inf", "text")
    assert rows(bystanders) == {
        "VIEWER/": (8, "no film among them: 4 programs, 4 web pages"),
        **{f"films/{number}.txt": (1, "not a film: a text") for number in range(4)},
        "autorun.inf": (1, "not a film: a text"),
    }


def test_more_than_a_few_of_one_sort_among_films_are_one_row():
    for count in (FEW, FEW + 1):
        bystanders = Bystanders()
        bystanders.beside("films/a.dcm")
        for number in range(count):
            bystanders.add_other(number, f"films/{number}.txt", "text")
        bystanders.add_other(90, "films/x.pdf", "PDF document")
        assert len(rows(bystanders)) == (FEW + 1 if count == FEW else 2)
    assert rows(bystanders)["films/"] == (FEW + 1, f"no film among them: {FEW + 1} texts")


def test_archives_that_may_hold_films_are_not_lost_among_programs():
    bystanders = Bystanders()
    for number in range(8):
        bystanders.add_other(number, f"old/{number}.tar.gz", "archive")
        bystanders.add_other(10 + number, f"old/{number}.exe", "program")
    outcomes = {outcome.sort: outcome for _, outcome in bystanders.outcomes()}
    assert outcomes["archive"].reason == "an archive of another sort: unpack it, or give a zip"
    assert (outcomes["archive"].relative, outcomes["archive"].files) == ("old/", 8)
    assert outcomes[OTHER].files == 8


names = st.lists(st.sampled_from("abc"), min_size=1, max_size=4).map("/".join)
SORTS = ("program", "text", "archive", "CT image", "structured report", "film")


@given(st.lists(st.tuples(names, st.sampled_from(SORTS)), max_size=60))
def test_every_file_is_counted_once_under_a_name_that_leads_to_it(files):
    bystanders = Bystanders()
    given_files = [(f"{name}/{number}", sort) for number, (name, sort) in enumerate(files)]
    for place, (relative, sort) in enumerate(given_files):
        if sort == "film":
            bystanders.beside(relative)
        elif sort in ("CT image", "structured report"):
            bystanders.add_object(place, relative, DicomObject(sort, relative[:1]))
        else:
            bystanders.add_other(place, relative, sort)
    told = bystanders.outcomes()
    others = [relative for relative, sort in given_files if sort != "film"]
    assert sum(outcome.files for _, outcome in told) == len(others)
    assert [place for place, _ in told] == sorted(place for place, _ in told)
    for place, outcome in told:
        first = given_files[place][0]
        if outcome.files == 1:
            assert outcome.relative == first
        else:
            assert outcome.relative == "./" or first.startswith(outcome.relative)
    for relative in others:
        assert any(o.relative == relative or relative.startswith(o.relative) or o.relative == "./" for _, o in told)
    films = [relative for relative, sort in given_files if sort == "film"]
    for _, outcome in told:
        if outcome.sort == OTHER and outcome.files > 1 and any(film.startswith(outcome.relative) for film in films):
            # In a folder with films only what lies in that very folder is gathered.
            depth = outcome.relative.count("/")
            same = [r for r in others if r.startswith(outcome.relative) and r.count("/") == depth]
            assert len(same) >= outcome.files


def test_order_is_that_of_the_first_file():
    bystanders = Bystanders()
    bystanders.add_other(0, "z.txt", "text")
    bystanders.add_object(1, "b/1", DicomObject("MR image", "1"))
    bystanders.add_other(2, "a.exe", "program")
    bystanders.add_object(3, "b/2", DicomObject("MR image", "1"))
    assert list(rows(bystanders)) == ["z.txt", "b/", "a.exe"]
    assert Counter(place for place, _ in bystanders.outcomes()) == {0: 1, 1: 1, 2: 1}
