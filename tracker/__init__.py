"""The task-assignment tracker of a ward or commune."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from flask import Flask

if TYPE_CHECKING:
    from tracker.config import Config

# A form may carry several files; each one has its own limit in the ward's settings.
LARGEST_REQUEST_MEGABYTES = 100


def create_app(config: Config | None = None) -> Flask:
    """Build the app from the environment's settings, or from those given."""
    from tracker.config import load_config
    from tracker.core import db, paths, storage, templating, web

    config = config or load_config()
    app = Flask(
        "tracker",
        template_folder=str(paths.templates_folder()),
        static_folder=str(paths.static_folder()),
    )
    app.config.update(
        TRACKER=config,
        SECRET_KEY=config.secret_key,
        SQLALCHEMY_DATABASE_URI=config.database_url,
        EVIDENCE_URL=config.evidence_url,
        MAX_CONTENT_LENGTH=LARGEST_REQUEST_MEGABYTES * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=4 * 1024 * 1024,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=8),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=config.base_url.startswith("https://"),
        WTF_CSRF_TIME_LIMIT=None,
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(days=365),
    )
    db.init_app(app)
    storage.init_app(app)
    web.init_app(app)
    templating.register_macros(app)
    templating.version_static_files(app)
    _register_features(app)
    return app


def _register_features(app: Flask) -> None:
    """Every feature's pages; each module names its blueprint `blueprint`."""
    from flask_migrate import Migrate

    from tracker.accounts import signing_in
    from tracker.accounts import views as accounts
    from tracker.audit import views as audit
    from tracker.core import paths, styleguide
    from tracker.core.db import db
    from tracker.due_calendar import views as due_calendar
    from tracker.due_dates import deadline_views as due_dates
    from tracker.exports import views as exports
    from tracker.extensions import views as extensions
    from tracker.follow_up import views as follow_up
    from tracker.imports import views as imports
    from tracker.plans import views as plans
    from tracker.progress import views as progress
    from tracker.reminders import notice_views as notices
    from tracker.reminders import office_views as reminding
    from tracker.reminders import views as reminders
    from tracker.settings import views as settings
    from tracker.targets import views as targets
    from tracker.units import views as units
    from tracker.workspace import navigation, template_words
    from tracker.workspace import views as workspace

    Migrate(app, db, directory=str(paths.migrations_folder()))
    signing_in.init_app(app)
    navigation.init_app(app)
    template_words.init_app(app)
    for feature in (
        accounts,
        audit,
        due_dates,
        due_calendar,
        exports,
        extensions,
        follow_up,
        imports,
        plans,
        progress,
        notices,
        reminders,
        reminding,
        settings,
        targets,
        units,
        workspace,
    ):
        app.register_blueprint(feature.blueprint)
    if app.debug:
        app.register_blueprint(styleguide.blueprint)
