"""The whole machine, and how many courses of it are gone through."""

from __future__ import annotations

from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.robustness.course.counting import Counting
from tests.robustness.course.directing import Directing
from tests.robustness.course.events import Events
from tests.robustness.course.evidence import Showing
from tests.robustness.course.extending import Extending
from tests.robustness.course.measuring import Measuring
from tests.robustness.course.planning import Planning
from tests.robustness.course.reporting import Reporting
from tests.robustness.course.scene import Scene
from tests.robustness.course.upkeep import Upkeep


class Course(
    Reporting, Showing, Extending, Directing, Measuring, Events, Planning, Upkeep, Counting
):
    """A course of work in the ward."""


def course_in(scene: Scene) -> type[Course]:
    """The machine for one scene; each example begins at its beginning."""
    return type("CourseInScene", (Course,), {"scene": scene})


def work(scene: Scene, *, examples: int, steps: int) -> None:
    """So many courses of work of so many steps each, always the same ones."""
    run_state_machine_as_test(
        course_in(scene),
        settings=settings(
            settings.get_profile("house"),
            max_examples=examples,
            stateful_step_count=steps,
            derandomize=True,
            database=None,
        ),
    )
