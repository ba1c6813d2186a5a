"""Who the rows of a table are about, as pseudonyms made with the one key of the store."""

import datetime as dt
import re
from dataclasses import dataclass, field

from measure.errors import KeyMismatch
from measure.outcomes.keyfile import load, load_or_create
from measure.outcomes.keys import PseudonymKey, is_nobody, pseudonym, subject_day

_PSEUDONYM = re.compile(r"k([0-9a-f]{8}):[A-Z2-7]{26}")
_BEGINS_LIKE_ONE = re.compile(r"k[0-9a-f]{8}:")
# What a spreadsheet makes of a long number (4.71E+06) or of a column with gaps (4711.0).
_SPOILT = re.compile(r"\d+[.,]\d*[eE]\+\d+|\d+[eE]\+\d+|\d+[.,]0")
# From the first radiograph on; programs that take a date out of a file write a year outside of these.
_YEARS = range(1895, 2200)


@dataclass(slots=True)
class People:
    """Pseudonyms of one import.

    Attributes
    ----------
    key_id : str or None
        Key that the pseudonyms of the store were made with; the first one used, where it has none.
    keep_key : bool
        Whether a key that has to be made is kept; a dry run makes one to throw away.
    """

    key_id: str | None = None
    keep_key: bool = True
    _key: PseudonymKey | None = field(default=None, repr=False)
    _looked: bool = False
    _known: dict[tuple[str, str], str] = field(default_factory=dict, repr=False)

    def subject(self, text: str, issuer: str = "") -> str:
        """Pseudonym of a patient number; one that is a pseudonym already is taken as it is.

        Parameters
        ----------
        text : str
            Cell of the column ``subject``.
        issuer : str, optional
            Who issued the number.

        Returns
        -------
        str
            The pseudonym.

        Raises
        ------
        ValueError
            If the text is no number of one patient. It is not repeated.
        KeyMismatch
            If the store was keyed with another key.
        """
        if (text, issuer) not in self._known:
            self._known[text, issuer] = self._subject(text, issuer)
        return self._known[text, issuer]

    def ready(self, text: str) -> str:
        """A pseudonym as it is.

        Raises
        ------
        ValueError
            If it is none.
        KeyMismatch
            If it was made with another key than the store's.
        """
        found = _PSEUDONYM.fullmatch(text)
        if found is None:
            raise ValueError("expected a pseudonym (k, 8 characters, a colon, 26 characters), got something else")
        self._agree(found[1])
        return text

    def _subject(self, text: str, issuer: str) -> str:
        if _PSEUDONYM.fullmatch(text):
            return self.ready(text)
        if _BEGINS_LIKE_ONE.match(text):
            raise ValueError("expected a whole pseudonym (k, 8 characters, a colon, 26 characters), got another length")
        if is_nobody(text):
            raise ValueError("expected a number that belongs to one patient, got an empty or placeholder text")
        if _SPOILT.fullmatch(text):
            raise ValueError(
                "expected a patient number, got one that a spreadsheet has rewritten (4.7E+06, 4711.0);"
                " format the column as text and type it again"
            )
        return pseudonym(self._own_key(), text, issuer)

    def clock(self, subject: str, day: dt.date) -> int | None:
        """Day on the subject's own clock; None where the key that it needs is not here."""
        if self._key is None and not self._looked:
            self._key, self._looked = load(), True
        if self._key is None or not subject.startswith(f"k{self._key.id}:"):
            return None
        return subject_day(self._key, subject, day.isoformat())

    def _own_key(self) -> PseudonymKey:
        if self._key is None:
            found = load()
            if found is None and self.key_id is not None:
                raise KeyMismatch(
                    f"store: its pseudonyms were made with key {self.key_id}, and this computer has no key yet; run"
                    " `measure key export FILE` where that key is, and `measure key import FILE` here"
                )
            self._key = found or (load_or_create() if self.keep_key else PseudonymKey.random())
        self._agree(self._key.id)
        return self._key

    def _agree(self, key_id: str) -> None:
        if self.key_id is None:
            self.key_id = key_id
        if self.key_id != key_id:
            raise KeyMismatch(
                f"store: its pseudonyms were made with key {self.key_id}, but key {key_id} is in use, so the rows of"
                f" one patient would not be joined. Run `measure key export FILE` where key {self.key_id} is, bring"
                " FILE here, and name it with MEASURE_KEY_FILE"
            )


def plausible_day(day: dt.date) -> dt.date:
    """The day, where a radiograph can be of it."""
    if day.year not in _YEARS:
        raise ValueError(f"expected a day from {_YEARS.start} on, got another century")
    return day
