"""How ``measure series`` shows a subject: values by visit, what changed, a plot."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from measure.catalog import MEASURES, SCHEMES, get, measure_course
from measure.catalog.words import say_flag, say_reason, say_value
from measure.cli.console import new_console
from measure.cli.series_work import Overview
from measure.cli.text_plot import Dot, plot
from measure.model import Course, Examination, Level, Measurement, ScaleClass, Status, StructureKind, Visit
from measure.outcomes.doubts import Doubt
from measure.outcomes.schema import AssessmentRow
from measure.outcomes.subject import Subject
from measure.outcomes.timeline import Clock, Unplaced

# What is plotted, the first that a course has at two visits.
PLOTTED = ("anterior_height_loss", "beck_index", "coronal_cobb_angle", "thoracic_kyphosis", "lumbar_lordosis")
SITES = ("anterior", "middle", "posterior")
FORMULAS = ("height_restoration", "height_gain", "height_gain_of_initial", "height_gain_of_expected")
RESTORATIONS = frozenset(f"{site}_{formula}" for site in SITES for formula in FORMULAS)
CLASSES = {
    "gt50": "over half", "lt50": "half or less", "none": "none", "worse": "lost more",
    "indeterminate": "too little lost to say",
}  # fmt: skip
SCALES = {
    ScaleClass.CALIBRATED: "mm calibrated", ScaleClass.ESTIMATED: "mm estimated",
    ScaleClass.DETECTOR: "mm at the detector", ScaleClass.UNKNOWN: "mm, plane unknown", ScaleClass.NONE: "pixels",
}  # fmt: skip
WINDOWS = {
    "intra_op": "during the operation", "postop_0_3d": "0–3 days after", "d30": "30 days", "m3": "3 months",
    "m6": "6 months", "m12": "12 months", "m24": "24 months",
}  # fmt: skip
CLOCKS = {
    Clock.INDEX: "Days count from the index procedure.",
    Clock.BASELINE: "Days count from the baseline film, as no film says how far the procedure lay from it.",
    Clock.FIRST: "Days count from the first film; no procedure is known.",
}
LEFT_OUT = {
    Unplaced.UNDATED: "in no course: neither a day nor a timepoint says when it was taken",
    Unplaced.INDEX_DAY: "in no course: on the day of the procedure, nothing says whether before it (timepoint)",
    Unplaced.BETWEEN_VISITS: "in no course: nothing says whether before or after the procedure (timepoint)",
}
DOUBTS = {
    Doubt.DAYS: "the films contradict each other on when they were taken; what compares them is flagged",
    Doubt.COUNT: "films differ in whether there is a T13 or an L6: one name may mean two vertebrae",
}
UNIT_WORDS = {"deg": "degrees", "%": "percent", "{ratio}": ""}
CHANGES = {"increased": "increased", "decreased": "decreased", "within_measurement_error": "within measurement error"}
ORDER = {measure.id: place for place, measure in enumerate(MEASURES)}


def print_list(subjects: Iterable[Overview]) -> None:
    """One line per subject."""
    console = new_console()
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("Subject", "Visits", "Films", "Treated", "In no course"):
        table.add_column(column, justify="left" if column in ("Subject", "Treated") else "right", no_wrap=True)
    for one in subjects:
        left_out = str(one.left_out) if one.left_out else ""
        table.add_row(one.name, str(one.visits), str(one.films), ", ".join(one.treated), left_out)
    if not table.row_count:
        console.print("No subjects: films must be tied to patients, by their headers or by --cases.")
        return
    console.print(table)
    console.print("[dim]`measure series SUBJECT` shows one; the last characters of its name are enough.[/]")


def print_subject(
    subject: Subject, judged: Sequence[AssessmentRow] = (), *, only: Collection[Level], measures: str, any_posture: bool
) -> None:
    """Courses of one subject, and what readers judged."""
    console = new_console()
    console.print(f"[bold]{subject.name}[/]")
    measured = [(c, measure_course(c, measures, any_posture=any_posture)) for c in subject.courses]
    if any(not visit.nominal for course in subject.courses for visit in course.visits):
        console.print(f"  [dim]{CLOCKS[subject.clock]}[/]")
    for why, number in sorted(subject.left_out.items()):
        console.print(f"  [yellow]{number} {'film' if number == 1 else 'films'} {LEFT_OUT[why]}[/]")
    for doubt in subject.doubts():
        console.print(f"  [yellow]{DOUBTS[doubt]}[/]")
    shown = [(course, changes) for course, changes in measured if _is_shown(course, only)]
    for course, changes in shown:
        _print_course(console, course, changes)
    for level in only:
        if not any(course.structure and course.structure.level is level for course, _ in shown):
            console.print(f"\nNo value of {level} at any visit.")
    if not only and not any(c.treated for c in subject.courses) and (names := _vertebrae(subject.courses)):
        console.print(
            f"\nNo treated level is known: name one with --treated, or look at one with --level ({', '.join(names)})."
        )
    _print_candidates(console, measured)
    _print_judged(console, judged)
    rows = [row for found in subject.rows.values() for row in found.values()]
    confirmed = sum(row.status is Status.CONFIRMED for row in rows)
    console.print(f"[dim]± is one standard deviation. {confirmed} of {len(rows)} values are confirmed by a person.[/]")
    console.print("[dim]Research and audit software, not a medical device.[/]")


def _print_judged(console: Console, judged: Sequence[AssessmentRow]) -> None:
    """What people judged, in the order of time: it stands beside the values and is none of them."""
    lines: dict[tuple[str, str, str], list[str]] = {}
    for row in judged:
        when = WINDOWS.get(str(row.timepoint or ""), str(row.timepoint or ""))
        day = f"day {row.days_from_index}" if row.days_from_index is not None else ""
        who = row.observer if row.status is Status.CONFIRMED else f"{row.observer}, draft"
        where = str(row.level or row.structure or "film")
        lines.setdefault((", ".join(filter(None, (when, day))), where, who), []).append(_tell(row))
    if lines:
        console.print("\n[bold]Judged by people[/]")
    for (when, where, who), words in lines.items():
        console.print(f"  {when or 'day unknown':<22} {where:<4} {escape(', '.join(words))} [dim]({escape(who)})[/]")


def _tell(row: AssessmentRow) -> str:
    known = {scheme.id: scheme for scheme in SCHEMES}.get(row.scheme)
    return known.tell(row.value) if known else f"{row.scheme} {row.value}"


def _vertebrae(courses: Iterable[Course]) -> list[str]:
    return [c.structure.label for c in courses if c.structure and c.structure.kind is StructureKind.VERTEBRA]


def _is_shown(course: Course, only: Collection[Level]) -> bool:
    if not course.visits:
        return False
    if only:
        return course.structure is not None and course.structure.level in only
    return course.treated or course.structure is None


def _print_course(console: Console, course: Course, changes: Sequence[Measurement]) -> None:
    name = course.structure.label if course.structure else "Films as a whole"
    console.print(f"\n[bold]{name}[/]{', treated' if course.treated else ''}")
    _print_visits(console, course)
    _print_changes(console, course, changes)
    _print_plot(console, course)


def say_visit(visit: Visit) -> str:
    """Heading of a visit: its window and its day, as far as known.

    Examples
    --------
    >>> say_visit(Visit(92, (), "m3")), say_visit(Visit(-1, (), "baseline", nominal=True))
    ('3 months, day 92', 'baseline')
    """
    window = WINDOWS.get(visit.timepoint or "", visit.timepoint or "")
    day = "" if visit.nominal else f"day {visit.day:g}".replace("-", "−")
    return ", ".join(filter(None, (window, day)))


def _print_visits(console: Console, course: Course) -> None:
    """Measures down, films across; as many films beside each other as the screen holds."""
    columns = [(visit, one) for visit in course.visits for one in visit.examinations]
    found = {measure for _, one in columns for measure in one.measurements}
    measures = sorted(found & ORDER.keys(), key=lambda measure: ORDER[measure])
    titles = {measure: get(measure).title for measure in measures}
    several = len({one.observer for _, one in columns}) > 1
    heads = _level([_heading(visit, one, observer=several) for visit, one in columns])
    cells = [[say_value(one.measurements[m]) if m in one.measurements else "" for m in measures] for _, one in columns]
    widths = [max(map(len, (*head, *cell))) + 2 for head, cell in zip(heads, cells, strict=True)]
    left = max(map(len, titles.values()), default=0)
    for start, end in _pages(widths, console.width - left):
        table = Table(box=None, pad_edge=False, header_style="dim")
        table.add_column("", no_wrap=True)
        for head in heads[start:end]:
            table.add_column("\n".join(head), justify="right", no_wrap=True)
        for row, measure in enumerate(measures):
            shown = [cell[row] for cell in cells[start:end]]
            if any(shown):
                table.add_row(titles[measure], *shown)
        console.print(table)


def _heading(visit: Visit, one: Examination, *, observer: bool) -> list[str]:
    window, _, day = say_visit(visit).partition(", ")
    posture = str(one.posture or "posture unknown").replace("_", " ")
    scales = {found.scale_class for found in one.measurements.values() if found.scale_class is not None}
    scale = [SCALES[scales.pop()]] if len(scales) == 1 else []
    return [window, day, posture, *scale, *([one.observer] if observer else [])]


def _level(heads: list[list[str]]) -> list[list[str]]:
    """Headings of one height, so that the columns begin in one line."""
    tallest = max(map(len, heads), default=0)
    return [[*head, *[""] * (tallest - len(head))] for head in heads]


def _pages(widths: Sequence[int], room: int) -> Iterator[tuple[int, int]]:
    """Columns that fit beside each other: first and one past the last, at least one at a time."""
    start = used = 0
    for place, width in enumerate(widths):
        if place > start and used + width > room:
            yield start, place
            start, used = place, 0
        used += width
    if widths:
        yield start, len(widths)


def _print_changes(console: Console, course: Course, changes: Sequence[Measurement]) -> None:
    """What compares a film with an earlier one, film by film."""
    visits = {one.film_key: visit for visit in course.visits for one in visit.examinations}
    observers = {one.reading_uid: one.observer for visit in course.visits for one in visit.examinations}
    for film, reading in sorted(
        dict.fromkeys((change.film_key, change.reading_uid) for change in changes),
        key=lambda key: (visits[key[0]].day, key),
    ):
        own = [change for change in changes if (change.film_key, change.reading_uid) == (film, reading)]
        restored = {change.measure: change for change in own if change.measure in RESTORATIONS}
        by = f", read by {observers[reading]}" if len(set(observers.values())) > 1 else ""
        console.print(f"\n  [dim]{say_visit(visits[film])}, since baseline{by}[/]")
        if restored:
            console.print(_restorations(restored))
        _print_list(console, [change for change in own if change.measure not in RESTORATIONS])
        _print_doubts(console, own)


def _restorations(found: dict[str, Measurement]) -> Table:
    """Sites down; the share of the lost height that came back with its class, then the other formulas."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("  height", "restored", "class", "gain", "of initial", "of expected"):
        table.add_column(column, justify="left" if column in ("  height", "class") else "right", no_wrap=True)
    for site in SITES:
        cells = [found.get(f"{site}_{formula}") for formula in FORMULAS]
        if any(cells):
            values = [say_value(cell) if cell else "" for cell in cells]
            table.add_row(f"  {site}", values[0], _class(cells[0]), *values[1:])
    return table


