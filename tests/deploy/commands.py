"""The `tracker` commands that papers and files speak of, tried against the real ones."""

from __future__ import annotations

import re
import shlex

import click

from tracker.cli import main

_PROGRAM = re.compile(
    r"(?:(?<=[\s`])|^)(?:/opt/tracker/bin/|C:\\TheoDoiNhiemVu\\chuong-trinh\\Scripts\\)?"
    r"tracker(?:-of [a-z-]+)? "
    r"(?P<rest>[a-z-][^`|\n]*)"
)
# `tracker` is also a service of compose, an account of the machine, a database.
_OTHER = re.compile(r"(?:useradd|install|cp|logs|exec|createuser|createdb|-u|-o|-g|drwx------.*) ")


def commands_in(text: str) -> list[str]:
    """What follows `tracker` wherever it stands as a command, on one line each."""
    fenced = re.findall(r"^\s*```\w*\n(.*?)^\s*```", text, re.MULTILINE | re.DOTALL)
    quoted = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    lines = [line for block in fenced for line in block.splitlines()] + quoted
    return [found for line in lines if (found := _command(line)) is not None]


def problem_of(line: str) -> str | None:
    """Why the real command line would not take these words; None when it would."""
    words = shlex.split(line.replace("\\", "/"))
    if words[0].startswith("-"):
        return None if words[0] in ("--help", "--version") else f"no option {words[0]}"
    command: click.Command = main
    while isinstance(command, click.Group):
        name = words.pop(0) if words and not words[0].startswith("-") else None
        if name is None:
            return None
        found = command.commands.get(name)
        if found is None:
            return f"no command {name}"
        command = found
    if "--help" in words:
        return None
    context = click.Context(command, info_name=command.name)
    try:
        _values, left, _order = command.make_parser(context).parse_args(words)
    except click.UsageError as error:
        return error.format_message()
    return f"too much: {left}" if left else None


def _command(line: str) -> str | None:
    if " --entrypoint " in line:
        return None
    if line.startswith("docker compose") and " tracker tracker " in line:
        return line.split(" tracker tracker ")[1].strip()
    if line.startswith("docker compose") and " tracker " in line and " run " in line:
        return line.split(" tracker ")[1].strip()
    found = _PROGRAM.search(line)
    if found is None or _OTHER.search(line[: found.start()].replace("runuser -u tracker", "")):
        return None
    return found["rest"].strip()
