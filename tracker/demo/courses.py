"""How a unit's work on one due instance goes: who does what, how many working days from where."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Action(StrEnum):
    """What a step does."""

    START = "start"
    TELL_DIFFICULTY = "tell_difficulty"
    SUBMIT = "submit"
    RETURN = "return"
    ACCEPT = "accept"


class Anchor(StrEnum):
    """The day a step is counted from: the last permitted day, or the day the demo is made."""

    DUE = "due"
    TODAY = "today"


@dataclass(frozen=True, slots=True)
class Step:
    """An action so many working days after (before, when negative) the anchor."""

    action: Action
    anchor: Anchor
    working_days: int


class Course(StrEnum):
    """The ways a piece of work can go. The first five are over, the others still open."""

    ON_TIME = "on_time"
    LATE = "late"
    RETURNED_ONCE = "returned_once"
    RETURNED_THEN_LATE = "returned_then_late"
    EARLY = "early"
    REPORTED = "reported"
    UNTOUCHED = "untouched"
    STARTED = "started"
    DIFFICULT = "difficult"
    WAITING = "waiting"
    RETURNED = "returned"


def _due(action: Action, working_days: int) -> Step:
    return Step(action, Anchor.DUE, working_days)


def _today(action: Action, working_days: int) -> Step:
    return Step(action, Anchor.TODAY, working_days)


STEPS: dict[Course, tuple[Step, ...]] = {
    Course.ON_TIME: (
        _due(Action.START, -6),
        _due(Action.SUBMIT, -2),
        _due(Action.ACCEPT, -1),
    ),
    Course.LATE: (
        _due(Action.START, -5),
        _due(Action.TELL_DIFFICULTY, 1),
        _due(Action.SUBMIT, 3),
        _due(Action.ACCEPT, 4),
    ),
    Course.RETURNED_ONCE: (
        _due(Action.START, -9),
        _due(Action.SUBMIT, -5),
        _due(Action.RETURN, -4),
        _due(Action.SUBMIT, -2),
        _due(Action.ACCEPT, -1),
    ),
    Course.RETURNED_THEN_LATE: (
        _due(Action.SUBMIT, -1),
        _due(Action.RETURN, 1),
        _due(Action.SUBMIT, 4),
        _due(Action.ACCEPT, 6),
    ),
    Course.EARLY: (
        _today(Action.START, -9),
        _today(Action.SUBMIT, -5),
        _today(Action.ACCEPT, -3),
    ),
    Course.REPORTED: (_due(Action.START, -8),),
    Course.UNTOUCHED: (),
    Course.STARTED: (_today(Action.START, -4),),
    Course.DIFFICULT: (_today(Action.START, -8), _today(Action.TELL_DIFFICULTY, -2)),
    Course.WAITING: (_today(Action.START, -6), _today(Action.SUBMIT, -1)),
    Course.RETURNED: (
        _today(Action.START, -8),
        _today(Action.SUBMIT, -5),
        _today(Action.RETURN, -2),
    ),
}