def _class(change: Measurement | None) -> str:
    """NICE class of a restoration, and how sure the side of a half is."""
    word = str(change.details.get("nice_class", "")) if change else ""
    if change is None or word not in CLASSES:
        return ""
    above = float(change.details.get("probability_gt50", 0.0))
    sure = {"gt50": above, "lt50": 1 - above}.get(word)
    return CLASSES[word] + (f", {_sure(sure)}" if sure is not None else "")


def _print_list(console: Console, changes: Sequence[Measurement]) -> None:
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column()
    for change in changes:
        there = change.quantity.value is not None
        table.add_row(f"  {get(change.measure).title}", say_value(change) if there else "–", _said(change))
    if table.row_count:
        console.print(table)


def _said(change: Measurement) -> str:
    """What a value may be called: its change against error, its side of the limit, or why there is none."""
    if change.quantity.value is None:
        return escape(say_reason(change.quantity.reason or ""))
    if "reaches_limit" in change.details:
        reaches = change.details["reaches_limit"] == "yes"
        above = float(change.details["probability_ge_limit"])
        word, sure = (
            (f"{change.details['limit']:g}° or more", above)
            if reaches
            else (f"below {change.details['limit']:g}°", 1 - above)
        )
        return f"{word}, {_sure(sure)}"
    return CHANGES.get(str(change.details.get("change_class", "")), "")


