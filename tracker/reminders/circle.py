"""Who stands around a contribution: its unit's people, the Office, the coordinators, leaders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.accounts.queries import enabled_people, people_to_remind
from tracker.accounts.rules import Role
from tracker.progress.models import Contribution
from tracker.reminders import queries
from tracker.reminders.owed import Whose
from tracker.reminders.rules import Escalation, Person, heads_of, recipients
from tracker.units.queries import all_units


@dataclass(frozen=True, slots=True)
class Circle:
    """The people of units, the Office and the leaders, as far as they may be told."""

    people: Mapping[int, Sequence[Person]]
    office: Sequence[int]
    leaders: Sequence[int]
    in_charge: Mapping[int, int]
    of_plans: Mapping[int, int]

    @classmethod
    def around(cls, contributions: Sequence[Contribution]) -> Circle:
        """Everybody whom these contributions may concern."""
        heirs = {item.unit_id: item.unit.heir.id for item in contributions}
        plans = (contribution.occurrence.task.plan for contribution in contributions)
        coordinators = {plan.coordinator_unit_id for plan in plans if plan.coordinator_unit_id}
        return cls._of_units({unit_id: unit_id for unit_id in coordinators} | heirs)

    @classmethod
    def of_everybody(cls) -> Circle:
        """Everybody whom any work may concern."""
        return cls._of_units({unit.id: unit.heir.id for unit in all_units(active_only=False)})

    @classmethod
    def _of_units(cls, heirs: Mapping[int, int]) -> Circle:
        """What a unit did that has gone since concerns its heir's people."""
        people = people_to_remind(sorted(set(heirs.values())))
        return cls(
            people={
                unit_id: [Person(user.id, user.role) for user in people[heir_id]]
                for unit_id, heir_id in heirs.items()
            },
            office=[user.id for user in enabled_people(Role.OFFICE)],
            leaders=[user.id for user in enabled_people(Role.LEADER)],
            in_charge=queries.leaders_in_charge(),
            of_plans=queries.leaders_of_plans(),
        )

    def unit_recipients(self, contribution: Contribution) -> list[int]:
        """Who of the unit is told."""
        return self.recipients_of(whose_is(contribution))

    def recipients_of(self, whose: Whose) -> list[int]:
        """The same, of work as plain values."""
        return recipients(self.people[whose.unit_id], whose.officer_id)

    def colleagues(self, contribution: Contribution, *user_ids: int | None) -> list[int]:
        """Those of these people who still work in the unit."""
        own = {person.id for person in self.people[contribution.unit_id]}
        return [user_id for user_id in user_ids if user_id in own]

    def deciders(self, contribution: Contribution) -> list[int]:
        """Who answers what the unit asks: the Office and the coordinator, never the unit itself."""
        own = {person.id for person in self.people[contribution.unit_id]}
        whose = whose_is(contribution)
        others = [user_id for user_id in self._office(whose) if user_id not in own]
        return others or [leader for leader in self._leaders(whose) if leader not in own]

    def escalation_recipients(self, whose: Whose, level: Escalation) -> list[int]:
        """Whom late work is made known to; whoever does it knows already."""
        if level is Escalation.HEAD:
            return [head.id for head in heads_of(self.people[whose.unit_id])]
        told = self._office(whose) if level is Escalation.OFFICE else self._leaders(whose)
        own = set(self.recipients_of(whose))
        return [user_id for user_id in dict.fromkeys(told) if user_id not in own]

    def _office(self, whose: Whose) -> list[int]:
        """The Office, and the head of the unit that follows up the plan."""
        coordinator_id = whose.coordinator_unit_id
        people = self.people[coordinator_id] if coordinator_id else []
        heads = [person.id for person in people if person.role is Role.UNIT_HEAD]
        return [*self.office, *heads]

    def _leaders(self, whose: Whose) -> list[int]:
        """The plan's leader, else the one in charge of the unit, else all of them."""
        for named in (self.of_plans.get(whose.plan_id), self.in_charge.get(whose.unit_id)):
            if named is not None and named in self.leaders:
                return [named]
        return list(self.leaders)


def whose_is(contribution: Contribution) -> Whose:
    """Whom the work concerns."""
    task = contribution.occurrence.task
    return Whose(
        contribution.unit_id,
        contribution.officer_id or contribution.assignment.officer_id,
        task.plan_id,
        task.plan.coordinator_unit_id,
    )
