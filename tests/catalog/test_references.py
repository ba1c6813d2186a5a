"""Which vertebrae predict a height, in which order, and which are refused."""

import pytest

from measure.catalog.job import prepare
from measure.catalog.references import References, find_predictors, find_references, rejected
from measure.model import Calibration, FilmHeader, NotVisible, ScaleClass, View

SMALL = FilmHeader(
    "sha256:0", 400, 250, Calibration(1.0, 1.0, 0.0, ScaleClass.CALIBRATED, "stated_spacing", "patient"),
    view=View.LATERAL,
)  # fmt: skip
FINE = (28.0, 28.0, 28.0)
SPINE = {"T11": FINE, "T12": FINE, "L1": (20.0, 22.0, 27.0), "L2": FINE, "L3": FINE}


def job_of(make: object, heights: dict = SPINE, *judgements: tuple, norms: object = None, **stated: str):
    stated.setdefault("treated", "L1")
    reading = make.judged(make.reading(*make.spine(heights), **stated), *judgements)
    return prepare(SMALL, reading, norms or make.norms("C3 anterior_height 1 1"))


def found(job: object, level: str = "L1", site: str = "anterior") -> References | str:
    return find_references(job, job.chain.at(level), site)


def labels(job: object, references: References) -> list[str]:
    return [job.chain.bodies[superior[0]].structure.label for superior, _ in references.heights]


class TestOrder:
    def test_the_mean_of_both_neighbours(self, make: object) -> None:
        job = job_of(make)
        references = found(job)
        assert (references.method, references.weights, references.flags) == ("adjacent_mean", (0.5, 0.5), ())
        assert labels(job, references) == ["T12", "L2"]
        assert references.heights[0] == ((1, "superior_anterior"), (1, "inferior_anterior"))

    def test_one_neighbour_unchanged_and_flagged(self, make: object) -> None:
        job = job_of(make, SPINE, ("genant_visual", "1", "L2"))
        references = found(job)
        assert (references.method, references.weights, labels(job, references)) == ("one_neighbour", (1.0,), ["T12"])
        assert references.flags == ("expected_from_one_neighbour", "population_ratio_unknown")

    def test_one_neighbour_times_the_ratio_of_the_population(self, make: object) -> None:
        norms = make.norms("L1 anterior_height 27 2, T12 anterior_height 25 2")
        references = found(job_of(make, SPINE, ("genant_visual", "1", "L2"), norms=norms))
        assert references.weights == (27 / 25,)
        assert references.flags == ("expected_from_one_neighbour",)

    @pytest.mark.parametrize(
        ("refused", "taken", "weights"),
        [(("T12", "L2"), ["T11", "L3"], (0.5, 0.5)), (("T12", "L2", "L3"), ["T11"], (1.0,))],
    )
    def test_the_next_but_one(self, make: object, refused: tuple, taken: list, weights: tuple) -> None:
        job = job_of(make, SPINE, *(("genant_visual", "2", level) for level in refused))
        references = found(job)
        assert references.method == "further_neighbours"
        assert labels(job, references) == taken
        assert references.weights == pytest.approx(weights)
        assert references.flags == ("expected_from_further_neighbours",)

    ALL = tuple(("genant_visual", "2", level) for level in ("T11", "T12", "L2", "L3"))

    def test_the_own_wall_where_somebody_judged_it_intact(self, make: object) -> None:
        norms = make.norms("L1 anterior_posterior 0.89 0.06")
        references = found(job_of(make, SPINE, *self.ALL, ("of_dgou", "OF2", "L1"), norms=norms))
        assert (references.method, references.weights) == ("from_posterior", (0.89,))
        assert references.heights == (((2, "superior_posterior"), (2, "inferior_posterior")),)
        assert references.flags == ("expected_from_posterior_wall",)

    @pytest.mark.parametrize(
        ("site", "judgements", "norms"),
        [
            ("anterior", (), "L1 anterior_posterior 0.89 0.06"),  # nobody judged the wall
            ("anterior", (("posterior_wall", "involved", "L1"),), "L1 anterior_posterior 0.89 0.06"),
            ("anterior", (("of_dgou", "OF2", "L1"),), "L2 anterior_posterior 0.89 0.06"),  # no norm
            ("posterior", (("of_dgou", "OF2", "L1"),), "L1 anterior_posterior 0.89 0.06"),  # predicts not itself
        ],
    )
    def test_else_there_is_none(self, make: object, site: str, judgements: tuple, norms: str) -> None:
        job = job_of(make, SPINE, *self.ALL, *judgements, norms=make.norms(norms))
        assert found(job, site=site) == "no_reference_vertebra"