def _sure(probability: float) -> str:
    """How sure; never wholly.

    Examples
    --------
    >>> _sure(0.613), _sure(0.9999)
    ('61% sure', 'over 99% sure')
    """
    return f"{probability:.0%} sure" if probability < 0.995 else "over 99% sure"


def _print_doubts(console: Console, changes: Sequence[Measurement]) -> None:
    """Flags, and why restorations are missing: each sentence once, with what it is about."""
    about: dict[str, list[str]] = {}
    for change in changes:
        sentences = [say_flag(flag) for flag in change.flags if flag not in CHANGES]
        if change.quantity.reason and change.measure in RESTORATIONS:
            sentences.append(say_reason(change.quantity.reason))
        for sentence in sentences:
            about.setdefault(sentence, []).append(get(change.measure).title)
    for sentence, titles in about.items():
        whose = "" if len(titles) == len(changes) and len(titles) > 1 else f"{_joined(titles)}: "
        console.print(f"  [yellow]{escape(whose + sentence)}[/]")


def _joined(titles: Sequence[str]) -> str:
    """Titles in one line: the three sites of one quantity are named together.

    Examples
    --------
    >>> _joined(["Anterior height gain", "Middle height gain", "Beck index, change"])
    'Anterior and middle height gain; Beck index, change'
    """
    groups: dict[str, list[str]] = {}
    for title in titles:
        first, _, rest = title.partition(" ")
        sited = first.lower() in SITES
        groups.setdefault(rest if sited else title, []).extend([first.lower()] if sited else [])
    words = [f"{_and(sites)} {rest}" if sites else rest for rest, sites in groups.items()]
    return "; ".join(word[:1].upper() + word[1:] for word in words)


