"""Uploads are judged by their content; the name only says what the person called the file."""

from forms_app.judging.judge import ACCEPTED, INLINE, FileType, judge

__all__ = ["ACCEPTED", "INLINE", "FileType", "judge"]
