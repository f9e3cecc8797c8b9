"""Handing a mail to the mail server, and what the server's answer means."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime, formataddr, parseaddr
from enum import StrEnum
from types import TracebackType

from tracker.config import MailServer

SECONDS_TO_WAIT = 30
SERVICE_CLOSING = 421
TOO_LARGE = 552


class Verdict(StrEnum):
    """What became of one attempt. Unreachable: every other mail would fare the same now."""

    ACCEPTED = "accepted"
    TRY_LATER = "try_later"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The verdict, and the server's own words."""

    verdict: Verdict
    answer: str


@dataclass(frozen=True, slots=True)
class OutboundMail:
    """A claimed mail as it goes out; `attempt` says which claim it belongs to."""

    id: int
    attempt: int
    name: str
    address: str
    subject: str
    text: str
    html: str
    message_id: str
    written_at: datetime


class MailConnection:
    """One conversation with the mail server, begun at the first mail and again after a break."""

    def __init__(self, server: MailServer, *, own_name: str) -> None:
        self._server = server
        self._own_name = own_name
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> MailConnection:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._hang_up(politely=True)

    def send(self, mail: OutboundMail) -> Outcome:
        """Hand over one mail; never raises for what servers and networks do."""
        try:
            mail.address.encode("ascii")
            content = as_bytes(mail, self._server.sender)
        except ValueError as error:
            return Outcome(Verdict.REFUSED, f"Địa chỉ “{mail.address}” không dùng được: {error}")
        try:
            smtp = self._smtp or self._connect()
        except (OSError, smtplib.SMTPException) as error:
            self._hang_up(politely=False)
            return Outcome(
                Verdict.UNREACHABLE, f"Không kết nối được máy chủ thư: {_words_of(error)}"
            )
        try:
            outcome = self._converse(smtp, mail.address, content)
        except (OSError, smtplib.SMTPException) as error:
            self._hang_up(politely=False)
            return Outcome(Verdict.TRY_LATER, f"Mất kết nối khi đang gửi: {_words_of(error)}")
        return outcome

    def _connect(self) -> smtplib.SMTP:
        server = self._server
        if server.security == "tls":
            self._smtp = smtplib.SMTP_SSL(
                server.host,
                server.port,
                local_hostname=self._own_name,
                timeout=SECONDS_TO_WAIT,
                context=ssl.create_default_context(),
            )
        else:
            self._smtp = smtplib.SMTP(
                server.host, server.port, local_hostname=self._own_name, timeout=SECONDS_TO_WAIT
            )
        if server.security == "starttls":
            self._smtp.starttls(context=ssl.create_default_context())
        if server.username is not None:
            self._smtp.login(server.username, server.password or "")
        return self._smtp

    def _converse(self, smtp: smtplib.SMTP, address: str, content: bytes) -> Outcome:
        """MAIL, RCPT, DATA by hand: `sendmail` would not give the last answer back."""
        smtp.ehlo_or_helo_if_needed()
        code, words = smtp.mail(parseaddr(self._server.sender)[1])
        if code >= 400:
            self._start_over(smtp, code)
            # The sender or the installation is at fault, not this mail, unless it is too large.
            refused = Verdict.REFUSED if code == TOO_LARGE else Verdict.UNREACHABLE
            return Outcome(refused, _answer(code, words))
        code, words = smtp.rcpt(address)
        if code < 400:
            code, words = self._hand_over(smtp, content)
        if code < 400:
            return Outcome(Verdict.ACCEPTED, _answer(code, words))
        self._start_over(smtp, code)
        verdict = Verdict.REFUSED if code >= 500 else Verdict.TRY_LATER
        return Outcome(verdict, _answer(code, words))

    def _hand_over(self, smtp: smtplib.SMTP, content: bytes) -> tuple[int, bytes]:
        try:
            return smtp.data(content)
        except smtplib.SMTPDataError as error:
            words = error.smtp_error
            return error.smtp_code, words if isinstance(words, bytes) else words.encode()

    def _start_over(self, smtp: smtplib.SMTP, code: int) -> None:
        """Make the conversation ready for the next mail; after 421 the server has hung up."""
        if code == SERVICE_CLOSING:
            self._hang_up(politely=False)
            return
        try:
            smtp.rset()
        except (OSError, smtplib.SMTPException):
            self._hang_up(politely=False)

    def _hang_up(self, *, politely: bool) -> None:
        if self._smtp is None:
            return
        # Whether the farewell arrives changes nothing: every outcome is known by now.
        with suppress(OSError, smtplib.SMTPException):
            if politely:
                self._smtp.quit()
        self._smtp.close()
        self._smtp = None


def as_bytes(mail: OutboundMail, sender: str) -> bytes:
    """The mail as it travels; ValueError when a name or address would break its headers.

    Not by `EmailMessage`: folding a long Vietnamese subject it loses spaces (Python 3.11).
    """
    if any(mark in text for mark in "\r\n" for text in (mail.name, mail.address, mail.subject)):
        raise ValueError("có ký tự xuống dòng")
    message = MIMEMultipart("alternative")
    message["From"] = formataddr(parseaddr(sender))
    message["To"] = formataddr((mail.name, mail.address))
    message["Subject"] = Header(mail.subject, "utf-8", header_name="Subject").encode()
    message["Date"] = format_datetime(mail.written_at)
    message["Message-ID"] = f"<{mail.message_id}>"
    message["Content-Language"] = "vi"
    # RFC 3834: keeps holiday notes and other machines from answering.
    message["Auto-Submitted"] = "auto-generated"
    for words, kind in ((mail.text, "plain"), (mail.html, "html")):
        message.attach(MIMEText(words.replace("\n", "\r\n"), kind, "utf-8"))
    return message.as_bytes(policy=compat32.clone(linesep="\r\n"))


def _answer(code: int, words: bytes) -> str:
    return f"{code} {words.decode('utf-8', 'replace')}".strip()


def _words_of(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        words = error.smtp_error
        return _answer(error.smtp_code, words if isinstance(words, bytes) else words.encode())
    return str(error) or type(error).__name__
