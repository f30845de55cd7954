"""The terminal and the web page call things by the same names."""

from __future__ import annotations

import pytest
from django.utils import translation

from hoinhap.apps.library.words import answer_word, grade_word
from hoinhap.core.reader.answers import KINDS
from hoinhap.core.reader.lexicon import cues
from hoinhap.core.reader.model import Grade


@pytest.mark.parametrize("answer", KINDS)
def test_an_answer_is_called_the_same_everywhere(answer):
    with translation.override("vi"):
        assert answer_word(answer).lower() == cues("labels")["answers"][answer]["vi"]


@pytest.mark.parametrize("grade", Grade)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_grade_is_called_the_same_everywhere(grade, language):
    with translation.override(language):
        assert grade_word(str(grade)) == cues("labels")["grades"][str(grade)][language]
