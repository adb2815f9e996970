"""What went wrong, as the library says it."""

from __future__ import annotations

from typing import Optional


class SurveyStatsError(Exception):
    """A request or data without an answer.

    Attributes:
        code: the status of the C library, 1 to 13.
        code_name: its stable name, such as ``"unknown_column"``.
        message: one or two sentences that say what is wrong, where, and what to do.
        row: the record to blame as a spreadsheet numbers it (the header is row 1); for columns from memory
            the position from 1; None where no row is to blame.
        column: the column's number from 1, or None.
    """

    def __init__(
        self,
        code: int,
        code_name: str,
        message: str,
        row: Optional[int] = None,
        column: Optional[int] = None,
    ) -> None:
        super().__init__(code, code_name, message, row, column)
        self.code = code
        self.code_name = code_name
        self.message = message
        self.row = row
        self.column = column

    def __str__(self) -> str:
        return f"{self.message} [{self.code_name}]"