def _and(words: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _print_plot(console: Console, course: Course) -> None:
    """The first of the plotted measures that two visits have; by visit where a day is not known."""
    nominal = any(visit.nominal for visit in course.visits)
    for measure in (get(name) for name in PLOTTED):
        dots, visits = [], []
        for place, visit in enumerate(course.visits):
            found = [
                one.measurements[measure.id].quantity for one in visit.examinations if measure.id in one.measurements
            ]
            values = [quantity for quantity in found if quantity.value is not None]
            dots += [Dot(place if nominal else visit.day, q.value or 0.0, q.sd or 0.0) for q in values]
            visits += [visit] if values else []
        if len({dot.day for dot in dots}) > 1:
            unit = UNIT_WORDS.get(measure.unit, measure.unit)
            console.print(f"\n  [dim]{measure.title}{', ' + unit if unit else ''}[/]")
            ends = (say_visit(visits[0]), say_visit(visits[-1])) if nominal else None
            mark = 0.0 if course.indexed and not nominal else None
            for line in plot(dots, decimals=measure.decimals, mark=mark, ends=ends):
                console.print(f"  {line}", highlight=False)
            return


def _print_candidates(console: Console, measured: Iterable[tuple[Course, Sequence[Measurement]]]) -> None:
    """Vertebrae that fell in height, whether or not they are shown: a reader must not miss one."""
    for course, changes in measured:
        for change in changes:
            if "incident_candidate_needs_reader" in change.flags and course.structure is not None:
                console.print(
                    f"  [yellow]{course.structure.label}: height fell by {say_value(change)} since baseline;"
                    " needs a reader[/]"
                )
