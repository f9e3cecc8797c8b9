"""The forms that ask what unknown unit names stand for."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import SelectChoice

from tracker.core.numbers import whole_number
from tracker.imports.forms import LATER, UnitDecisionForm
from tracker.imports.review import Review
from tracker.imports.unit_decisions import Proposal, UnitChoice, UnitDecision, proposal_for
from tracker.units.models import Unit
from tracker.units.queries import UnitDirectory
from tracker.units.rules import owes_work

NEW_UNIT_WORDS: dict[UnitChoice, str] = {
    UnitChoice.INTERNAL: "Đơn vị mới của phường",
    UnitChoice.COLLECTIVE: "Nhóm gồm nhiều đơn vị",
    UnitChoice.LEADERSHIP: "Lãnh đạo phường",
    UnitChoice.EXTERNAL: "Ngoài phường (không nhắc việc)",
}


def unit_forms(review: Review, directory: UnitDirectory) -> list[UnitDecisionForm]:
    """A form for each unknown name, with what it probably is already chosen."""
    names = [unknown.name for unknown in review.unknown]
    forms = []
    for at, name in enumerate(names):
        form = UnitDecisionForm(formdata=None, prefix=f"unit{at}-")
        _offer(form, at, names, directory)
        proposal = proposal_for(name, directory, earlier=names[:at])
        form.name.data, form.new_name.data = name, name
        form.choice.data = _choice_value(proposal, names)
        form.members.data = []
        forms.append(form)
    return forms


def sent_unit_forms(count: int, directory: UnitDirectory) -> list[UnitDecisionForm]:
    """The forms as they were sent back."""
    forms = [UnitDecisionForm(prefix=f"unit{at}-") for at in range(count)]
    names = [form.name.data or "" for form in forms]
    for at, form in enumerate(forms):
        _offer(form, at, names, directory)
    return forms


def decisions_from(
    forms: Sequence[UnitDecisionForm], directory: UnitDirectory
) -> list[UnitDecision]:
    """The decisions made; a name put off has none."""
    units = {unit.id: unit for unit in directory.units}
    return [
        _decision(form, forms, units)
        for form in forms
        if form.name.data and form.choice.data and form.choice.data != LATER
    ]


def _decision(
    form: UnitDecisionForm, forms: Sequence[UnitDecisionForm], units: dict[int, Unit]
) -> UnitDecision:
    word, _, number = form.choice.data.partition(":")
    at = whole_number(number)
    at = -1 if at is None else at
    choice = UnitChoice(word) if word in set(UnitChoice) else UnitChoice.ALIAS
    return UnitDecision(
        name=form.name.data,
        choice=choice,
        unit=units.get(at) if choice is UnitChoice.ALIAS else None,
        same_as=forms[at].name.data if choice is UnitChoice.SAME and at < len(forms) else None,
        new_name=form.new_name.data,
        members=tuple(units[n] for n in form.members.data or () if n in units),
    )


def _offer(form: UnitDecisionForm, at: int, names: Sequence[str], directory: UnitDirectory) -> None:
    kinds = [
        SelectChoice(choice.value, words, optgroup="Đơn vị mới")
        for choice, words in NEW_UNIT_WORDS.items()
    ]
    known = [
        SelectChoice(f"alias:{unit.id}", unit.name, optgroup="Cách viết khác của")
        for unit in directory.units
    ]
    others = [
        SelectChoice(f"same:{n}", f"Như “{name}”", optgroup="Cùng đơn vị với tên ở trên")
        for n, name in enumerate(names[:at])
    ]
    later = SelectChoice(LATER, "Để sau", optgroup="Chưa rõ")
    form.choice.choices = [*kinds, *known, *others, later]
    members = [unit for unit in directory.units if owes_work(unit.kind)]
    form.members.choices = [SelectChoice(unit.id, unit.name) for unit in members]


def _choice_value(proposal: Proposal, names: Sequence[str]) -> str:
    if proposal.choice is UnitChoice.ALIAS and proposal.unit is not None:
        return f"alias:{proposal.unit.id}"
    if proposal.choice is UnitChoice.SAME and proposal.same_as is not None:
        return f"same:{names.index(proposal.same_as)}"
    return proposal.choice.value
