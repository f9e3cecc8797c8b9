"""How often something kept was judged anew as a whole, instead of only what was touched."""

from __future__ import annotations

from dataclasses import dataclass
from types import ModuleType

import pytest


@dataclass
class Judgements:
    """What a module's `_judge` was asked for; None as its last argument asks for everything."""

    whole: int = 0


def watch_judging(monkeypatch: pytest.MonkeyPatch, module: ModuleType) -> Judgements:
    """Count from here on."""
    judgements, judge = Judgements(), module._judge

    def judged(*asked: object) -> object:
        judgements.whole += asked[-1] is None
        return judge(*asked)

    monkeypatch.setattr(module, "_judge", judged)
    return judgements
