"""What somebody would keep on paper beside the work: plain notes, and the rules in plain words.

Nothing here comes from the app. Units and people go by the names of `tests/personas.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.robustness.course.goals import Goal

# What a unit may say of its work, by how far the work has come.
STEPS = {
    "not_started": {"in_progress", "submitted"},
    "in_progress": {"in_progress", "submitted"},
    "returned": {"in_progress", "submitted"},
}
HANDED_IN = {"submitted", "accepted"}
OPEN = {*STEPS, "submitted"}
OFFICERS = {"culture_officer"}
ANSWERING = {"office", "leader"}
KEEPERS = {"office", "administrator"}
# National Day of 2026 with its swapped Monday, and the Saturday worked for it.
HOLIDAYS = {date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 2), date(2026, 11, 24)}
WORKED_SATURDAY = date(2026, 8, 22)


@dataclass(frozen=True)
class Term:
    """So many days after something arose, or working days; before it, if negative."""

    days: int
    of_work: bool


@dataclass
class Instance:
    """One due instance: the document's day, the day it means by the calendar, the day that counts.

    The three differ by days off, by an amendment that came too late, by an extension. What arose
    has the day on which it did, and its own term where nobody named the day.
    """

    number: int
    job: str
    named: date | None
    printed: date | None
    due: date | None
    arose: date | None = None
    term: Term | None = None

    def reprint(self, day: date) -> None:
        """The plan or the calendar gives another day; a longer extension still stands."""
        if self.printed is None or self.due is None or day == self.printed:
            return
        granted = self.due if self.due != self.printed else day
        self.printed, self.due = day, max(day, granted)


@dataclass
class Sheet:
    """A file that shows what was done; `newer` has taken its place."""

    number: int
    name: str
    content: bytes
    is_there: bool = True
    newer: Sheet | None = None

    @property
    def is_taken_back(self) -> bool:
        """Older ones go with the one that took their place."""
        return self.newer.is_taken_back if self.newer else not self.is_there


@dataclass
class Part:
    """What one unit owes of an instance."""

    number: int
    unit: str
    leads: bool
    instance: Instance
    status: str = "not_started"
    returns: int = 0
    handed_in: date | None = None
    # Handed in past this day, which another unit's later day does not make good.
    late_for: date | None = None
    officer: str | None = None
    urged: int = 0
    sheets: list[Sheet] = field(default_factory=list)

    @property
    def standing(self) -> list[Sheet]:
        """The files that are shown."""
        return [sheet for sheet in self.sheets if sheet.is_there]

    def same_name(self, name: str) -> Sheet | None:
        """The file of that name that stands there."""
        return next((sheet for sheet in self.standing if sheet.name == name), None)

    @property
    def counts(self) -> date | None:
        """The day by which it is judged."""
        return (self.late_for if self.status in HANDED_IN else None) or self.instance.due

    def judged(self, due: date | None, today: date) -> str | None:
        """One of the six classes; what was cancelled has none."""
        if self.status == "cancelled":
            return None
        state = "done" if self.status == "accepted" else "open"
        if due is None:
            return f"{state}_no_deadline"
        day = self.handed_in if self.status in HANDED_IN and self.handed_in else today
        words = {"done": ("on_time", "late"), "open": ("in_time", "overdue")}[state]
        return f"{state}_{words[day > due]}"


@dataclass
class Job:
    """A task: who leads, who helps."""

    name: str
    plan: str
    lead: str
    helpers: tuple[str, ...] = ()
    number: int = 0
    day: date | None = None
    # Of work that waits until something arises.
    term: Term | None = None


@dataclass
class Asked:
    """A request for a later day: prepared, asked, granted, refused, withdrawn or revoked."""

    number: int
    part: Part
    wanted: date
    state: str
    granted: date | None = None
    # By whom, and to which day.
    revoked: tuple[str, date] | None = None


@dataclass
class Word:
    """What a leader said to a unit about a job: open, answered or closed."""

    number: int
    job: str
    unit: str
    by_office: bool
    state: str = "open"
    answer: str | None = None


@dataclass
class Paper:
    """All the notes together."""

    jobs: dict[str, Job]
    parts: list[Part]
    # By its name: "draft", "issued" or "closed".
    plans: dict[str, str]
    homes: dict[str, str]
    goals: list[Goal]
    heirs: dict[str, str] = field(default_factory=dict)
    days_off: set[date] = field(default_factory=set)
    asked: list[Asked] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    # Whom a unit has put in charge of a job, last of all.
    in_charge: dict[tuple[str, str], str | None] = field(default_factory=dict)

    def works_on(self, day: date) -> bool:
        """Whether the ward works that day."""
        if day in self.days_off or day in HOLIDAYS:
            return False
        return day.weekday() < 5 or day == WORKED_SATURDAY

    def settle(self, day: date) -> date:
        """A day off means the next working day."""
        while not self.works_on(day):
            day += timedelta(days=1)
        return day

    def after(self, day: date, term: Term) -> date:
        """The last day of a term; the day on which something arose is not counted.

        One that ends on a day off goes on to the next working day, one counted back to the last.
        """
        step = timedelta(days=1 if term.days >= 0 else -1)
        left = abs(term.days)
        while left:
            day += step
            left -= self.works_on(day) or not term.of_work
        if term.days >= 0:
            return self.settle(day)
        while not self.works_on(day):
            day += step
        return day

    def means(self, instance: Instance) -> date | None:
        """The day by today's calendar; None where a person named one, or there is none."""
        if instance.named is not None:
            return self.settle(instance.named)
        if instance.arose is None or instance.term is None:
            return None
        return self.after(instance.arose, instance.term)

    def heir(self, unit: str) -> str:
        """Who goes on with a unit's work."""
        while unit in self.heirs:
            unit = self.heirs[unit]
        return unit

    def is_running(self, thing: Part | Instance | Job) -> bool:
        """Whether its plan is in force."""
        instance = thing.instance if isinstance(thing, Part) else thing
        job = instance if isinstance(instance, Job) else self.jobs[instance.job]
        return self.plans[job.plan] == "issued"

    def parts_of(self, instance: Instance) -> list[Part]:
        """What all units owe of it."""
        return [part for part in self.parts if part.instance is instance]

    def instances(self) -> Iterator[Instance]:
        """Each once."""
        seen = {part.instance.number: part.instance for part in self.parts}
        yield from seen.values()

    def put_in_charge(self, part: Part, whom: str | None) -> None:
        """For what the unit still has to do of the job, and for what comes."""
        open_parts = [
            other
            for other in self.parts
            if (other.instance.job, other.unit) == (part.instance.job, part.unit)
            and other.status in OPEN
        ]
        for other in open_parts:
            other.officer = whom
        if open_parts:
            self.in_charge[part.instance.job, part.unit] = whom

    def grant(self, asked: Asked, day: date, today: date) -> None:
        """The later day counts for every unit, but makes good nothing that was handed in late."""
        instance = asked.part.instance
        for part in self.parts_of(instance):
            was_late = part.judged(part.counts, today) in {"done_late", "open_overdue"}
            is_late = part.status in HANDED_IN and was_late
            part.late_for = part.counts if is_late else None
        asked.state, asked.granted, instance.due = "granted", day, day

    def day_without(self, asked: Asked) -> date:
        """The day that would count had this one not been granted."""
        instance = asked.part.instance
        days = [
            other.granted
            for other in self.asked
            if other is not asked and other.part.instance is instance and other.state == "granted"
        ]
        return max(day for day in (instance.printed, *days) if day)

    def waiting(self, instance: Instance) -> Asked | None:
        """The request for a later day that is still to be sent or answered."""
        found = (
            asked
            for asked in self.asked
            if asked.part.instance is instance and asked.state in {"prepared", "asked"}
        )
        return next(found, None)

    def change_days_off(self, days: set[date], today: date) -> None:
        """Days that follow the calendar move with it, unless that would harm somebody."""
        before = {i.number: self.means(i) for i in self.instances()}
        self.days_off = days
        for instance in self.instances():
            now, then = before[instance.number], self.means(instance)
            if now is None or then is None or not self.is_running(instance):
                continue
            statuses = {part.status for part in self.parts_of(instance)}
            if now == then or instance.printed != now or not statuses & STEPS.keys():
                continue
            if then < now and (then < today or statuses & HANDED_IN):
                continue
            instance.reprint(then)

    def amend_day(self, job: Job, day: date) -> None:
        """The document names another day; what was handed in is not judged by an earlier one."""
        job.day = day
        for instance in self.instances():
            if instance.job != job.name or instance.named is None or instance.due is None:
                continue
            instance.named, new = day, self.settle(day)
            statuses = {part.status for part in self.parts_of(instance)}
            if not statuses & STEPS.keys() or (statuses & HANDED_IN and new <= instance.due):
                continue
            instance.reprint(new)

    def merge(self, unit: str, heir: str) -> None:
        """What is open goes to the heir, once; what is done stays with the old name."""
        for person, home in self.homes.items():
            self.homes[person] = heir if home == unit else home
        self.heirs[unit] = heir
        for (job, whose), person in list(self.in_charge.items()):
            if whose == unit:
                self.in_charge.setdefault((job, heir), person)
        self._hand_over(unit, heir)

    def reopen(self, plan: str) -> None:
        """A closed plan is in force again; heirs go on with the work of units gone meanwhile."""
        self.plans[plan] = "issued"
        for unit in self.heirs:
            self._hand_over(unit, self.heir(unit))

    def _hand_over(self, unit: str, heir: str) -> None:
        for job in self.jobs.values():
            if self.plans[job.plan] == "closed":
                continue
            job.lead = heir if job.lead == unit else job.lead
            helpers = dict.fromkeys(heir if other == unit else other for other in job.helpers)
            job.helpers = tuple(other for other in helpers if other != job.lead)
        for goal in self.goals:
            if self.plans[goal.plan] != "closed":
                goal.hand_on(unit, heir)
        for part in list(self.parts):
            if part.unit == unit and part.status in OPEN and self.is_running(part):
                self._hand_on(part, heir)
        for part in self.parts:
            if part.status in OPEN and self.is_running(part):
                part.leads = part.unit == self.jobs[part.instance.job].lead

    def _hand_on(self, part: Part, heir: str) -> None:
        own = next((p for p in self.parts_of(part.instance) if p.unit == heir), None)
        if own is None:
            part.unit = heir
            return
        if (part.leads and not own.leads) or own.status == "cancelled":
            own.status, own.handed_in, own.late_for = part.status, part.handed_in, part.late_for
            own.returns += part.returns
            own.leads, own.officer = part.leads, part.officer or own.officer
            own.sheets, part.sheets = own.sheets + part.sheets, []
        part.status = "cancelled"
        for asked in self.asked:
            lives = asked.state in {"prepared", "asked", "granted"}
            asked.part = own if lives and asked.part is part else asked.part
