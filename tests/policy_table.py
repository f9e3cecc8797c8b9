"""What every route answers every role: the table that `test_policy.py` holds the pages against.

404 for what a person must not know of, 403 for what they see but may not do.
"""

from __future__ import annotations

from typing import NamedTuple

ROLES = (
    "administrator",
    "office",
    "leader",
    "coordinating_head",
    "owning_head",
    "owning_officer",
    "sharing_head",
    "other_head",
    "elsewhere_head",
    "observer",
)
EVERYONE = frozenset(ROLES)
OWNERS = frozenset({"owning_head", "owning_officer"})
ANSWERING = frozenset({"office", "leader", "coordinating_head"})
# Lists that whoever follows up any plan has: each sees their own plan's rows there.
LISTING = ANSWERING | {"elsewhere_head"}
OFFICE = frozenset({"office"})
SEEING_LETTERS = frozenset({"office", "leader", "observer", "administrator"})
KEEPERS = frozenset({"office", "administrator"})
ADMINISTRATOR = frozenset({"administrator"})


class Allowed(NamedTuple):
    """Who may; the status everyone else gets; who is told 403 where the others get 404."""

    roles: frozenset[str]
    refusal: int = 403
    seeing: frozenset[str] = frozenset()


NOBODY = Allowed(frozenset())

