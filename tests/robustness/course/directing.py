"""What leaders say about a job: told to its units, answered by them, closed by who said it."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule
from sqlalchemy import select

from tests.personas import PEOPLE as USERNAMES
from tests.robustness.course.desk import PEOPLE, THE_RIGHT_ONE, Desk, people, places
from tests.robustness.course.paper import Job, Word
from tracker.accounts.models import User
from tracker.core.db import db
from tracker.follow_up import directives
from tracker.follow_up.models import Directive
from tracker.reminders.models import Reminder

SEES_ALL = {"office", "leader", "observer", "administrator"}
shifts = st.sampled_from([None, 0, 3, -1])
answers = st.sampled_from(["Đã xong.", "Đang trình.", " "])


class Directing(Desk):
    """Directives and their answers."""

    def _units_of(self, job: Job) -> list[str]:
        """Who had to do with the job, by the units that there are now."""
        parts = (part for part in self.paper.parts if part.instance.job == job.name)
        return list(dict.fromkeys(self.paper.heir(part.unit) for part in parts))

    @rule(
        person=st.sampled_from(["leader", "leader", "office", "office", *PEOPLE]),
        place=places,
        until=shifts,
        said=st.sampled_from([0, -2, 1]),
    )
    def direct(self, person: str, place: int, until: int | None, said: int) -> None:
        """A leader says it, or the Office writes down what a leader said; sent twice, said once."""
        jobs = list(self.paper.jobs.values())
        job = jobs[place % len(jobs)]
        units = self._units_of(job)[: place % 3]
        form: dict[str, object] = {
            "words": f"Ý kiến thứ {self.turn}",
            "units": [str(self.scene.units[unit]) for unit in units],
            "answer_by": "" if until is None else self._day(until),
            "request_key": f"w{self.turn}",
        }
        if person == "office":
            form |= {"said_by": str(self._user("leader").id), "said_on": self._day(said)}
        with self.at_work():
            client, url = self.client(person), f"/tasks/{job.number}/directives/new"
            for _copy in range(2):
                answer = client.post(url, data=form)
        status, why = self._said_to_directing(person, job)
        if status == 303 and person == "office" and said > 0:
            status, why = 422, "không sau hôm nay"
        elif status == 303 and until is not None and until < 0:
            status, why = 422, "Hạn trả lời đã qua"
        elif status == 303 and not units:
            status, why = 422, "Hãy chọn ít nhất một đơn vị"
        self.answered(answer, status, why)
        if status == 303:
            self._note_words(job, units, by_office=person == "office")

    def _said_to_directing(self, person: str, job: Job) -> tuple[int, str]:
        is_hidden = self.paper.plans[job.plan] == "draft"
        if is_hidden and person not in {"office", "leader", "administrator"}:
            return 404, ""
        may = person in {"office", "leader"} and self.paper.is_running(job)
        return 303 if may else 403, ""

    def _note_words(self, job: Job, units: list[str], *, by_office: bool) -> None:
        """One for each unit, whose heads all see it at once."""
        known = {word.number for word in self.paper.words}
        made = [item for item in db.session.query(Directive) if item.id not in known]
        numbers = {item.unit_id: item.id for item in made}
        assert numbers.keys() == {self.scene.units[unit] for unit in units}
        assert len(made) == len(units)
        for unit in units:
            number = numbers[self.scene.units[unit]]
            self.paper.words.append(Word(number, job.name, unit, by_office))
            homes = self.paper.homes.items()
            heads = {person for person, home in homes if home == unit and "head" in person}
            assert self._told(f"directed:{number}") >= heads

    @precondition(lambda self: self.paper.words)
    @rule(person=people, place=places, answer=answers, closes=st.booleans())
    def go_on_with_word(self, person: str, place: int, answer: str, *, closes: bool) -> None:
        """The unit answers, better perhaps another time; who said it, or wrote it down, closes."""
        word = self.paper.words[place % len(self.paper.words)]
        if closes:
            self._close(person, word)
        else:
            self._answer(person, word, answer)

    def _sees_word(self, person: str, word: Word) -> bool:
        return person in SEES_ALL or self.paper.homes.get(person) == self.paper.heir(word.unit)

    def _answer(self, person: str, word: Word, words: str) -> None:
        unit = self.paper.heir(word.unit)
        person = self.head_of(unit) if person == THE_RIGHT_ONE else person
        version = db.session.get_one(Directive, word.number).version
        form = {"answer": words, "version": str(version)}
        with self.at_work():
            client = self.client(person)
            answer = client.post(f"/directives/{word.number}/answer", data=form)
        if self.paper.homes.get(person) != unit:
            self.answered(answer, 403 if self._sees_word(person, word) else 404)
        elif not words.strip():
            self.answered(answer, 422, "Hãy ghi nội dung trả lời")
        elif word.state == "closed":
            self.answered(answer, 409, "không còn nhận trả lời")
        else:
            self.answered(answer, 303)
            word.state, word.answer = "answered", words
            told = {"leader", "office"} if word.by_office else {"leader"}
            assert self._told(f"replied:{word.number}") == told

    def _close(self, person: str, word: Word) -> None:
        """A second time changes nothing."""
        person = "leader" if person == THE_RIGHT_ONE else person
        with self.at_work():
            answer = self.client(person).post(f"/directives/{word.number}/close")
        if person == "leader" or (person == "office" and word.by_office):
            self.answered(answer, 303)
            word.state = "closed"
        else:
            self.answered(answer, 403 if self._sees_word(person, word) else 404)

    @precondition(lambda self: self.paper.words)
    @rule(person=st.sampled_from(PEOPLE), place=places)
    def read_words(self, person: str, place: int) -> None:
        """A unit knows of its own only; the list shows the others what is not closed."""
        word = self.paper.words[place % len(self.paper.words)]
        with self.at_work():
            client = self.client(person)
            one, all_of_them = client.get(f"/directives/{word.number}"), client.get("/directives")
        assert one.status_code == (200 if self._sees_word(person, word) else 404), (person, word)
        assert all_of_them.status_code == (200 if person in SEES_ALL else 403), person
        if person in SEES_ALL:
            for other in self.paper.words:
                is_shown = f'"/directives/{other.number}"' in all_of_them.text
                assert is_shown is (other.state != "closed"), other

    @invariant()
    def words_stand_as_noted(self) -> None:
        """To whom each was said, how far it has come; what every unit has to answer."""
        made = {item.id: item for item in db.session.query(Directive)}
        assert made.keys() == {word.number for word in self.paper.words}
        for word in self.paper.words:
            item = made[word.number]
            assert (item.state.value, item.answer) == (word.state, word.answer), word
            assert item.unit_id == self.scene.units[word.unit]
        for unit, number in self.scene.units.items():
            own = {item.id for item in directives.directive_list(unit_id=number, only_open=True)}
            assert unit in self.paper.heirs or own == {
                word.number
                for word in self.paper.words
                if word.state != "closed" and self.paper.heir(word.unit) == unit
            }

    def _day(self, shift: int) -> str:
        return f"{self.today + timedelta(days=shift):%d/%m/%Y}"

    def _user(self, person: str) -> User:
        username = USERNAMES[person][0]
        return db.session.scalars(select(User).where(User.username == username)).one()

    def _told(self, step: str) -> set[str]:
        """Whom the bell has told of it."""
        people = {username: person for person, (username, _, _) in USERNAMES.items()}
        names = select(User.username).join(Reminder, Reminder.recipient_id == User.id)
        return {people[name] for name in db.session.scalars(names.where(Reminder.step == step))}