class TestRefused:
    """A neighbour that is no reference, with the word for why."""

    @pytest.mark.parametrize(
        ("judgement", "why"),
        [(("genant_visual", "1"), "judged_deformed"), (("ao_spine", "A1"), "judged_deformed"),
         (("non_fracture_deformity", "schmorl_node"), "judged_deformed"), (("genant_visual", "0"), None)],
    )  # fmt: skip
    def test_by_judgement(self, make: object, judgement: tuple[str, str], why: str | None) -> None:
        job = job_of(make, SPINE, (*judgement, "L2"))
        assert rejected(job, 2, "anterior") == ({"L2": why} if why else {})

    @pytest.mark.parametrize(
        ("heights", "refused"),
        [
            ((22.4, 28.0, 28.0), True),  # wedge of exactly a fifth
            ((22.5, 28.0, 28.0), False),
            ((28.0, 22.4, 28.0), True),  # biconcave
            ((22.4, 22.4, 22.4), True),  # crush: L3 beyond it has 28
            ((22.5, 22.5, 22.5), False),
        ],
    )
    def test_by_its_own_heights(self, make: object, heights: tuple, refused: bool) -> None:
        job = job_of(make, SPINE | {"L2": heights})
        assert rejected(job, 2, "anterior") == ({"L2": "deformed"} if refused else {})
        assert found(job).method == ("one_neighbour" if refused else "adjacent_mean")

    def test_the_vertebra_that_is_predicted_does_not_judge_its_neighbour(self, make: object) -> None:
        """L1 has a back of 36: against that L2 would look crushed, against L3 it does not."""
        assert rejected(job_of(make, SPINE | {"L1": (20.0, 22.0, 36.0)}), 2, "anterior") == {}

    def test_the_norm_of_its_level_counts(self, make: object) -> None:
        """Front 0.79 of the back: a wedge, unless 0.9 is normal there."""
        heights = SPINE | {"L2": (22.1, 28.0, 28.0)}
        assert rejected(job_of(make, heights), 2, "anterior") == {"L2": "deformed"}
        norms = make.norms("L2 anterior_posterior 0.9 0.07")
        assert rejected(job_of(make, heights, norms=norms), 2, "anterior") == {}

    def test_treated(self, make: object) -> None:
        job = job_of(make, treated="L2")
        assert rejected(job, 2, "anterior") == {"L2": "treated"}
        assert labels(job, found(job)) == ["T12"]

    def test_a_treated_vertebra_is_itself_predicted(self, make: object) -> None:
        assert found(job_of(make, treated="L1")).method == "adjacent_mean"

    @pytest.mark.parametrize("levels", [("T11", "T12", "T13", "L1"), ("L4", "L5", "L6")])
    def test_transitional(self, make: object, levels: tuple[str, ...]) -> None:
        job = job_of(make, dict.fromkeys(levels, FINE), treated=levels[1])
        assert rejected(job, 1, "anterior") == {levels[2]: "transitional"}
        assert labels(job, found(job, levels[1])) == [levels[0]]

    def test_not_visible_and_not_marked(self, make: object) -> None:
        bodies = make.spine(SPINE)
        bodies[1] = make.body("T12", {}, NotVisible.CEMENT)
        marks = make.block(220)
        del marks["IM"]
        bodies[3] = make.body("L2", marks)
        job = prepare(make.header(), make.reading(*bodies, treated="L1"))
        assert rejected(job, 2, "middle") == {"T12": "not_marked", "L2": "not_marked"}
        assert rejected(job, 2, "anterior") == {"T12": "not_marked"}
        assert found(job, site="middle").method == "further_neighbours"

    def test_a_neighbour_at_the_end_of_the_chain_has_nothing_beyond_it(self, make: object) -> None:
        """Crushed as a whole, but nobody can tell: only its own ratios are looked at."""
        heights = {level: SPINE[level] for level in ("T12", "L1", "L2")}
        assert found(job_of(make, heights | {"L2": (20.0, 20.0, 20.0)})).method == "adjacent_mean"
        assert found(job_of(make, heights | {"L2": (20.0, 28.0, 28.0)})).method == "one_neighbour"

    def test_the_next_but_one_beyond_one_that_is_not_marked(self, make: object) -> None:
        """T12 is hidden and L2 judged deformed; T11 and L3 lie two levels off all the same."""
        spine = {level: heights for level, heights in SPINE.items() if level != "T12"}
        job = job_of(make, spine, ("genant_visual", "2", "L2"))
        references = found(job)
        assert (references.method, labels(job, references)) == ("further_neighbours", ["T11", "L3"])
        assert references.weights == pytest.approx((0.5, 0.5))
        without_l3 = {level: heights for level, heights in spine.items() if level != "L3"}
        job = job_of(make, without_l3, ("genant_visual", "2", "L2"))
        assert labels(job, found(job)) == ["T11"]

    @pytest.mark.parametrize(("other", "method"), [("T11", "further_neighbours"), ("T10", "no_reference_vertebra")])
    def test_three_levels_away_is_too_far(self, make: object, other: str, method: str) -> None:
        references = found(job_of(make, {other: FINE, "L1": SPINE["L1"]}))
        assert getattr(references, "method", references) == method

    def test_at_the_end_of_the_chain_itself(self, make: object) -> None:
        job = job_of(make)
        assert (found(job, "T11").method, labels(job, found(job, "T11"))) == ("one_neighbour", ["T12"])

    def test_two_fractured_side_by_side(self, make: object) -> None:
        """Each is refused for the other; both rest on what lies on their far side."""
        job = job_of(make, SPINE | {"L2": (18.0, 20.0, 27.0)}, treated="L1")
        assert labels(job, found(job, "L1")) == ["T12"]
        assert labels(job, found(job, "L2")) == ["L3"]
        assert rejected(job, 3, "anterior") == {"L1": "treated"}


