"""The sentences of reports: right for none, one and many. Pure: numbers in, sentences out."""

from __future__ import annotations

from tracker.figures.rules import Figures, Measure, average_words, share_words
from tracker.reports.rules import counted, joined, number_words, split_words

WORK = "phần việc"
_DONE = (
    (Measure.DONE_ON_TIME, "đúng hạn"),
    (Measure.DONE_LATE, "quá hạn"),
    (Measure.DONE_NO_DEADLINE, "không ấn định thời hạn"),
)
_OPEN = (
    (Measure.OPEN_IN_TIME, "trong hạn"),
    (Measure.OPEN_OVERDUE, "quá hạn"),
    (Measure.OPEN_NO_DEADLINE, "không ấn định thời hạn"),
)


def total_sentence(figures: Figures, plans: int) -> str:
    """How much there was to do."""
    total, dated = figures[Measure.TOTAL], figures[Measure.WITH_DEADLINE]
    if not total:
        return "Trong kỳ không có phần việc nào phải thực hiện."
    start = (
        f"Trong kỳ, các đơn vị phải thực hiện {counted(total, WORK)} "
        f"thuộc {counted(plans, 'kế hoạch, văn bản giao việc')}"
    )
    if not dated:
        return f"{start}; không phần việc nào ấn định thời hạn."
    if dated == total:
        return f"{start}; {'phần việc này' if total == 1 else 'tất cả'} có thời hạn."
    return f"{start}, trong đó {counted(dated, WORK)} có thời hạn."


def done_sentence(figures: Figures) -> str:
    """What was done, and how much of it in time."""
    total, done = figures[Measure.TOTAL], figures[Measure.DONE]
    kinds = split_words((figures[measure], words) for measure, words in _DONE)
    if not total:
        return ""
    if not done:
        return "Chưa có phần việc nào hoàn thành."
    if done == total:
        if total == 1:
            return f"Phần việc này đã hoàn thành {kinds}."
        return f"Toàn bộ {counted(total, WORK)} đã hoàn thành ({kinds})."
    share = share_words(figures.share(Measure.DONE, Measure.TOTAL))
    return f"Đã hoàn thành {counted(done, WORK)} ({kinds}), đạt {share} tổng số."


def open_sentence(figures: Figures) -> str:
    """What is still to do, and how much of it is overdue."""
    still_open, overdue = figures[Measure.OPEN], figures[Measure.OPEN_OVERDUE]
    if not figures[Measure.TOTAL]:
        return ""
    if not still_open:
        return "Không còn phần việc nào đang thực hiện."
    kinds = split_words((figures[measure], words) for measure, words in _OPEN)
    sentence = f"Đang thực hiện {counted(still_open, WORK)} ({kinds})."
    if not overdue:
        return f"{sentence} Không có phần việc nào quá hạn chưa hoàn thành."
    shares = f"{share_words(figures.share(Measure.OPEN_OVERDUE, Measure.TOTAL))} tổng số"
    if figures[Measure.WITH_DEADLINE] != figures[Measure.TOTAL]:
        of_dated = share_words(figures.share(Measure.OPEN_OVERDUE, Measure.WITH_DEADLINE))
        shares += f" và {of_dated} số có thời hạn"
    return f"{sentence} Số quá hạn chưa hoàn thành bằng {shares}."


def lateness_sentence(figures: Figures) -> str:
    """How many days late on average, done or not."""
    late = figures[Measure.LATE]
    if not late:
        return ""
    days = average_words(figures.average_days_late)
    if late == 1:
        return f"Có {counted(late, WORK)} chậm, {days} ngày."
    return f"Có {counted(late, WORK)} chậm (kể cả đã hoàn thành), bình quân {days} ngày."


def original_sentence(figures: Figures, original: Figures) -> str:
    """What would be late without the extensions; nothing where it is the same."""
    measures = (Measure.DONE_LATE, Measure.OPEN_OVERDUE)
    if all(figures[measure] == original[measure] for measure in measures):
        return ""
    done, still_open = (original[measure] for measure in measures)
    return (
        "Nếu tính theo thời hạn ghi trong văn bản giao, không kể gia hạn: "
        f"{counted(done, WORK)} hoàn thành quá hạn, "
        f"{counted(still_open, WORK)} quá hạn chưa hoàn thành."
    )


def side_sentence(figures: Figures) -> str:
    """What was carried over, returned, extended, left unfinished; only what there was."""
    carried, overdue = figures[Measure.CARRIED_OVER], figures[Measure.CARRIED_OVERDUE]
    parts = []
    if carried:
        rest = f" (còn quá hạn {number_words(overdue)})" if overdue else ""
        parts.append(f"{counted(carried, WORK)} chuyển từ năm trước sang{rest}")
    for measure, words in (
        (Measure.RETURNED, "bị trả lại kết quả"),
        (Measure.EXTENDED, "được gia hạn"),
        (Measure.ENDED, "chưa xong khi kế hoạch kết thúc"),
    ):
        if figures[measure]:
            parts.append(f"{counted(figures[measure], WORK)} {words}")
    return f"Trong kỳ có {joined(parts)}." if parts else ""


def check_in_sentence(figures: Figures) -> str:
    """Whether regular work without a deadline was reported about."""
    total, missing = figures[Measure.CHECK_INS], figures[Measure.NOT_UPDATED]
    if not total:
        return ""
    start = "Đối với việc thường xuyên không ấn định thời hạn, các đơn vị"
    if not missing:
        return f"{start} đã cập nhật đủ {counted(total, 'kỳ')} phải cập nhật."
    updated = figures[Measure.UPDATED]
    if not updated:
        return f"{start} chưa cập nhật kỳ nào trong {counted(total, 'kỳ')} phải cập nhật."
    return (
        f"{start} đã cập nhật {number_words(updated)} trong {counted(total, 'kỳ')} phải cập nhật, "
        f"còn {counted(missing, 'kỳ')} chưa cập nhật."
    )


def overdue_units_sentence(by_unit: dict[str, int]) -> str:
    """Which units have overdue work, the most first."""
    late = sorted(((n, unit) for unit, n in by_unit.items() if n), key=lambda x: (-x[0], x[1]))
    if not late:
        return "Không có đơn vị nào còn việc quá hạn chưa hoàn thành."
    names = "; ".join(f"{unit} ({number_words(number)})" for number, unit in late)
    return f"Còn việc quá hạn chưa hoàn thành: {names}."


def listed_sentence(number: int, words: str, none: str) -> str:
    """ "Có 05 phần việc quá hạn chưa hoàn thành." or the sentence for none."""
    return f"Có {counted(number, WORK)} {words}." if number else none
