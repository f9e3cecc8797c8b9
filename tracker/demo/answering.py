"""The Office answers some of the difficulties that units told; the others still wait."""

from __future__ import annotations

from tracker.accounts.models import User
from tracker.demo import wording
from tracker.progress.difficulties import answer
from tracker.progress.queries import difficulties_told

EVERY_SECOND = 2


def answer_difficulties(*, actor: User) -> None:
    """Every second open difficulty gets an answer."""
    for number, asked in enumerate(difficulties_told()):
        if number % EVERY_SECOND == 0:
            words = wording.choose(
                wording.DIFFICULTY_ANSWERS, wording.DIFFICULTIES.index(asked.words)
            )
            answer(asked, words, version=asked.version, actor=actor)
