"""Nothing in a form speaks English."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import IntegerField, SelectChoice, SelectField, StringField
from wtforms.validators import Length

from tracker.core.form_words import SENTENCES
from tracker.core.forms import VietnameseForm

TEMPLATE = files("wtforms").joinpath("locale/wtforms.pot").read_text("utf-8")
ENGLISH = re.findall(r'^msgid "(.+)"$', TEMPLATE, re.MULTILINE)


class SampleForm(VietnameseForm):
    """One field of each kind that can refuse by itself."""

    name = StringField("Tên", [Length(max=5)])
    count = IntegerField("Số lượng")
    kind = SelectField("Loại", choices=[SelectChoice("a", "A")])


@pytest.mark.parametrize("sentence", ENGLISH)
def test_every_sentence_of_the_form_library_is_translated(sentence: str) -> None:
    assert sentence in SENTENCES
    wanted = set(re.findall(r"%\(\w+\)[sd]", SENTENCES[sentence]))
    assert wanted <= set(re.findall(r"%\(\w+\)[sd]", sentence))


def test_a_refused_form_says_so_in_vietnamese() -> None:
    typed = MultiDict({"name": "Phường Mẫu", "count": "ba", "kind": "z"})
    form = SampleForm(typed, meta={"csrf": False})
    assert not form.validate()
    assert form.errors == {
        "name": ["Dài quá 5 ký tự: hãy viết gọn lại."],
        "count": ["Hãy nhập một số nguyên."],
        "kind": ["Lựa chọn không có trong danh sách: hãy chọn lại."],
    }
