"""Sending an e-mail: to a server, to the console, or to a folder when nothing is set up."""

import smtplib
import sys
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path
from urllib.parse import unquote, urlsplit

from contrib_app.config import Settings
from contrib_app.work.outcomes import NeedsSomebody, TryAgain, TryMuchLater

SECONDS = 20.0


class NotSent(TryAgain):
    """The server does not answer, or not now."""


class Undeliverable(TryMuchLater):
    """The server refuses this message for good."""


class BadMail(NeedsSomebody):
    """MESAIDES_MAIL is not one of file, console, smtp://…"""


def send(settings: Settings, to: str, subject: str, text: str) -> None:
    """Send a message. Raises NotSent, Undeliverable or BadMail; none of them names the person."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = settings.mail_from, to, subject
    message["Message-ID"] = make_msgid(domain="mesaides.invalid")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    if settings.mail == "console":
        sys.stdout.write(message.as_string() + "\n")
    elif settings.mail == "file":
        folder = settings.home / "mail"
        folder.mkdir(mode=0o700, exist_ok=True)
        name = message["Message-ID"].strip("<>").partition("@")[0]
        Path(folder, f"{name}.eml").write_bytes(message.as_bytes())
    else:
        _send_by_server(settings.mail, message)


def _send_by_server(url: str, message: EmailMessage) -> None:
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise BadMail
    kind = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
    try:
        with kind(parts.hostname, parts.port or 0, timeout=SECONDS) as server:
            if parts.username:
                if parts.scheme == "smtp":
                    server.starttls()
                server.login(unquote(parts.username), unquote(parts.password or ""))
            server.send_message(message)
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError):
        raise Undeliverable from None
    except (OSError, smtplib.SMTPException):
        raise NotSent from None
