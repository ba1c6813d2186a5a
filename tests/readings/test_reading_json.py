"""Reading JSON: nothing is lost on the way there and back, and nothing unread slips in."""

import json
from dataclasses import replace
from functools import cache

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from measure.errors import ReadingError
from measure.model import (
    Annotation,
    Assessment,
    Box,
    Circle,
    Covariance,
    Level,
    NotVisible,
    Observer,
    ObserverKind,
    Origin,
    Point,
    Polyline,
    Reading,
    Side,
    Statement,
    Status,
    Structure,
    StructureKind,
    Topic,
)
from measure.readings import decode_reading, encode_reading, reading_schema
from measure.readings.reading_json import file_name

number = st.floats(-1e4, 1e4, allow_subnormal=False)
size = st.floats(0.01, 1e3)
text = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
word = text.filter(lambda t: t.strip() != "")


@st.composite
def covariances(draw: st.DrawFn) -> Covariance:
    a, b, c = (draw(st.floats(-10, 10, allow_subnormal=False)) for _ in range(3))
    return Covariance(a * a, a * b, b * b + c * c)


marks = st.one_of(
    st.builds(Point, number, number, st.none() | covariances()),
    st.builds(Polyline, st.lists(st.tuples(number, number), min_size=2, max_size=5).map(tuple), st.booleans()),
    st.builds(Circle, number, number, size),
    st.builds(Box, number, number, size, size, st.floats(-180, 180)),
)
observers = st.builds(Observer, st.sampled_from(list(ObserverKind)), word, word)
statuses = st.sampled_from(list(Status))
structures = st.one_of(
    st.builds(Structure, st.just(StructureKind.VERTEBRA), st.sampled_from(list(Level)), st.none() | st.integers(1, 30)),
    st.builds(Structure, st.just(StructureKind.VERTEBRA), st.none(), st.integers(1, 30)),
    st.builds(
        Structure,
        st.sampled_from([k for k in StructureKind if k is not StructureKind.VERTEBRA]),
        st.none(),
        st.none() | st.integers(1, 9),
        st.none() | st.sampled_from(list(Side)),
        st.none() | st.sampled_from(["proximal", "distal"]),
    ),
)
confidences = st.none() | st.floats(0, 1)
flags = st.lists(st.from_regex(r"[a-z][a-z0-9_]{0,20}", fullmatch=True), max_size=3, unique=True).map(tuple)
annotations = st.one_of(
    st.builds(
        Annotation,
        structures,
        observers,
        st.dictionaries(word, marks, max_size=4),
        statuses,
        st.none(),
        confidences,
        flags,
    ),
    st.builds(
        Annotation, structures, observers, st.just({}), statuses, st.sampled_from(list(NotVisible)), confidences, flags
    ),
)
statements = st.builds(Statement, st.sampled_from(list(Topic)), word, st.sampled_from(list(Origin)), st.none() | text)
judged = (word, word, observers, st.none() | structures)
assessments = st.builds(Assessment, *judged, st.just(Status.CONFIRMED), st.none() | text, word) | st.builds(
    Assessment, *judged, st.just(Status.DRAFT), st.none() | text
)
readings = st.builds(
    Reading,
    word,
    word,
    observers,
    st.lists(annotations, max_size=3, unique_by=lambda a: a.structure.key).map(tuple),
    st.lists(statements, max_size=3).map(tuple),
    st.lists(assessments, max_size=3).map(tuple),
    st.none() | text,
)


@cache
def validator() -> jsonschema.Draft202012Validator:
    schema = reading_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


PLAIN = Reading(
    "2.25.1",
    "sha256:0",
    Observer(ObserverKind.PERSON, "reader-1"),
    (
        Annotation(
            Structure(StructureKind.VERTEBRA, Level.L1),
            Observer(ObserverKind.PERSON, "reader-1"),
            {"superior_left": Point(1.5, 2.0, Covariance(1.0, 0.1, 2.0))},
        ),
    ),
    (Statement(Topic.FACING, "left", Origin.PERSON),),
)


@settings(max_examples=200)
@given(readings)
def test_there_and_back(reading: Reading) -> None:
    written = encode_reading(reading)
    assert decode_reading(written) == reading
    assert encode_reading(decode_reading(written)) == written


@settings(max_examples=50)
@given(readings)
def test_what_is_written_is_valid_by_the_schema(reading: Reading) -> None:
    validator().validate(json.loads(encode_reading(reading)))


