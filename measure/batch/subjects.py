"""Who a film belongs to, as a pseudonym, and how the patient was held on the baseline film."""

from collections import defaultdict
from pathlib import Path

from measure.catalog import MEASURES
from measure.errors import FilmError
from measure.film import read_identity
from measure.model import FilmHeader, Statement, Topic
from measure.outcomes.case import Case
from measure.outcomes.cases import CaseTable
from measure.outcomes.context import RowContext, codes_of, site_modifiers_of
from measure.outcomes.keyfile import load, load_or_create
from measure.outcomes.keys import PseudonymKey, is_nobody, normalise, pseudonym, subject_day
from measure.outcomes.vocabulary import PostureVsBaseline, Timepoint

# From the first radiograph on; programs that take a date out of a file write a year outside of these.
_YEARS = range(1895, 2200)


OTHER_PATIENT = "its header names another patient than that of another film of the same subject: one of two people?"
OTHER_SEX = "its header states another sex than that of another film of the same subject: one of two people?"


class Subjects:
    """Pseudonyms and baseline postures of a run.

    Parameters
    ----------
    cases : CaseTable or None
        The cases table: its subjects win over the patient numbers in the films.
    keep_key : bool, optional
        Whether a key that has to be made is kept; a plan makes one to throw away.
    """

    def __init__(self, cases: CaseTable | None, *, keep_key: bool = True) -> None:
        self._keep_key = keep_key
        self._key: PseudonymKey | None = None
        self._codes = codes_of(MEASURES)
        self._sites = site_modifiers_of(MEASURES)
        self._baseline = _baseline_postures(cases)
        self._patients: dict[str, tuple[str, str | None]] = {}
        self._cases = cases.cases if cases else ()
        self._treated: dict[str, dict[str, Statement]] = defaultdict(dict)

    @property
    def key_id(self) -> str | None:
        """Id of the key, where one was needed."""
        return self._key.id if self._key else None

    def context(self, path: Path, header: FilmHeader, case: Case | None) -> RowContext:
        """Who and when, for the rows of one film.

        Parameters
        ----------
        path : Path
            The film: its patient number is read, made a pseudonym and forgotten.
        header : FilmHeader
            Facts of the film.
        case : Case or None
            Its line of the cases table.
        """
        subject = self._subject(path, case)
        self._note(subject, case)
        clock = self._clock(subject, case.day(header.acquired_on) if case else header.acquired_on)
        if case is None:
            return RowContext(subject=subject, subject_day=clock, codes=self._codes, site_modifiers=self._sites)
        return RowContext(
            subject=subject,
            site=case.site,
            visit=case.visit,
            timepoint=case.at(header.acquired_on),
            days_from_index=case.days(header.acquired_on),
            subject_day=clock,
            posture_vs_baseline=case.posture_vs_baseline or self._compared(case, header),
            codes=self._codes,
            site_modifiers=self._sites,
        )

    def doubts(self, path: Path, header: FilmHeader, context: RowContext) -> tuple[str, ...]:
        """What speaks against a film being of its subject: another patient in its header than in an earlier one's.

        Parameters
        ----------
        path : Path
            The film: its patient number is read, compared and forgotten.
        header : FilmHeader
            Facts of the film.
        context : RowContext
            With the subject that the cases table, or the film itself, says.

        Returns
        -------
        tuple of str
            In words, without the numbers.
        """
        try:
            identity = read_identity(path)
        except FilmError:
            return ()
        number = identity.patient_id if identity else None
        if context.subject is None or number is None or is_nobody(number):
            return ()
        first, sex = self._patients.setdefault(context.subject, (normalise(number), header.sex))
        doubts = [OTHER_PATIENT] if first != normalise(number) else []
        return (*doubts, OTHER_SEX) if sex and header.sex and sex != header.sex else tuple(doubts)

    def treated(self, case: Case | None, subject: str | None) -> tuple[Statement, ...]:
        """Treated levels that other lines of the cases table state of the same subject.

        A level treated is treated on every film of the subject. To be asked once the context
        of all films is known: a line without a subject is about that of its film.

        Parameters
        ----------
        case : Case or None
            Line of the film; a film without one is left as it is.
        subject : str or None
            Pseudonym of the film.

        Returns
        -------
        tuple of Statement
            In order of level names, with the line that says so as source.
        """
        if case is None or subject is None:
            return ()
        for line in self._cases:
            self._note(self._named(line.subject, line.issuer), line)
        self._cases = ()
        own = {value for topic, value in case.stated if topic is Topic.TREATED_LEVEL}
        return tuple(one for level, one in sorted(self._treated[subject].items()) if level not in own)

    def _note(self, subject: str | None, case: Case | None) -> None:
        """Keep which levels a line says were treated."""
        if subject is not None and case is not None:
            for statement in case.statements():
                if statement.topic is Topic.TREATED_LEVEL:
                    self._treated[subject].setdefault(statement.value, statement)

    def _clock(self, subject: str | None, day: str | None) -> int | None:
        """Day on the clock of the subject, where subject and day are known."""
        if subject is None or self._key is None or day is None or int(day[:4]) not in _YEARS:
            return None
        return subject_day(self._key, subject, day)

    def _subject(self, path: Path, case: Case | None) -> str | None:
        number, issuer = (case.subject, case.issuer) if case else (None, None)
        if number is None:
            try:
                identity = read_identity(path)
            except FilmError:
                return None
            number, issuer = (identity.patient_id, identity.issuer) if identity else (None, None)
        return self._named(number, issuer)

    def _named(self, number: str | None, issuer: str | None) -> str | None:
        """Pseudonym of a patient number, if it is one."""
        if number is None or is_nobody(number):
            return None
        if self._key is None:
            self._key = load_or_create() if self._keep_key else (load() or PseudonymKey.random())
        return pseudonym(self._key, number, issuer or "")

    def _compared(self, case: Case, header: FilmHeader) -> PostureVsBaseline:
        """Same or different only where both postures are known."""
        before = self._baseline.get(normalise(case.subject)) if case.subject else None
        now = _posture(case) or (str(header.posture) if header.posture else None)
        if before is None or now is None:
            return PostureVsBaseline.UNKNOWN
        return PostureVsBaseline.SAME if before == now else PostureVsBaseline.DIFFERENT


def _posture(case: Case) -> str | None:
    return next((value for topic, value in case.stated if topic is Topic.POSTURE), None)


def _baseline_postures(cases: CaseTable | None) -> dict[str, str]:
    """Subject to the posture of its baseline film; left out where two of them differ."""
    found: dict[str, set[str]] = {}
    for case in cases.cases if cases else ():
        posture = _posture(case)
        if case.subject and posture and case.timepoint is Timepoint.BASELINE:
            found.setdefault(normalise(case.subject), set()).add(posture)
    return {subject: postures.pop() for subject, postures in found.items() if len(postures) == 1}
