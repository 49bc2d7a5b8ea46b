"""Wiring that needs all apps loaded: which handler listens to which topic."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Runs last of all apps."""

    name = "config"

    def ready(self) -> None:
        """Register the profiles of the roles and the outbox handlers."""
        # Models can be imported only now.
        from clinic.doctors.services import profiles as doctors  # noqa: PLC0415
        from clinic.outbox.events import listen  # noqa: PLC0415
        from clinic.patients import services as patients  # noqa: PLC0415
        from clinic.users import tasks as users  # noqa: PLC0415
        from clinic.users.profiles import register_profile_maker  # noqa: PLC0415
        from clinic.users.roles import Role  # noqa: PLC0415

        register_profile_maker(Role.DOCTOR, doctors.open_profile, relation="doctor")
        register_profile_maker(Role.PATIENT, patients.open_profile, relation="patient")
        for topic in users.MAIL_OF:
            listen(topic, "users.mail", users.owe_mail)