def test_a_reading_from_before_flags_is_read() -> None:
    """No key ``flags``, as files had it; and none is written where there are none."""
    written = encode_reading(PLAIN)
    assert "flags" not in written
    assert decode_reading(written).annotations[0].flags == ()
    flagged = replace(PLAIN, annotations=(replace(PLAIN.annotations[0], flags=("transitional",)),))
    assert json.loads(encode_reading(flagged))["annotations"][0]["flags"] == ["transitional"]


@pytest.mark.parametrize("mark", [Point(1, 2), Polyline(((0, 1), (2, 3))), Circle(1, 2, 3), Box(1, 2, 3, 4)])
def test_whole_numbers_keep_the_kind_of_a_mark(mark: object) -> None:
    """A circle has all that a point has: it must not come back as one."""
    owner = Annotation(Structure(StructureKind.CALIBRATOR, ordinal=1), PLAIN.observer, {"ball": mark})
    reading = Reading("2.25.1", "k", PLAIN.observer, (owner,))
    found = decode_reading(encode_reading(reading)).annotations[0].marks["ball"]
    assert type(found) is type(mark)
    assert found == mark


def test_it_is_text_that_a_person_can_read() -> None:
    written = encode_reading(PLAIN)
    assert written.startswith('{\n  "format": "radiograph-measure/reading",\n  "version": 1,\n')
    assert written.endswith("}\n")
    assert "null" not in written
    assert "é" in encode_reading(Reading("1", "é", PLAIN.observer))


def changed(**parts: object) -> str:
    return json.dumps({**json.loads(encode_reading(PLAIN)), **parts})


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "reading JSON: line 1"),
        ('{\n"format": oops}', "reading JSON: line 2"),
        ("[]", "this is some other JSON"),
        ("null", "this is some other JSON"),
        ('{"shapes": []}', "expected format 'radiograph-measure/reading'"),
        (changed(format="labelme"), "this is some other JSON"),
        (changed(version=2), "expected version 1, got 2"),
        (changed(version=None), "expected version 1, got None"),
        (changed(uid=None), "reading JSON: uid"),
        (changed(observer={"kind": "wizard", "name": "x"}), "reading JSON: observer.kind"),
        (changed(observer={"kind": "algorithm", "name": "x"}), "an algorithm needs a version"),
        (changed(statements=[{"topic": "facing", "value": " ", "origin": "person"}]), "expected a value"),
        (changed(annotations=json.loads(changed())["annotations"] * 2), "vertebra:L1 is annotated twice"),
        (
            encode_reading(PLAIN).replace('"status": "draft"', '"status": "draft", "flags": ["Not A Word"]'),
            "expected small letters",
        ),
        (changed(comment="hello"), "unknown key comment; expected only the keys of the schema"),
        (changed(observer={"kind": "person", "name": "x", "hospital": "y"}), "unknown key observer.hospital"),
    ],
)
def test_what_cannot_be_used_is_named(text: str, says: str) -> None:
    with pytest.raises(ReadingError) as caught:
        decode_reading(text)
    assert says in str(caught.value)


@pytest.mark.parametrize(("row", "says"), [("NaN", "finite"), ("Infinity", "finite"), ('"left"', "number")])
def test_a_point_is_at_finite_numbers(row: str, says: str) -> None:
    with pytest.raises(ReadingError, match=rf"annotations\.0\.marks\.superior_left.*{says}"):
        decode_reading(encode_reading(PLAIN).replace('"row": 1.5', f'"row": {row}'))


def test_a_mistyped_key_deep_inside_is_named() -> None:
    written = encode_reading(PLAIN).replace('"covariance"', '"covarianec"')
    with pytest.raises(ReadingError, match=r"unknown key annotations\.marks\.superior_left\.covarianec"):
        decode_reading(written)


def test_gaps_may_be_written_out() -> None:
    assert decode_reading(changed(read_at=None)) == PLAIN


@pytest.mark.parametrize(
    "broken", [changed(format="labelme"), changed(version=2), changed(uid=None), changed(observer={})]
)
def test_the_schema_refuses_what_the_reader_refuses(broken: str) -> None:
    with pytest.raises(jsonschema.ValidationError):
        validator().validate(json.loads(broken))


def test_file_name_of_a_key():
    assert file_name("1.2.840/1") == "1.2.840_1"
    assert not set("/:\\") & set(file_name("sha256:" + "ab" * 32 + "/12"))