# The contribution is a draft of the culture division with one file; economy shares the task.
EXPECTED: dict[str, Allowed] = {
    "workspace.home": Allowed(EVERYONE),
    "workspace.plans": Allowed(EVERYONE),
    "workspace.plan": Allowed(EVERYONE),
    "workspace.task": Allowed(EVERYONE),
    "workspace.task_by_code": Allowed(EVERYONE),
    "workspace.contribution": Allowed(EVERYONE),
    "health.alive": Allowed(EVERYONE),
    "health.ready": Allowed(EVERYONE),
    "health.metrics": Allowed(EVERYONE),
    "static": Allowed(EVERYONE),
    "style_sheet": Allowed(EVERYONE),
    "accounts.sign_in": Allowed(EVERYONE),
    "accounts.sign_out": Allowed(EVERYONE),
    "provider.leave": Allowed(frozenset(), 404),
    "provider.come_back": Allowed(frozenset(), 404),
    "provider.enter": Allowed(frozenset(), 404),
    "password_reset.ask": Allowed(EVERYONE),
    "password_reset.choose": Allowed(EVERYONE),
    "accounts.change_password": Allowed(EVERYONE),
    "accounts.sign_ins": Allowed(EVERYONE),
    "accounts.end_others": Allowed(EVERYONE),
    "accounts.end_one": Allowed(ADMINISTRATOR | {"owning_officer"}, 404),
    "accounts.end_all": Allowed(ADMINISTRATOR),
    "accounts.reset_second_step": Allowed(ADMINISTRATOR),
    "second_step.enter": Allowed(EVERYONE),
    "second_step.set_up": Allowed(EVERYONE),
    "second_step.own": Allowed(EVERYONE),
    "second_step.renew": Allowed(EVERYONE),
    "second_step.turn_off": Allowed(EVERYONE),
    "settings.access": Allowed(ADMINISTRATOR),
    "accounts.index": Allowed(ADMINISTRATOR),
    "accounts.new": Allowed(ADMINISTRATOR),
    "accounts.edit": Allowed(ADMINISTRATOR),
    "accounts.many": Allowed(ADMINISTRATOR),
    "accounts.many_template": Allowed(ADMINISTRATOR),
    "accounts.preview_many": Allowed(ADMINISTRATOR),
    "accounts.create_many": Allowed(ADMINISTRATOR),
    "rights.index": Allowed(ADMINISTRATOR),
    "audit.index": Allowed(KEEPERS),
    "audit.export": Allowed(KEEPERS),
    "search.page": Allowed(EVERYONE),
    "settings.index": Allowed(KEEPERS),
    "settings.letters": Allowed(KEEPERS),
    "due_dates.calendar": Allowed(EVERYONE),
    "due_dates.change_days": Allowed(KEEPERS),
    "due_dates.change_rule": Allowed(KEEPERS),
    "due_dates.check_year": Allowed(KEEPERS),
    "plans.edit": Allowed(OFFICE),
    "plan_life.amend": Allowed(OFFICE),
    "plan_life.weigh_product": Allowed(OFFICE),
    "plan_life.amendments": Allowed(EVERYONE),
    "plan_life.close": Allowed(OFFICE),
    "plan_life.reopen": Allowed(OFFICE),
    "plan_life.issue": Allowed(OFFICE),
    "plan_life.copy": Allowed(OFFICE),
    "plan_life.assign": Allowed(OFFICE),
    "progress.restore": Allowed(OFFICE),
    "exports.export": Allowed(EVERYONE),
    "exports.show": Allowed(EVERYONE),
    "exports.ask": Allowed(EVERYONE),
    "exports.job": Allowed(OFFICE, 404),
    "exports.again": Allowed(OFFICE, 404),
    "exports.fetch": Allowed(OFFICE, 404),
    "figures.index": Allowed(EVERYONE),
    "figures.rows": Allowed(EVERYONE),
    "figures.changes": Allowed(EVERYONE),
    "figures.corrections": Allowed(EVERYONE),
    "figures.workbook": Allowed(EVERYONE),
    "figures.seal": Allowed(OFFICE),
    "figures.seal_again": Allowed(OFFICE),
    "reports.index": Allowed(frozenset({"office", "leader"})),
    "reports.show": Allowed(frozenset({"office", "leader"})),
    "reports.download": Allowed(frozenset({"office", "leader"})),
    "reports.new": Allowed(OFFICE),
    "reports.make": Allowed(OFFICE),
    "reports.save": Allowed(OFFICE),
    "reports.take_anew": Allowed(OFFICE),
    "reports.put_away": Allowed(OFFICE),
    "figures.rating": Allowed(
        frozenset(
            {
                "office",
                "leader",
                "coordinating_head",
                "owning_head",
                "sharing_head",
                "other_head",
                "elsewhere_head",
            }
        )
    ),
    "follow_up.index": Allowed(LISTING | {"observer", "administrator"}),
    "follow_up.review": Allowed(LISTING),
    "help.page": Allowed(EVERYONE),
    "overview.index": Allowed(SEEING_LETTERS),
    "overview.briefing": Allowed(SEEING_LETTERS),
    "directives.index": Allowed(SEEING_LETTERS),
    "directives.new": Allowed(frozenset({"leader", "office"})),
    "directives.show": Allowed(OWNERS | SEEING_LETTERS, 404),
    "directives.answer": Allowed(OWNERS, 404, seeing=SEEING_LETTERS),
    "directives.close": Allowed(frozenset({"leader"}), 404, seeing=OWNERS | SEEING_LETTERS),
    "late_lists.index": Allowed(EVERYONE),
    "late_lists.new": Allowed(OFFICE),
    "late_lists.show": Allowed(frozenset({"office", "leader"}), 404),
    "late_lists.download": Allowed(frozenset({"office", "leader"}), 404),
    "late_lists.judge": Allowed(OFFICE, 404, seeing=frozenset({"leader"})),
    "late_lists.anew": Allowed(OFFICE, 404, seeing=frozenset({"leader"})),
    "late_lists.release": Allowed(frozenset({"leader"}), 404, seeing=OFFICE),
    "urging.index": Allowed(LISTING | {"observer", "administrator"}),
    "urging.new": Allowed(frozenset({"office", "coordinating_head", "elsewhere_head"})),
    "urging.show": Allowed(OWNERS | SEEING_LETTERS, 404),
    "urging.answer": Allowed(OWNERS, 404, seeing=SEEING_LETTERS),
    "urging.withdraw": Allowed(OFFICE, 404, seeing=OWNERS | SEEING_LETTERS),
    "urging.download": Allowed(OWNERS | SEEING_LETTERS, 404),
    "urging.download_all": Allowed(LISTING | {"observer", "administrator"}),
    "follow_up.accept_many": Allowed(LISTING),
    "progress.update": Allowed(OWNERS),
    "progress.row": Allowed(OWNERS),
    "many_reports.report": Allowed(EVERYONE),
    "many_reports.name_officers": Allowed(EVERYONE),
    "progress.accept": Allowed(ANSWERING),
    "progress.give_back": Allowed(ANSWERING),
    "progress.download": Allowed(OWNERS | ANSWERING, 404),
    "progress.read_document": Allowed(EVERYONE),
    "progress.classify": Allowed(OWNERS | ANSWERING, 404),
    "evidence.settings": Allowed(KEEPERS),
    "evidence.downloads": Allowed(KEEPERS),
    "progress.preview": Allowed(OWNERS | ANSWERING, 404),
    "progress.open_event": Allowed(OWNERS | {"office", "coordinating_head"}),
    "targets.index": Allowed(EVERYONE),
    "targets.show": Allowed(EVERYONE),
    "targets.measure": Allowed(OWNERS | {"office"}),
    "targets.correct": Allowed(OWNERS | {"office"}),
    "targets.classify": Allowed(OWNERS | ANSWERING, 404, seeing=frozenset({"observer"})),
    "targets.download": Allowed(OWNERS | ANSWERING | {"observer"}, 404),
    "targets.new": Allowed(OFFICE),
    "targets.edit": Allowed(OFFICE),
    "targets.drop": Allowed(OFFICE),
    "due_calendar.month": Allowed(EVERYONE),
    "due_calendar.account": Allowed(EVERYONE),
    "due_calendar.subscribe": Allowed(EVERYONE),
    "due_calendar.revoke": Allowed(EVERYONE),
    "due_calendar.feed": Allowed(EVERYONE),
    "causes.index": Allowed(LISTING),
    "causes.judge": Allowed(ANSWERING, 404, seeing=OWNERS),
    "difficulties.index": Allowed(LISTING),
    "difficulties.answer": Allowed(ANSWERING, 404, seeing=OWNERS),
    "difficulties.close": Allowed(OWNERS | ANSWERING, 404),
    "conversations.talk": Allowed(OWNERS | ANSWERING),
    "conversations.mention": Allowed(frozenset({"leader"}), 404),
    "conversations.open_mention": Allowed(frozenset({"leader"}), 404),
    "extensions.ask": Allowed(OWNERS),
    "extensions.withdraw": Allowed(OWNERS),
    "extensions.index": Allowed(LISTING),
    "extensions.decide": Allowed(ANSWERING),
    "extensions.revoke": Allowed(ANSWERING),
    "extensions.paper": Allowed(OWNERS | ANSWERING, 404),
    "reminders.index": Allowed(KEEPERS),
    "reminders.mail": Allowed(KEEPERS),
    "reminders.resend": Allowed(KEEPERS),
    "reminding.send_test": Allowed(KEEPERS),
    "reminding.leaders": Allowed(KEEPERS),
    "reminding.proof": Allowed(OWNERS | ANSWERING | {"administrator"}),
    "notices.index": Allowed(EVERYONE),
    "notices.choice": Allowed(EVERYONE),
    "notices.read_all": Allowed(EVERYONE),
    "notices.open_notice": Allowed(frozenset({"owning_head"}), 404),
    "units.index": Allowed(KEEPERS),
    "units.new": Allowed(KEEPERS),
    "units.edit": Allowed(KEEPERS),
    "unit_merging.merge_unit": Allowed(KEEPERS),
}
# Whatever a whole feature offers: nobody else knows that the Office's drafts are there.
EXPECTED_OF_FEATURE = {"imports": Allowed(OFFICE, 404)}
# Draft papers are hidden from strangers; those who oversee see them but may not take them back.
REMOVING = {
    **dict.fromkeys(OWNERS, 303),
    **dict.fromkeys(ANSWERING, 403),
    **dict.fromkeys(EVERYONE - OWNERS - ANSWERING, 404),
}
# Without the file it was asked about, or pages to picture, there is nothing for the office either.
ASKS_FIRST = {"imports.again", "imports.sources.page", "progress.preview"}
# These end a draft or a session: they come last, in this order.
LAST = ("late_lists.anew", "imports.discard", "accounts.sign_out")


def expected(endpoint: str) -> Allowed | None:
    """What the tables say of a route; None when nobody has thought of it."""
    return EXPECTED.get(endpoint) or EXPECTED_OF_FEATURE.get(endpoint.partition(".")[0])
