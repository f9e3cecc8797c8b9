"""What besides the work itself changes in a course: people, plans, letters, units, choices."""

from __future__ import annotations

from random import Random

from tests.figures.course import Course
from tests.personas import Ward
from tracker.reminders import telling
from tracker.reminders.by_hand import URGED, WITHDRAWN
from tracker.settings.service import change_setting


def stir(ward: Ward, course: Course, chance: Random) -> None:
    """What besides the work itself decides who is told: people, plans, letters, units, choices."""
    item = chance.choice(course.owed)
    match chance.randrange(7):
        case 0:
            item.officer_id = chance.choice([None, ward.culture_officer.id])
        case 1:
            course.plan.coordinator_unit_id = chance.choice([None, ward.economy.id])
        case 2 | 3:
            step = chance.choice((URGED, WITHDRAWN)) + str(chance.randrange(4))
            telling.tell({item: "Công văn"}, step=step, mail_now=False)
        case 4:
            ward.culture_officer.is_enabled = not ward.culture_officer.is_enabled
        case 5:
            ward.economy.is_active = not ward.economy.is_active
        case 6:
            days = chance.choice((0, 1, 5))
            change_setting("escalate_to_office_after", days, actor=None)
