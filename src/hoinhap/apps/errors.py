"""The errors that a slice may raise towards the site; anything else is a bug and stays loud."""

from __future__ import annotations


class NotFound(Exception):
    """The thing is absent, or hidden from this viewer: from outside both look the same."""


class Refused(Exception):
    """A rule said no. `code` is "slice.sentence"; the slice's `words.REFUSALS` has the sentence, `facts` its blanks."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = {key: str(value) for key, value in facts.items()}