def test_unnumbered_vertebrae_are_neighbours_by_their_place(make: object) -> None:
    heights = dict(enumerate(SPINE.values(), 1))
    job = prepare(make.header(), make.reading(*make.spine(heights)))
    assert labels(job, found(job, "#3")) == ["#2", "#4"]
    gap = prepare(make.header(), make.reading(*make.spine({1: FINE, 2: FINE, 4: FINE})))
    assert labels(gap, found(gap, "#2")) == ["#1"]


def test_a_reference_far_from_the_middle_of_the_film_is_flagged(make: object) -> None:
    """A film of 4 m has its middle at 2 m; these bodies lie near its corner. Without a scale nobody can tell."""
    reading = make.reading(*make.spine(SPINE), treated="L1")
    assert found(prepare(SMALL, reading)).flags == ()
    assert found(prepare(make.header(), reading)).flags == ("reference_off_centre",)
    assert found(prepare(make.header(calibration=Calibration()), reading)).flags == ()


class TestPredictors:
    """Up to four neighbours and the norms of their levels."""

    NORMS = ", ".join(f"{level} posterior_height {25 + k} 2" for k, level in enumerate(SPINE))

    def test_all_four(self, make: object) -> None:
        job = job_of(make, norms=make.norms(self.NORMS))
        predictors = find_predictors(job, 2)
        assert labels(job, predictors) == ["T11", "T12", "L2", "L3"]
        assert predictors.weights == pytest.approx([27 / n / 4 for n in (25, 26, 28, 29)])

    def test_those_that_can_be_used(self, make: object) -> None:
        job = job_of(make, SPINE, ("genant_visual", "3", "L2"), norms=make.norms(self.NORMS))
        assert find_predictors(job, 2).weights == pytest.approx([27 / n / 3 for n in (25, 26, 29)])

    def test_without_a_norm_or_without_a_neighbour_there_are_none(self, make: object) -> None:
        assert find_predictors(job_of(make), 2) == "norm_missing:posterior_height"
        refused = [("genant_visual", "3", level) for level in ("T11", "T12", "L2", "L3")]
        job = job_of(make, SPINE, *refused, norms=make.norms(self.NORMS))
        assert find_predictors(job, 2) == "no_reference_vertebra"
