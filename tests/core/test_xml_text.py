"""What the XML of an office file cannot hold is left out, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from hoinhap.core.xml_text import xml_text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Sở  Ngoại vụ\r\ntỉnh", "Sở Ngoại vụ tỉnh"),
        ("a\x00b\x1fc", "a b c"),
        ("\ud800Tỉnh\udfff", "\ufffdTỉnh\ufffd"),
        ("\ufffe", ""),
        ("👩‍👩‍👧 <b>", "👩‍👩‍👧 <b>"),
    ],
)
def test_only_what_cannot_be_written_goes(text: str, kept: str) -> None:
    assert xml_text(text) == kept


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=())))
def test_any_text_can_be_written_and_read_back(text: str) -> None:
    element = etree.Element("t")
    element.text = xml_text(text)
    assert (etree.fromstring(etree.tostring(element)).text or "") == xml_text(text)
    assert xml_text(xml_text(text)) == xml_text(text)
