"""Reaching the mail server: encrypted or not, with and without a password, and what it refuses."""

from __future__ import annotations

import ssl
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.reminders.post_office import PostOffice, open_post_office
from tracker.config import MailServer
from tracker.reminders.delivery import MailConnection, OutboundMail, Outcome, Verdict

ADDRESS = "a@example.org"
MAIL = OutboundMail(
    id=1,
    attempt=1,
    name="Người nhận",
    address=ADDRESS,
    subject="Nhắc việc",
    text="Việc cần làm\n.\nhết",
    html="<p>Việc cần làm</p>",
    message_id="1@example.org",
    written_at=datetime(2026, 8, 27, 0, 30, tzinfo=UTC),
)


def send(server: MailServer, *mails: OutboundMail) -> list[Outcome]:
    """Hand the mails over in one conversation."""
    with MailConnection(server, own_name="localhost") as connection:
        return [connection.send(mail) for mail in mails]


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for this machine, signed by itself, with its key in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name.from_rfc4514_string("CN=127.0.0.1")
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), True
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "certificate.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + signed.public_bytes(serialization.Encoding.PEM)
    )
    return file


def server_context(certificate: Path) -> ssl.SSLContext:
    """What the server shows to its clients."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    return context


def knows(
    _server: SMTP, _session: Session, _envelope: Envelope, _kind: str, data: object
) -> AuthResult:
    """Lets in whoever knows the password."""
    assert isinstance(data, LoginPassword)
    return AuthResult(success=data.password == b"mat-khau", handled=False)


def test_several_mails_go_through_one_conversation() -> None:
    with open_post_office() as (office, server):
        outcomes = send(server, MAIL, replace(MAIL, message_id="2@example.org"))
    assert [outcome.verdict for outcome in outcomes] == [Verdict.ACCEPTED] * 2
    assert [mail["Message-ID"] for mail in office.mails] == ["<1@example.org>", "<2@example.org>"]


def test_a_lone_full_stop_does_not_end_the_mail() -> None:
    with open_post_office() as (office, server):
        send(server, MAIL)
    body = office.mail_for(ADDRESS).get_body(("plain",))
    assert body is not None
    assert body.get_content().splitlines() == ["Việc cần làm", ".", "hết"]


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ("421 4.3.2 Closing", Verdict.TRY_LATER),
        ("450 4.2.0 Mailbox busy", Verdict.TRY_LATER),
        ("452 4.5.3 Too many recipients", Verdict.TRY_LATER),
        ("550 5.1.1 No such user", Verdict.REFUSED),
        ("554 5.7.1 Rejected", Verdict.REFUSED),
    ],
)
def test_a_refusal_is_for_now_or_for_good_and_the_next_mail_goes_on(
    answer: str, verdict: Verdict
) -> None:
    with open_post_office() as (office, server):
        office.answers[ADDRESS] = [answer]
        refused, accepted = send(server, MAIL, replace(MAIL, address="b@example.org"))
    assert refused == Outcome(verdict, answer)
    assert accepted.verdict is Verdict.ACCEPTED


def test_a_mail_too_large_for_the_server_is_refused_for_good() -> None:
    with open_post_office(data_size_limit=100) as (office, server):
        (outcome,) = send(server, MAIL)
    assert outcome.verdict is Verdict.REFUSED
    assert outcome.answer.startswith("552")
    assert office.mails == []


def test_a_password_is_given_when_one_is_set(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    context = server_context(certificate)
    with open_post_office(
        authenticator=knows, auth_required=True, tls_context=context, require_starttls=True
    ) as (_office, plain):
        server = replace(plain, security="starttls")
        (accepted,) = send(replace(server, username="nhacviec", password="mat-khau"), MAIL)
        (wrong,) = send(replace(server, username="nhacviec", password="sai"), MAIL)
        (missing,) = send(server, MAIL)
    assert accepted.verdict is Verdict.ACCEPTED
    # The installation is at fault: nobody's mail is given up for it.
    assert wrong.verdict is Verdict.UNREACHABLE
    assert "535" in wrong.answer
    assert missing.verdict is Verdict.UNREACHABLE
    assert "530" in missing.answer


def test_starttls_encrypts_and_checks_the_certificate(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = {"tls_context": server_context(certificate), "require_starttls": True}
    with open_post_office(**options) as (_office, server):
        encrypted = replace(server, security="starttls")
        (unknown,) = send(encrypted, MAIL)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        (accepted,) = send(encrypted, MAIL)
    assert unknown.verdict is Verdict.UNREACHABLE
    assert "CERTIFICATE_VERIFY_FAILED" in unknown.answer
    assert accepted.verdict is Verdict.ACCEPTED


def test_tls_from_the_first_word_on(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with open_post_office(ssl_context=server_context(certificate)) as (office, server):
        (accepted,) = send(replace(server, security="tls"), MAIL)
    assert accepted.verdict is Verdict.ACCEPTED
    assert isinstance(office, PostOffice)
    assert len(office.mails) == 1


def test_nobody_listening_is_said_in_plain_words() -> None:
    (outcome,) = send(MailServer("127.0.0.1", 1, "none", None, None, "b@example.org"), MAIL)
    assert outcome.verdict is Verdict.UNREACHABLE
    assert outcome.answer.startswith("Không kết nối được máy chủ thư:")
