"""A real mail server on the loopback, which refuses and hangs up as told."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from tests.ports import held_port
from tracker.config import MailServer

HANG_UP = "hang up"
# Only how long one that does not start is waited for: on a busy machine five seconds are too few.
LONGEST_START = 120.0


class PostOffice:
    """Keeps every mail it has accepted; `answers[address]` are given first, one per attempt.

    "hang up" breaks the connection in the middle of the mail, which is then not taken.
    """

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.answers: dict[str, list[str]] = defaultdict(list)
        self.attempts = 0
        # Every so many mails the line breaks before the mail is taken; 0 means never.
        self.breaks_every = 0
        self.breaks = 0
        self.handed_over = 0
        # In which round of a proof each mail was taken.
        self.round = 0
        self.rounds: list[int] = []
        self.killed_amid = 0
        # From so many mails on none is answered for, though it is taken; None answers all.
        self.silent_from: int | None = None

    @property
    def message_ids(self) -> list[str]:
        """The Message-ID of each mail taken, in order; one that came twice stands here twice."""
        return [str(mail["Message-ID"]) for mail in self.mails]

    @property
    def addressees(self) -> list[str]:
        """Who got a mail, in alphabetical order."""
        return sorted(mail["To"].addresses[0].addr_spec for mail in self.mails)

    def mail_for(self, address: str) -> EmailMessage:
        """The only mail the address got."""
        (mail,) = [m for m in self.mails if m["To"].addresses[0].addr_spec == address]
        return mail

    async def handle_RCPT(  # noqa: N802 - the name is the server library's
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        """Answer as prepared for the address, else accept."""
        self.attempts += 1
        prepared = self.answers[address]
        if prepared and prepared[0] != HANG_UP:
            return prepared.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        """Keep the mail, or break off."""
        prepared = self.answers[envelope.rcpt_tos[0]]
        if prepared:
            prepared.pop(0)
            server.transport.abort()
            return "421 never arrives"
        self.handed_over += 1
        if self.breaks_every and self.handed_over % self.breaks_every == 0:
            self.breaks += 1
            server.transport.abort()
            return "421 never arrives"
        self.rounds.append(self.round)
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        answer = f"250 2.0.0 Ok: queued as {len(self.mails)}"
        while self.silent_from is not None and len(self.mails) >= self.silent_from:
            await asyncio.sleep(0.01)
        return answer


@contextmanager
def open_post_office(**options: Any) -> Iterator[tuple[PostOffice, MailServer]]:
    """The server, open for as long as the block lasts, and how to reach it.

    The options are the server library's: certificates, passwords.
    """
    office = PostOffice()
    options = {"ready_timeout": LONGEST_START, **options}
    with held_port() as port:
        controller = Controller(office, hostname="127.0.0.1", port=port, **options)
        controller.start()
        try:
            yield office, server_at(port)
        finally:
            controller.stop()


def server_at(port: int) -> MailServer:
    """A mail server of this machine without a password."""
    return MailServer("127.0.0.1", port, "none", None, None, "Phường Mẫu <nhacviec@mau.example>")


def words_of(mail: EmailMessage, kind: str) -> str:
    """The plain or html words of a mail."""
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")
