"""What the pages of figures show: one place that finds the rows, so that all pages agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from flask import current_app
from flask_login import current_user
from markupsafe import Markup

from tracker.core import clock
from tracker.core.clock import day_in_vietnam
from tracker.core.templating import drawn
from tracker.core.text_vn import lower_first
from tracker.core.unchanged import kept_few_until_written
from tracker.figures import queries
from tracker.figures.charts import (
    NARROW,
    WIDE,
    Bars,
    Course,
    Heat,
    Point,
    bars,
    course,
    draw_course,
    heat,
)
from tracker.figures.forms import EDITION, FiguresForm, address_of, edition_asked_for
from tracker.figures.grouping import Line, Names, names_for
from tracker.figures.keeping import Wanted, summed_up
from tracker.figures.models import SealedFigures
from tracker.figures.rules import DONE_CLASSES, Basis, FigureRow, Figures, Grouping, figures_of
from tracker.figures.sealing import Difference, counts_alike, differences, from_kept
from tracker.figures.sight import Distribution, Sight, distribution, distribution_of, sight_of
from tracker.figures.tally import Tally
from tracker.figures.windows import Window, before
from tracker.progress.history import History
from tracker.settings.queries import ward_settings

LOOKS = {"wide": WIDE, "narrow": NARROW}
LONGEST_MONTH = 31
MOST_DRAWN = 16
_EXTENSION = "drawn_figures"


@dataclass(kw_only=True)
class WindowFigures:
    """The figures of a window, as one person may see them."""

    window: Window
    basis: Basis
    grouping: Grouping
    now: datetime
    sight: Sight
    sealed: SealedFigures | None
    # Each time the window was sealed; `sealed` is the one shown.
    editions: Sequence[SealedFigures] = ()

    @cached_property
    def histories(self) -> list[History]:
        """What happened, of whatever the person may see."""
        return queries.histories(self.window, self.now)

    @cached_property
    def all_present(self) -> list[FigureRow]:
        """Every row as the history gives it now."""
        return queries.rows_in(self.window, self.now)

    @cached_property
    def all_rows(self) -> list[FigureRow]:
        """Every row that is counted: as it was reported where the window is sealed."""
        return from_kept(self.sealed.rows) if self.sealed else self.all_present

    @cached_property
    def rows(self) -> list[FigureRow]:
        """The rows that the person may see named."""
        return self.sight.named(self.all_rows)

    @cached_property
    def names(self) -> Names:
        """What the lines are called."""
        return names_for(self.grouping, self.window.by, self.window.last)

    @cached_property
    def lines(self) -> list[Line]:
        """The table."""
        return self.names.lines(self.rows, self.basis)

    @cached_property
    def both(self) -> dict[Basis, Figures]:
        """All rows together, judged by either due day."""
        return {basis: figures_of(self.rows, basis) for basis in Basis}

    @cached_property
    def others(self) -> Distribution | None:
        """The units that are not named."""
        return distribution(self.all_rows, self.sight, self.basis)

    @property
    def as_of(self) -> datetime:
        """The moment the figures are of."""
        return self.window.as_of(self.now)

    @property
    def address(self) -> dict[str, Any]:
        """What an address says to get this page again; an edition that was replaced is named."""
        asked = self.address_to(self.window)
        return asked | {EDITION: self.sealed.edition} if self.sealed and self.newer else asked

    def address_to(self, window: Window) -> dict[str, Any]:
        """The same for other days."""
        return address_of(window, basis=self.basis, grouping=self.grouping)

    @property
    def may_be_sealed(self) -> bool:
        """Whether the window is over and nobody has sealed it."""
        return self.sealed is None and self.window.has_ended(self.now)

    @property
    def newer(self) -> SealedFigures | None:
        """The edition that replaced the one shown."""
        later = (
            item for item in self.editions if self.sealed and item.edition > self.sealed.edition
        )
        return next(later, None)

    @property
    def may_be_sealed_again(self) -> bool:
        """Whether the last edition is shown and the figures have been corrected since."""
        is_last = self.sealed is not None and self.newer is None
        return is_last and not counts_alike(self.all_rows, self.all_present)

    @cached_property
    def corrections(self) -> list[Difference]:
        """What counts otherwise than it was reported: in the edition after, or now."""
        if self.sealed is None:
            return []
        corrected = from_kept(self.newer.rows) if self.newer else self.all_present
        return differences(self.rows, self.sight.named(corrected))

    def changes(self) -> tuple[str, list[Difference]]:
        """What changed since the last report, or since the window before, and which that is.

        What was done or ended then has left the figures and is no news.
        """
        last = queries.last_sealed_before(self.window.first)
        if last is not None:
            rows, words = from_kept(last.rows), f"báo cáo {lower_first(last.name)} (đã chốt)"
            words += f", số liệu đến {last.last_day:%d/%m/%Y}"
        else:
            former = before(self.window)
            rows = queries.rows_in(former, self.now)
            words = f"{lower_first(former.name)}, số liệu đến {former.last:%d/%m/%Y}"
        still_open = [row for row in rows if row.current not in DONE_CLASSES and not row.has_ended]
        return words, differences(self.sight.named(still_open), self.rows)


@dataclass(kw_only=True)
class FiguresPage(WindowFigures):
    """The figures that one address asks for."""

    form: FiguresForm

    @property
    def key(self) -> Hashable:
        """All that its numbers depend on besides what the database holds."""
        shown = (self.window, self.basis, self.grouping, self.now, self.sight)
        return shown, self.sealed.id if self.sealed else None


@dataclass(frozen=True, slots=True)
class Shown:
    """The numbers of a page, drawn; `corrections` is how many rows a sealed window has wrong."""

    has_rows: bool
    drawn: Markup
    others: Distribution | None
    may_be_sealed_again: bool
    corrections: int


@dataclass(frozen=True, slots=True)
class Numbers:
    """All that the page says of its rows; each figure as the list behind it counts."""

    has_rows: bool
    both: Mapping[Basis, Figures]
    lines: Sequence[Line]
    others: Distribution | None
    due_days: Counter[date]
    # By the due day, and the day on which what is done was handed in.
    course: Counter[tuple[date, date | None]]


@kept_few_until_written(most=16, key=lambda asked, _words: asked.key)
def shown_figures(asked: FiguresPage, words: Mapping[str, Any]) -> Shown:
    """Count and draw."""
    numbers = numbers_of(asked)
    return Shown(
        has_rows=numbers.has_rows,
        drawn=_drawn(asked, numbers, words),
        others=numbers.others,
        may_be_sealed_again=asked.may_be_sealed_again,
        corrections=len(asked.corrections),
    )


def _drawn(asked: FiguresPage, numbers: Numbers, words: Mapping[str, Any]) -> Markup:
    """While nothing is sealed the same numbers look the same all day: most writes change none."""
    if asked.sealed is not None:
        return _drawn_anew(asked, numbers, words)
    kept: dict[Hashable, tuple[Numbers, Markup]]
    kept = current_app.extensions.setdefault(_EXTENSION, {})
    key = asked.window, asked.basis, asked.grouping, asked.sight, day_in_vietnam(asked.as_of)
    before, found = kept.get(key, (None, Markup()))
    if before == numbers:
        return found
    found = _drawn_anew(asked, numbers, words)
    kept[key] = numbers, found
    if len(kept) > MOST_DRAWN:
        kept.pop(next(iter(kept)), None)
    return found


def _drawn_anew(asked: FiguresPage, numbers: Numbers, words: Mapping[str, Any]) -> Markup:
    return drawn(
        "figures/_shown.html",
        asked=asked,
        counted=numbers,
        window=asked.window,
        charts=charts_of(asked.window, numbers, asked.as_of),
        **words,
    )


def numbers_of(asked: WindowFigures) -> Numbers:
    """From the sums that are kept up while the window runs, from the rows when it is over."""
    if asked.sealed is not None or asked.window.has_ended(asked.now):
        return _numbers_of_rows(asked)
    wanted = Wanted(asked.window, asked.grouping, asked.sight)
    return summed_up(wanted, asked.now, asked.basis, lambda tally: _numbers_of_sums(asked, tally))


def _numbers_of_sums(asked: WindowFigures, tally: Tally) -> Numbers:
    return Numbers(
        has_rows=tally.has_rows,
        both={basis: tally.figures(basis) for basis in Basis},
        lines=asked.names.lines_of(tally.by_line(asked.basis)),
        others=distribution_of(tally.of_others(asked.basis)),
        due_days=tally.due_days(),
        course=tally.course(),
    )


def _numbers_of_rows(asked: WindowFigures) -> Numbers:
    due_days = [row.due_on for row in asked.rows if row.current is not None and row.due_on]
    return Numbers(
        has_rows=bool(asked.rows),
        both=asked.both,
        lines=asked.lines,
        others=asked.others,
        due_days=Counter(due_days),
        course=_course_of_rows(asked),
    )


def _course_of_rows(asked: WindowFigures) -> Counter[tuple[date, date | None]]:
    counted = {row.contribution_id for row in asked.rows if row.current is not None and row.due_on}
    items: Counter[tuple[date, date | None]] = Counter()
    for number, due_on, done_on in queries.due_and_done(asked.window, asked.now):
        if number in counted and due_on is not None:
            items[due_on, done_on] += 1
    return items


@dataclass(frozen=True, slots=True)
class Charts:
    """Each chart in both widths; None where it would say nothing."""

    bars: dict[str, Bars]
    course: dict[str, Course] | None
    heat: dict[str, Heat] | None


def charts_of(window: Window, numbers: Numbers, as_of: datetime) -> Charts:
    """What the page draws."""
    points = _course_points(window, numbers, as_of)
    drawn = {look: heat(numbers.due_days, window, width) for look, width in LOOKS.items()}
    heats = {look: chart for look, chart in drawn.items() if chart is not None}
    return Charts(
        bars={look: bars(numbers.lines, width) for look, width in LOOKS.items()},
        course={look: draw_course(points, width) for look, width in LOOKS.items()}
        if points
        else None,
        heat=heats or None,
    )


def _course_points(window: Window, numbers: Numbers, as_of: datetime) -> list[Point]:
    """Over more than a month, of what is due in the window."""
    days = {day for day in numbers.due_days if window.first <= day <= window.last}
    if (window.last - window.first).days <= LONGEST_MONTH or not days:
        return []
    items = Counter({item: n for item, n in numbers.course.items() if item[0] in days})
    return course(items, window, day_in_vietnam(as_of))


def page_asked_for(user: Any = None) -> FiguresPage:
    """The page that the address asks for; as of the end of the minute, so that within it nothing
    is counted twice: what happened by now is in it, and hours at which work is due are whole ones.
    """
    now = clock.now().replace(second=59, microsecond=999_999)
    form = FiguresForm.of_this_page(today=clock.today(), by=ward_settings().data_window)
    window = form.window
    editions = queries.editions_of(window)
    wanted = edition_asked_for()
    shown = [item for item in editions if item.edition == wanted] or editions[-1:]
    return FiguresPage(
        form=form,
        window=window,
        basis=form.basis_chosen,
        grouping=form.grouping,
        now=now,
        sight=sight_of(user or current_user),
        sealed=shown[0] if shown else None,
        editions=editions,
    )
