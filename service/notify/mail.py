"""A message by mail, in plain text: its id is the same each time, so nobody need see it twice."""

import smtplib
import ssl
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP as LINES
from email.utils import parseaddr
from typing import Final

from service.notify.channels import Email, Smtp
from service.notify.message import Answer, Message, NotNow, NotTaken
from service.seen import line

PATIENCE: Final = 15  # seconds
LONGEST_SUBJECT: Final = 200
# What a server answers once it has a message.
TAKEN: Final = 250


def send(server: Smtp, channel: Email, message: Message, id_: str, now: datetime) -> Answer:
    """Raises `NotTaken` or `NotNow`."""
    letter = letter_of(server, channel, message, id_, now)
    try:
        with _connected(server) as smtp:
            if server.security == "starttls":
                smtp.starttls(context=ssl.create_default_context())
            if server.username:
                smtp.login(server.username, server.password.tell())
            left_out = smtp.send_message(letter)
    except smtplib.SMTPRecipientsRefused as error:
        raise _judged(max(code for code, _ in error.recipients.values())) from None
    except smtplib.SMTPResponseException as error:
        raise _judged(error.smtp_code) from None
    except smtplib.SMTPNotSupportedError as error:
        raise NotTaken(f"{server.host} does not do what smtp.security wants: {error}") from error
    except (OSError, smtplib.SMTPException) as error:
        raise NotNow(f"{server.host} did not answer ({type(error).__name__})") from error
    if left_out:
        raise NotTaken(
            f"{server.host} took it for some, and refused {len(left_out)} of {len(channel.to)}"
            " addresses: mend them before it is sent to all again",
            status=max(code for code, _ in left_out.values()),
        )
    return Answer(TAKEN)


def letter_of(
    server: Smtp, channel: Email, message: Message, id_: str, now: datetime
) -> EmailMessage:
    """What nobody can add a header to: it would take a line of its own, and there is none."""
    domain = parseaddr(server.sender)[1].rpartition("@")[2]
    letter = EmailMessage(policy=LINES)
    letter["From"] = server.sender
    letter["To"] = ", ".join(channel.to)
    letter["Subject"] = line(f"[{message.repository}] {message.sentence}")[:LONGEST_SUBJECT]
    letter["Date"] = now
    letter["Message-ID"] = f"<{id_}@{domain}>"
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content("\n\n".join(filter(None, _paragraphs(message))) + "\n")
    return letter


def _paragraphs(message: Message) -> tuple[str, ...]:
    waiting = ", ".join(message.people)
    return (
        line(message.sentence),
        line(f"It waits for {waiting}.") if waiting else "",
        message.url,
        f"{line(message.repository)}, {message.event}, {message.at:%Y-%m-%d %H:%M} UTC.",
        "It is told because the part `notify:` of .shipledger.yml says so.",
    )


def _connected(server: Smtp) -> smtplib.SMTP:
    # Else it asks the name service who we are, which may take its time.
    name = parseaddr(server.sender)[1].rpartition("@")[2]
    if server.security == "tls":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(server.host, server.port, name, context=context, timeout=PATIENCE)
    return smtplib.SMTP(server.host, server.port, name, timeout=PATIENCE)


def _judged(code: int) -> NotTaken | NotNow:
    """By its first digit, as RFC 5321 has it."""
    if 400 <= code < 500:
        return NotNow(f"the mail server answered {code}: later", status=code)
    return NotTaken(f"the mail server answered {code}", status=code)
