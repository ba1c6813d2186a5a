"""The small plot: every value where it belongs, whatever the values."""

from hypothesis import given
from hypothesis import strategies as st

from measure.cli.text_plot import HEIGHT, WIDTH, Dot, plot

numbers = st.floats(-500, 500).map(lambda value: round(value, 2))
dots = st.lists(st.builds(Dot, st.integers(-400, 4000), numbers, st.floats(0, 50)), min_size=1, max_size=9)


def grid(lines: list[str]) -> list[str]:
    return [line.partition("┤")[2] for line in lines[:-1]]


@given(dots, st.integers(0, 2))
def test_every_value_is_seen_and_nothing_leaves_the_frame(given_dots, decimals):
    lines = plot(given_dots, decimals=decimals, mark=0.0)
    assert len(lines) == HEIGHT + 1
    assert all(len(line) <= WIDTH for line in grid(lines))
    columns = {place for line in grid(lines) for place, sign in enumerate(line) if sign == "●"}
    days = {dot.day for dot in given_dots}
    assert min(columns) == 0
    assert (max(columns) == WIDTH - 1) is (len(days) > 1)
    assert len(columns) <= len(days)


@given(dots)
def test_highest_value_is_never_below_another(given_dots):
    """Rows go down as values do."""
    rows = {}
    for dot in given_dots:
        alone = [d for d in given_dots if d.day == dot.day]
        if len(alone) == 1:
            rows[dot.value] = dot
    low, high = min(rows, default=0), max(rows, default=0)
    if low == high:
        return
    frame = [Dot(0, low, rows[low].sd), Dot(1, high, rows[high].sd)]
    lines = grid(plot(frame))
    falling = [next(k for k, line in enumerate(lines) if line.ljust(WIDTH)[place] == "●") for place in (0, WIDTH - 1)]
    assert falling[0] >= falling[1]


def test_one_value_without_spread():
    lines = plot([Dot(5, 12.0, 0.0)])
    assert [k for k, line in enumerate(lines) if "●" in line] == [HEIGHT // 2]
    assert lines[-1].split() == ["day", "5"]


def test_negative_values_and_days_have_a_real_minus():
    lines = plot([Dot(-3, -28.6, 4.5), Dot(92, -38.0, 4.1)])
    assert lines[0].startswith("−24.1")
    assert lines[-1].split() == ["day", "−3", "day", "92"]
    assert "-" not in "".join(lines)


def test_value_of_the_same_day_is_not_hidden_by_a_bar():
    lines = plot([Dot(0, 10.0, 0.0), Dot(0, 12.0, 8.0), Dot(9, 11.0, 0.0)])
    assert sum(line.count("●") for line in grid(lines)) == 3


def test_day_of_the_procedure_is_marked_between_the_films():
    before, between = plot([Dot(1, 5, 1), Dot(9, 6, 1)], mark=0.0), plot([Dot(-9, 5, 1), Dot(9, 6, 1)], mark=0.0)
    assert "┊" not in "".join(before)
    assert all(line.count("┊") == 1 for line in grid(between))


def test_visits_stand_in_place_of_days():
    ends = plot([Dot(0, 5, 1), Dot(1, 6, 1)], ends=("baseline", "3 months"))[-1]
    assert ends.split() == ["baseline", "3", "months"]
    assert len(ends) <= WIDTH + 8
