"""Mail for the embedded default: printed for the person at the console, as they would read it."""

from django.core.mail import EmailMessage
from django.core.mail.backends.console import EmailBackend


class ReadableConsole(EmailBackend):
    """Prints the plain text alone; the other parts are for programs."""

    def write_message(self, message: EmailMessage) -> None:
        """Print one mail."""
        lines = ["-" * 79, f"To: {', '.join(message.to)}", f"Subject: {message.subject}"]
        self.stream.write("\n".join([*lines, "", str(message.body), ""]))
