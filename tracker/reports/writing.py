"""Each kind of report: which parts it has, and what they say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from tracker.core.clock import in_vietnam
from tracker.core.text_vn import lower_first
from tracker.figures.rules import Basis, FigureRow, Measure
from tracker.figures.sealing import Turn
from tracker.figures.windows import Window
from tracker.progress.rules import TimingClass
from tracker.reports import prose, tables
from tracker.reports.content import Content, Part
from tracker.reports.facts import ReportFacts
from tracker.reports.rules import ReportKind, counted, joined, number_words, split_words
from tracker.targets.rules import TargetState

_PROBLEM = "khó khăn, vướng mắc"
_ASKED = {
    "problems": "Hạn chế, nguyên nhân chung, ví dụ: công tác phối hợp giữa các đơn vị còn chậm.",
    "proposals": "Kiến nghị, đề xuất với Chủ tịch UBND; việc cần chỉ đạo.",
    "conclusion": "Nội dung đề nghị cuộc họp cho ý kiến, kết luận.",
    "measures": "Biện pháp đôn đốc, xử lý; đề nghị đối với đơn vị để quá hạn nhiều lần.",
}

_TURNS = (
    (Turn.NEW, "mới giao hoặc mới đến kỳ"),
    (Turn.DONE, "mới hoàn thành"),
    (Turn.OVERDUE, "mới quá hạn"),
)
_STATES = (
    (TargetState.MET, "đạt"),
    (TargetState.NOT_MET, "chưa đạt"),
    (TargetState.NOT_MEASURED, "chưa có số liệu"),
)


def content_of(kind: ReportKind, facts: ReportFacts) -> Content:
    """What a report of the kind takes from the facts."""
    subject, parts = _KINDS[kind]
    return Content(
        subject=f"{subject} {span_words(facts.window)}",
        opening=(_opening(kind, facts),),
        parts=tuple(parts(facts)),
        closing=_CLOSING[kind],
        edition=facts.figures.sealed.edition if facts.figures.sealed else 0,
    )


def span_words(window: Window) -> str:
    """The window in a sentence: "tháng 8/2026", "từ 01/08/2026 đến 07/08/2026"."""
    return lower_first(window.name)


def _opening(kind: ReportKind, facts: ReportFacts) -> str:
    moment = in_vietnam(facts.as_of)
    until = (
        f"đến hết ngày {facts.window.last:%d/%m/%Y}"
        if facts.as_of == facts.window.ends_at
        else f"đến {moment:%H giờ %M} ngày {moment:%d/%m/%Y}"
    )
    return (
        "Thực hiện nhiệm vụ theo dõi, đôn đốc các đơn vị thực hiện nhiệm vụ được giao, "
        f"Văn phòng báo cáo {_ABOUT[kind]} {span_words(facts.window)} "
        f"({_sealed_words(facts)}số liệu từ ngày {facts.window.first:%d/%m/%Y} {until}) như sau:"
    )


def _sealed_words(facts: ReportFacts) -> str:
    """Which edition of sealed figures the report tells, where there are several."""
    sealed = facts.figures.sealed
    if sealed is None:
        return ""
    if sealed.edition == 1:
        return "đã chốt, "
    return f"đã chốt lần {sealed.edition} ngày {in_vietnam(sealed.sealed_at):%d/%m/%Y}, "


def _chairman(facts: ReportFacts) -> Iterator[Part]:
    yield _overall(facts)
    yield _units(facts)
    yield _overdue(facts)
    yield _changes(facts)
    yield _targets(facts)
    yield _difficulties(facts)
    yield Part("problems", "Hạn chế, nguyên nhân", hint=_ASKED["problems"])
    yield _coming(facts)
    yield Part("proposals", "Kiến nghị, đề xuất", hint=_ASKED["proposals"])


def _briefing(facts: ReportFacts) -> Iterator[Part]:
    yield _overdue(facts)
    new = facts.newly_overdue
    sentence = prose.listed_sentence(
        len(new), "mới quá hạn từ đầu kỳ", "Không có phần việc nào mới quá hạn từ đầu kỳ."
    )
    yield Part("newly", "Mới quá hạn", (sentence,), tables.overdue_table(new))
    yield _at_risk(facts)
    yield _finished(facts)
    yield _returned(facts)
    yield _difficulties(facts)
    yield Part("conclusion", "Nội dung xin ý kiến", hint=_ASKED["conclusion"])


def _overdue_only(facts: ReportFacts) -> Iterator[Part]:
    late = facts.overdue
    silent = sum(not item.is_explained for item in late)
    sentences = [_overdue_sentence(facts)]
    if late:
        sentences.append(prose.overdue_units_sentence(_by_unit(facts)))
    if silent:
        sentences.append(f"Còn {counted(silent, prose.WORK)} đơn vị chưa báo cáo nguyên nhân.")
    yield Part("summary", "Tổng hợp", tuple(sentences), tables.bands_table(late))
    yield Part("overdue", "Danh sách quá hạn và nguyên nhân", (), tables.overdue_table(late))
    yield Part("measures", "Biện pháp, đề xuất", hint=_ASKED["measures"])


def _difficulties_only(facts: ReportFacts) -> Iterator[Part]:
    raised = [d for d in facts.difficulties if d.raised_at >= facts.window.starts_at]
    closed = [d for d in facts.difficulties if d.closed_at and d.closed_at <= facts.as_of]
    standing = [d for d in facts.difficulties if d not in closed]
    waiting = [d for d in standing if d.answered_at is None or d.answered_at > facts.as_of]
    answered = [d for d in standing if d not in waiting]
    yield Part(
        "summary",
        "Tổng hợp",
        (_difficulty_sentence(len(raised), len(waiting), len(answered), len(closed)),),
    )
    for key, heading, items, none in (
        ("waiting", "Chưa được trả lời", waiting, "Không còn vướng mắc nào chờ trả lời."),
        ("answered", "Đã trả lời, còn theo dõi", answered, "Không có."),
        ("closed", "Đã tháo gỡ trong kỳ", closed, "Trong kỳ chưa có vướng mắc nào khép lại."),
    ):
        table = tables.difficulties_table(items, facts.as_of)
        yield Part(key, heading, () if table else (none,), table)
    yield Part("proposals", "Kiến nghị, đề xuất", hint=_ASKED["proposals"])


def _overall(facts: ReportFacts) -> Part:
    both = facts.figures.both
    figures = both[Basis.CURRENT]
    plans = len({row.plan_id for row in facts.counted_in(Measure.TOTAL)})
    sentences = (
        prose.total_sentence(figures, plans),
        " ".join(filter(None, (prose.done_sentence(figures), prose.open_sentence(figures)))),
        prose.lateness_sentence(figures),
        prose.original_sentence(figures, both[Basis.ORIGINAL]),
        prose.side_sentence(figures),
        prose.check_in_sentence(figures),
    )
    return Part("overall", "Kết quả chung", tuple(filter(None, sentences)))


def _units(facts: ReportFacts) -> Part:
    figures = facts.figures.both[Basis.CURRENT]
    if not figures[Measure.TOTAL]:
        return Part("units", "Kết quả của các đơn vị", ("Không có số liệu trong kỳ.",))
    lines = [line for line in facts.figures.lines if line.figures[Measure.TOTAL]]
    sentence = prose.overdue_units_sentence(_by_unit(facts))
    return Part("units", "Kết quả của các đơn vị", (sentence,), tables.units_table(lines, figures))


def _overdue(facts: ReportFacts) -> Part:
    table = tables.overdue_table(facts.overdue)
    return Part("overdue", "Nhiệm vụ quá hạn", (_overdue_sentence(facts),), table)


def _overdue_sentence(facts: ReportFacts) -> str:
    return prose.listed_sentence(
        len(facts.overdue),
        "quá hạn chưa hoàn thành",
        "Không có phần việc nào quá hạn chưa hoàn thành.",
    )


def _changes(facts: ReportFacts) -> Part:
    since, found = facts.figures.changes()
    counts = Counter(difference.turn for difference in found)
    said = [
        f"{counted(counts[turn], prose.WORK)} {words}" for turn, words in _TURNS if counts[turn]
    ]
    sentence = f"So với {since}: {joined(said) if said else 'không có thay đổi'}."
    return Part("changes", "Thay đổi so với kỳ trước", (sentence,))


def _targets(facts: ReportFacts) -> Part:
    standings = facts.targets
    heading = "Thực hiện các chỉ tiêu"
    if not standings:
        return Part("targets", heading, ("Các kế hoạch đang thực hiện không giao chỉ tiêu.",))
    states = Counter(standing.state for standing in standings)
    said = [f"{number_words(states[state])} {words}" for state, words in _STATES if states[state]]
    sentence = f"Có {counted(len(standings), 'chỉ tiêu')}: {', '.join(said)}."
    waiting = sum(standing.asked(facts.day) is not None for standing in standings)
    late = f" Còn {counted(waiting, 'chỉ tiêu')} cần nhập số liệu." if waiting else ""
    return Part("targets", heading, (sentence + late,), tables.targets_table(standings, facts.day))


def _difficulties(facts: ReportFacts) -> Part:
    standing = [item for item in facts.difficulties if item in facts.standing.values()]
    waiting = sum(d.answered_at is None or d.answered_at > facts.as_of for d in standing)
    if not standing:
        return Part(
            "difficulties", "Khó khăn, vướng mắc", ("Các đơn vị không còn báo vướng mắc nào.",)
        )
    answered = len(standing) - waiting
    words = split_words(((waiting, "chưa được trả lời"), (answered, "đã được trả lời")))
    sentence = f"Còn {counted(len(standing), 'khó khăn, vướng mắc')} chưa tháo gỡ xong ({words})."
    table = tables.difficulties_table(standing, facts.as_of)
    return Part("difficulties", "Khó khăn, vướng mắc", (sentence,), table)


def _difficulty_sentence(raised: int, waiting: int, answered: int, closed: int) -> str:
    if not raised and not waiting and not answered and not closed:
        return "Trong kỳ các đơn vị không báo khó khăn, vướng mắc nào."
    new = f"báo {counted(raised, _PROBLEM)} mới" if raised else f"không báo {_PROBLEM} mới"
    left = split_words(((waiting, "chưa được trả lời"), (answered, "đã trả lời, còn theo dõi")))
    rest = (
        f"còn {counted(waiting + answered, _PROBLEM)} ({left})" if left else f"không còn {_PROBLEM}"
    )
    done = f"; đã tháo gỡ {number_words(closed)}" if closed else ""
    return f"Trong kỳ các đơn vị {new}{done}; {rest}."


def _at_risk(facts: ReportFacts) -> Part:
    found = facts.at_risk
    sentence = prose.listed_sentence(
        len(found),
        "đến hạn trong 7 ngày tới mà chưa thực hiện hoặc còn vướng mắc",
        "Không có phần việc nào sắp đến hạn mà chưa thực hiện hoặc còn vướng mắc.",
    )
    return Part("at_risk", "Có nguy cơ chậm", (sentence,), tables.work_table(found))


def _finished(facts: ReportFacts) -> Part:
    found = facts.finished
    sentence = prose.listed_sentence(
        len(found), "đã hoàn thành", "Trong kỳ chưa có phần việc nào được xác nhận hoàn thành."
    )
    rows = [(item, row.due_on, _verdict_words(row)) for item, row in found]
    return Part("finished", "Đã hoàn thành trong kỳ", (sentence,), tables.answered_table(rows))


def _verdict_words(row: FigureRow) -> str:
    if row.current is TimingClass.DONE_LATE:
        return f"Chậm {row.days_late} ngày" if row.days_late else "Chậm trong ngày"
    return "Đúng hạn" if row.current is TimingClass.DONE_ON_TIME else "Không ấn định thời hạn"


def _returned(facts: ReportFacts) -> Part:
    found = facts.returned
    sentence = prose.listed_sentence(
        len(found),
        "bị trả lại, đơn vị phải làm lại",
        "Không có kết quả nào bị trả lại mà chưa làm xong.",
    )
    rows = [(item, row.due_on, reason or "Bị trả lại") for item, row, reason in found]
    return Part("returned", "Bị trả lại", (sentence,), tables.answered_table(rows))


def _coming(facts: ReportFacts) -> Part:
    found = facts.coming
    first, last = facts.coming_days
    days = f"từ {first:%d/%m/%Y} đến {last:%d/%m/%Y}"
    sentence = prose.listed_sentence(
        len(found), f"đến hạn {days}", f"Không có phần việc nào đến hạn {days}."
    )
    return Part("coming", "Nhiệm vụ đến hạn thời gian tới", (sentence,), tables.work_table(found))


def _by_unit(facts: ReportFacts) -> dict[str, int]:
    return dict(Counter(item.contribution.unit.name for item in facts.overdue))


_KINDS: dict[ReportKind, tuple[str, Callable[[ReportFacts], Iterator[Part]]]] = {
    ReportKind.CHAIRMAN: ("Kết quả thực hiện nhiệm vụ được giao", _chairman),
    ReportKind.BRIEFING: ("Nhiệm vụ cần nêu tại họp giao ban", _briefing),
    ReportKind.OVERDUE: ("Nhiệm vụ quá hạn và nguyên nhân", _overdue_only),
    ReportKind.DIFFICULTIES: (
        "Khó khăn, vướng mắc trong thực hiện nhiệm vụ",
        _difficulties_only,
    ),
}
_ABOUT: dict[ReportKind, str] = {
    ReportKind.CHAIRMAN: "kết quả thực hiện nhiệm vụ được giao",
    ReportKind.BRIEFING: "các nhiệm vụ cần nêu tại họp giao ban",
    ReportKind.OVERDUE: "các nhiệm vụ quá hạn và nguyên nhân",
    ReportKind.DIFFICULTIES: "khó khăn, vướng mắc trong thực hiện nhiệm vụ",
}
_ASK = "kính trình Chủ tịch, các Phó Chủ tịch UBND xem xét, cho ý kiến chỉ đạo./."
_CLOSING: dict[ReportKind, str] = {
    ReportKind.CHAIRMAN: f"Trên đây là báo cáo kết quả thực hiện nhiệm vụ, {_ASK}",
    ReportKind.BRIEFING: "Văn phòng tổng hợp, báo cáo để cuộc họp giao ban xem xét./.",
    ReportKind.OVERDUE: f"Trên đây là báo cáo nhiệm vụ quá hạn và nguyên nhân, {_ASK}",
    ReportKind.DIFFICULTIES: f"Trên đây là báo cáo khó khăn, vướng mắc, {_ASK}",
}
