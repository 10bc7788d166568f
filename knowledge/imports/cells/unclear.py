"""The one error of a cell."""


class CellUnclear(ValueError):
    """A cell that cannot be read; ``str(error)`` says why, to the person who has to mend the file."""
