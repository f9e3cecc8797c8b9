"""Units, containers, proxies and scripts agree with the program that they start."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.deploy.commands import problem_of
from tracker import LARGEST_REQUEST_MEGABYTES
from tracker.core.web import HEADERS
from tracker.serving import LARGEST_TAKEN_IN

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
COMPOSES = sorted((DEPLOY / "docker").glob("compose*.yaml"))
PROXIES = [
    DEPLOY / "caddy" / "Caddyfile",
    DEPLOY / "caddy" / "Caddyfile.wards",
    DEPLOY / "docker" / "Caddyfile",
    DEPLOY / "nginx" / "tracker.conf",
]
SHELL_SCRIPTS = [
    path for path in sorted((DEPLOY / "systemd").iterdir()) if path.suffix != ".service"
]
SCRIPTS = sorted((DEPLOY / "windows").glob("*.ps1"))


def name_of(path: Path) -> str:
    return path.name


def settings(unit: Path) -> list[tuple[str, str]]:
    lines = unit.read_text("utf-8").splitlines()
    return [
        (name, value) for name, found, value in (line.partition("=") for line in lines) if found
    ]


@pytest.mark.parametrize("unit", UNITS, ids=name_of)
def test_units_run_commands_that_exist(unit: Path) -> None:
    runs = [value for name, value in settings(unit) if name.startswith("ExecStart")]
    assert runs
    for line in runs:
        program, _, rest = line.partition(" ")
        assert program in ("/opt/tracker/bin/tracker", "/etc/tracker/%i/program/bin/tracker")
        assert problem_of(re.sub(r"%i|\$\{PORT\}", "8001", rest)) is None, line


@pytest.mark.parametrize("unit", UNITS, ids=name_of)
def test_units_listen_on_this_machine_only_and_have_few_rights(unit: Path) -> None:
    given = settings(unit)
    assert ("CapabilityBoundingSet", "") in given
    for right in ("ProtectSystem=strict", "NoNewPrivileges=yes", "ProtectHome=yes", "UMask=0077"):
        assert tuple(right.split("=")) in given
    assert not any(name == "User" and value == "root" for name, value in given)
    assert any(name == "User" for name, _ in given)
    for name, value in given:
        if name == "ExecStart" and " run " in value:
            assert "--host 127.0.0.1" in value


def services(compose: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(compose.read_text("utf-8"))["services"]
    return found


@pytest.mark.parametrize("compose", COMPOSES, ids=name_of)
def test_the_containers_run_commands_that_exist_without_rights(compose: Path) -> None:
    own = {
        name: service
        for name, service in services(compose).items()
        if service["image"] == "tracker:local"
    }
    assert {"init", "tracker"} <= own.keys()
    for service in own.values():
        words = service.get("command", ["run"])
        assert problem_of(" ".join(words)) is None
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]
        if words[0] != "run":
            assert service["healthcheck"] == {"disable": True}


@pytest.mark.parametrize("compose", COMPOSES, ids=name_of)
def test_every_secret_of_compose_is_asked_for_in_the_example(compose: Path) -> None:
    example = (DEPLOY / "docker" / "env.example").read_text("utf-8")
    asked = set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE))
    assert set(re.findall(r"\$\{([A-Z_]+)", compose.read_text("utf-8"))) <= asked


def test_only_one_kind_of_process_runs_the_clock_where_there_are_several() -> None:
    grown = services(DEPLOY / "docker" / "compose.grown.yaml")
    assert "--no-scheduler" in grown["tracker"]["command"]
    assert grown["scheduler"]["command"] == ["scheduler"]
    assert {grown[name]["deploy"]["replicas"] for name in ("tracker", "scheduler")} == {2}


def test_the_image_is_made_of_files_that_are_there_and_runs_without_root() -> None:
    lines = (DEPLOY / "docker" / "Dockerfile").read_text("utf-8").splitlines()
    for line in lines:
        if line.startswith("COPY ") and "--from" not in line:
            for source in line.split()[1:-1]:
                assert (ROOT / source).exists(), source
        if line.startswith("FROM "):
            assert "/" not in line, "no registry's address"
    last_stage = lines[max(n for n, line in enumerate(lines) if line.startswith("FROM ")) :]
    assert "USER tracker" in last_stage
    (command,) = (line for line in last_stage if line.startswith("CMD "))
    assert problem_of(" ".join(yaml.safe_load(command[4:]))) is None


def bare(proxy: Path) -> str:
    return re.sub(r"^\s*#.*", "", proxy.read_text("utf-8"), flags=re.MULTILINE)


def name_of_proxy(proxy: Path) -> str:
    return f"{proxy.parent.name}/{proxy.name}"


@pytest.mark.parametrize("proxy", PROXIES, ids=name_of_proxy)
def test_proxies_let_the_largest_form_through_and_double_nothing(proxy: Path) -> None:
    text = bare(proxy)
    # To Caddy “MB” are a million bytes, to nginx “m” are 1,048,576.
    largest = re.search(r"(?:client_max_body_size|max_size) (\d+)(?:m|MiB)\b", text)
    assert largest
    assert int(largest[1]) >= LARGEST_REQUEST_MEGABYTES
    assert int(largest[1]) * 1024**2 == LARGEST_TAKEN_IN, (
        "the program says in words what is too large"
    )
    assert not re.search(r"\bencode\b|gzip on", text), "the pages are compressed already"
    for header in (*HEADERS, "Strict-Transport-Security"):
        assert header not in text, f"{header} would be sent twice"


@pytest.mark.parametrize("proxy", PROXIES, ids=name_of_proxy)
def test_proxies_say_in_vietnamese_what_the_program_cannot(proxy: Path) -> None:
    """Their own pages are English, and Caddy's is empty."""
    pages = re.findall(r"<!doctype html>.*?</html>", bare(proxy))
    titles = [re.search(r"<title>(.*?)</title>", page) for page in pages]
    assert [title and title[1] for title in titles] == ["Tệp quá lớn", "Hệ thống chưa trả lời"]
    assert all('<html lang="vi">' in page for page in pages)


