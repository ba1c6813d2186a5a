"""What pydantic found wrong, in one plain sentence that repeats no value."""

from pydantic import ValidationError


def in_words(error: ValidationError) -> str:
    """Say which columns are wrong and what was expected.

    The values themselves are left out: one of them may be a patient number that somebody
    put into the wrong column.

    Parameters
    ----------
    error : ValidationError
        From validating a row.

    Returns
    -------
    str
        ``unit: Input should be 'mm', ...; days_from_index: ...``.
    """
    found = []
    for problem in error.errors(include_url=False, include_input=False):
        column = ".".join(str(part) for part in problem["loc"])
        message = (
            problem["msg"]
            .removeprefix("Value error, ")
            .replace("Input should", "expected to")
            .replace("String should", "expected to")
        )
        found.append(f"{column}: {message}" if column else message)
    return "; ".join(found)
