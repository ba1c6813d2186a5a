"""The pseudonym key and the pseudonyms made with it.

The key is 32 random bytes in a file that only its owner can read: ``MEASURE_KEY_FILE``, or
``pseudonym.key`` in the user's configuration folder. Who has the key can find out which patient
a pseudonym stands for by trying numbers, so it stays where the patients are known. Without it
two runs give one patient two pseudonyms, so export it and keep the copy safe.
"""

import base64
import datetime as dt
import hashlib
import hmac
import secrets
import unicodedata
from dataclasses import dataclass, field

from measure.errors import ModelError

KEY_BYTES = 32
# Own labels, so that the same key used for another purpose never gives the same code.
_SUBJECT_LABEL = "measure/subject/1"
_ID_LABEL = b"measure/key-id/1"
_DAY_LABEL = "measure/day/1"
_SEPARATOR = "\x1f"
# Fifty years to either side: more than the span of any archive, so that a clock gives no year away.
_MOST_DAYS = 18_263
# Any day will do, as long as it stays: the clocks count from here, moved by their own offset.
_EPOCH = dt.date(2000, 1, 1)
_NOBODY = frozenset({
    "", "0", "NONE", "NULL", "NA", "N/A", "?", "-", "X", "UNKNOWN", "ANON", "ANONYMOUS", "ANONYMIZED", "ANONYMISED",
    "DEIDENTIFIED", "DE-IDENTIFIED", "REMOVED", "NOID", "TEST",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class PseudonymKey:
    """A secret key. It is hidden from ``repr``, so that no log shows it.

    Attributes
    ----------
    secret : bytes
        32 random bytes.

    Examples
    --------
    >>> key = PseudonymKey(bytes(32))
    >>> key
    PseudonymKey()
    >>> key.id, pseudonym(key, "0012 34") == pseudonym(key, "1234")
    ('3d31d511', True)
    """

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) != KEY_BYTES:
            raise ModelError(f"pseudonym key: expected {KEY_BYTES} bytes, got {len(self.secret)}")

    @classmethod
    def random(cls) -> "PseudonymKey":
        """Make a new key."""
        return cls(secrets.token_bytes(KEY_BYTES))

    @property
    def id(self) -> str:
        """Eight characters that tell keys apart and give nothing of the key away."""
        return hmac.new(self.secret, _ID_LABEL, hashlib.sha256).hexdigest()[:8]


def key_id(key: PseudonymKey) -> str:
    """Id of a key: what a store records, and what stands before each pseudonym."""
    return key.id


def normalise(patient_id: str) -> str:
    """Patient number in one form, whoever typed it.

    Rule: compatible Unicode forms are made one (NFKC); spaces and control characters go;
    letters become capitals; a number of digits only loses its leading zeros. Other signs
    (hyphens, slashes) stay: they can be part of a number.

    Examples
    --------
    >>> normalise(" 00 123 "), normalise("ab-0012"), normalise("000")
    ('123', 'AB-0012', '0')
    """
    text, before = patient_id, None
    while text != before:  # taking a space away can bring two signs together that are one
        before = text
        text = unicodedata.normalize("NFKC", text).upper()
        text = "".join(c for c in text if not c.isspace() and unicodedata.category(c)[0] != "C")
    return (text.lstrip("0") or "0") if text.isascii() and text.isdigit() else text


def is_nobody(patient_id: str) -> bool:
    """Whether a patient number is empty or a placeholder that many patients share."""
    return normalise(patient_id) in _NOBODY


def pseudonym(key: PseudonymKey, patient_id: str, issuer: str = "") -> str:
    """Pseudonym of a patient: the same number and issuer, the same pseudonym.

    Parameters
    ----------
    key : PseudonymKey
        The secret key.
    patient_id : str
        Number as the hospital writes it; see ``normalise``.
    issuer : str, optional
        Who issued it: two hospitals may use the same number for two patients.

    Returns
    -------
    str
        ``k<key id>:`` and 26 characters (130 bits of an HMAC-SHA256, base32).

    Raises
    ------
    ModelError
        If the number is empty or a placeholder (``0``, ``ANONYMOUS``, ...): all such films
        would be joined into one patient. The number itself is not in the message.
    """
    number = normalise(patient_id)
    if number in _NOBODY:
        raise ModelError("patient number: expected one that belongs to one patient, got an empty or placeholder text")
    message = _SEPARATOR.join((_SUBJECT_LABEL, normalise(issuer), number)).encode()
    digest = hmac.new(key.secret, message, hashlib.sha256).digest()
    return f"k{key.id}:{base64.b32encode(digest).decode()[:26]}"


def day_offset(key: PseudonymKey, subject: str) -> int:
    """Secret shift of the clock of one subject, in days.

    Parameters
    ----------
    key : PseudonymKey
        The secret key.
    subject : str
        Pseudonym.

    Returns
    -------
    int
        Uniform over 50 years to either side; always the same for the same key and subject.

    Examples
    --------
    >>> key = PseudonymKey(bytes(32))
    >>> day_offset(key, "a") == day_offset(key, "a"), day_offset(key, "a") == day_offset(key, "b")
    (True, False)
    """
    message = _SEPARATOR.join((_DAY_LABEL, subject)).encode()
    digest = hmac.new(key.secret, message, hashlib.sha256).digest()
    return int.from_bytes(digest, "big") % (2 * _MOST_DAYS + 1) - _MOST_DAYS


def subject_day(key: PseudonymKey, subject: str, iso_day: str) -> int:
    """Day on the clock of one subject: differences are true, the zero is secret.

    Who knows the calendar day of one film of the subject knows all of them, as with any
    number of days from an event.

    Parameters
    ----------
    key : PseudonymKey
        The secret key.
    subject : str
        Pseudonym.
    iso_day : str
        Calendar day, ``YYYY-MM-DD``.

    Returns
    -------
    int
        Days; of no meaning but in differences within the subject.

    Examples
    --------
    >>> key = PseudonymKey(bytes(32))
    >>> subject_day(key, "a", "2024-03-01") - subject_day(key, "a", "2024-02-01")
    29
    """
    return (dt.date.fromisoformat(iso_day) - _EPOCH).days + day_offset(key, subject)
