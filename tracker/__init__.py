"""The task-assignment tracker of a ward or commune."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from typing import TYPE_CHECKING, Any

from flask import Flask

if TYPE_CHECKING:
    from tracker.config import Config

# A form may carry several files; each one has its own limit in the ward's settings.
LARGEST_REQUEST_MEGABYTES = 100
# The modules that hold pages; they are imported when an app is built.
PAGES = (
    "accounts.many_views",
    "accounts.policy_views",
    "accounts.provider_views",
    "accounts.second_step_views",
    "audit.views",
    "conversations.views",
    "due_calendar.views",
    "due_dates.views",
    "evidence.views",
    "exports.views",
    "extensions.views",
    "figures.views",
    "health_views",
    "late_lists.views",
    "follow_up.directive_views",
    "follow_up.overview_views",
    "follow_up.urging_views",
    "follow_up.views",
    "imports.views",
    "plan_life.assign_views",
    "plans.views",
    "progress.cause_views",
    "progress.difficulty_views",
    "progress.many_views",
    "progress.views",
    "reminders.notice_views",
    "reminders.office_views",
    "reminders.reset_views",
    "reminders.views",
    "reports.views",
    "search.views",
    "settings.views",
    "targets.views",
    "unit_merging.views",
    "units.views",
    "workspace.help_views",
    "workspace.views",
)


def create_app(config: Config | None = None) -> Flask:
    """Build the app from the environment's settings, or from those given."""
    from tracker.accounts import signing_in
    from tracker.config import load_config
    from tracker.core import (
        addresses,
        compression,
        db,
        migrating,
        observing,
        paths,
        storage,
        style_sheet,
        templating,
        unchanged,
        web,
    )

    config = config or load_config()
    app = addresses.AppWithAddresses(
        "tracker",
        template_folder=str(paths.templates_folder()),
        static_folder=str(paths.static_folder()),
    )
    app.config.update(_settings(config))
    observing.init_app(app, slow_milliseconds=config.slow_query_milliseconds)
    web.trust_proxies(app, config.trusted_proxies)
    db.init_app(app)
    migrating.init_app(app)
    unchanged.init_app(app)
    storage.init_app(app)
    compression.init_app(app)
    # Before forms are read: a stranger's are not.
    signing_in.init_app(app)
    web.init_app(app)
    templating.register_macros(app)
    templating.version_static_files(app)
    style_sheet.init_app(app)
    _register_features(app)
    return app


def _settings(config: Config) -> dict[str, Any]:
    """What Flask and its extensions are told."""
    secure = config.base_url.startswith("https://")
    return {
        "TRACKER": config,
        "SECRET_KEY": config.secret_key,
        "SQLALCHEMY_DATABASE_URI": config.database_url,
        # Errors of the database would else repeat the values that were to be written. The line to
        # it that was used last is taken first: it has read by itself what it wrote, while any other
        # line throws away all it keeps of SQLite's file once somebody has written.
        "SQLALCHEMY_ENGINE_OPTIONS": {"hide_parameters": True, "pool_use_lifo": True},
        "EVIDENCE_URL": config.evidence_url,
        "MAX_CONTENT_LENGTH": LARGEST_REQUEST_MEGABYTES * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 4 * 1024 * 1024,
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=8),
        # It is when somebody is seen again (`accounts/signing_in.py`).
        "SESSION_REFRESH_EACH_REQUEST": False,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": secure,
        # Browsers take a cookie of this name only over https and from this very host.
        "SESSION_COOKIE_NAME": "__Host-session" if secure else "session",
        "WTF_CSRF_TIME_LIMIT": None,
        "SEND_FILE_MAX_AGE_DEFAULT": timedelta(days=365),
    }


def _register_features(app: Flask) -> None:
    """Every feature's pages; each module of PAGES names its blueprint `blueprint`."""
    from tracker.core import styleguide
    from tracker.workspace import navigation, template_words

    navigation.init_app(app)
    template_words.init_app(app)
    for name in PAGES:
        app.register_blueprint(import_module(f"tracker.{name}").blueprint)
    if app.debug:
        app.register_blueprint(styleguide.blueprint)