@pytest.mark.parametrize("proxy", PROXIES, ids=name_of_proxy)
def test_caddy_refuses_at_once_only_what_the_program_would_refuse_too(proxy: Path) -> None:
    """It would cut the sending in the middle, and the browser would tell of a lost line."""
    huge = re.search(r"@huge header_regexp Content-Length (\S+)", bare(proxy))
    assert huge or "client_max_body_size" in bare(proxy)
    if huge:
        refused = re.compile(huge[1])
        sizes = [*range(0, 3_000_000_000, 9_999_999), LARGEST_TAKEN_IN, 10**10, 10**12]
        for size in sizes:
            assert bool(refused.search(str(size))) == (size >= 270_000_000), size
        assert 0 < 270_000_000 - LARGEST_TAKEN_IN < 2_000_000


@pytest.mark.parametrize("proxy", PROXIES, ids=name_of_proxy)
def test_what_proxies_log_of_errors_tells_no_address(proxy: Path) -> None:
    """In them stand searched words and the codes of mails that reset a password."""
    text = bare(proxy)
    if "Caddyfile" in proxy.name:
        assert re.search(r"log default \{\s+format filter \{", text)
        for field in ("request>uri", "request>headers"):
            assert re.search(rf"{field} delete\b", text)
    else:
        # From "error" downwards nginx adds the line of the request.
        assert re.search(r"error_log \S+ crit;", text.split("listen 443")[1])


def test_nginx_keeps_no_addresses_which_hold_searched_words_and_secrets() -> None:
    text = (DEPLOY / "nginx" / "tracker.conf").read_text("utf-8")
    (shape,) = re.findall(r"log_format (\w+) '([^']*)'", text)
    assert not re.search(r"\$(?:request|request_uri|uri|args|http_referer)\b", shape[1])
    for server in text.split("server {")[1:]:
        assert f"access_log /var/log/nginx/tracker.log {shape[0]};" in server


@pytest.mark.parametrize("script", SCRIPTS, ids=name_of)
def test_windows_reads_the_scripts_as_they_were_written(script: Path) -> None:
    """Its PowerShell takes a file without the mark for the machine's old code page."""
    data = script.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\n") == data.count(b"\r\n")
    for words in re.findall(r"Invoke-Tracker @\('([a-z-]+)'", data.decode("utf-8-sig")):
        assert problem_of(words) is None, words


def test_each_script_has_its_own_file_to_click_on() -> None:
    for script in SCRIPTS:
        if script.stem == "common":
            continue
        data = script.with_name(f"{script.stem.upper()}.cmd").read_bytes()
        assert f'"%~dp0{script.name}"' in data.decode("ascii")
        assert data.count(b"\n") == data.count(b"\r\n")


@pytest.mark.parametrize("script", SCRIPTS, ids=name_of)
def test_printed_quotation_marks_stand_where_powershell_takes_them_for_words(script: Path) -> None:
    """To it “ and ” end a string as " does; within '…' and comments they are harmless."""
    for line in script.read_text("utf-8-sig").splitlines():
        bare = re.sub(r"'[^']*'", "", re.sub(r"(^|\s)#.*", "", line))
        assert not re.search("[“”„‘’]", bare), line


@pytest.mark.parametrize("script", SHELL_SCRIPTS, ids=name_of)
def test_shell_scripts_are_whole_and_need_nothing_that_a_bare_debian_lacks(script: Path) -> None:
    shell = shutil.which("sh")
    if shell is not None:
        subprocess.run([shell, "-n", str(script)], check=True)
    text = re.sub(r"^\s*#.*", "", script.read_text("utf-8"), flags=re.MULTILINE)
    assert not re.search(r"\b(?:curl|wget|ss|lsof|jq|bash)\b", text)
