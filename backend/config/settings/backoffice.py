"""Django's admin: the product's colours, and a menu in the clinic's words."""

from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _


def _entry(title: Any, icon: str, model: str) -> dict[str, Any]:
    return {"title": title, "icon": icon, "link": reverse_lazy(f"admin:{model}_changelist")}


UNFOLD = {
    "SITE_TITLE": "Créneau",
    "SITE_HEADER": "Créneau",
    "SITE_SYMBOL": "event_available",
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": "/favicon.svg"}],
    "SHOW_BACK_BUTTON": True,
    # The teal of the web application.
    "COLORS": {
        "primary": {
            "50": "oklch(98.4% .014 180.72)",
            "100": "oklch(95.3% .051 180.801)",
            "200": "oklch(91% .096 180.426)",
            "300": "oklch(85.5% .138 181.071)",
            "400": "oklch(77.7% .152 181.912)",
            "500": "oklch(60% .118 184.704)",
            "600": "oklch(51.1% .096 186.391)",
            "700": "oklch(43.7% .078 188.216)",
            "800": "oklch(38.6% .063 188.416)",
            "900": "oklch(32% .05 188)",
            "950": "oklch(27.7% .046 192.524)",
        }
    },
    "SIDEBAR": {
        "show_search": True,
        "navigation": [
            {
                "title": _("Clinic"),
                "items": [
                    _entry(_("Appointments"), "event", "appointments_appointment"),
                    _entry(_("Doctors"), "stethoscope", "doctors_doctor"),
                    _entry(_("Patients"), "group", "patients_patient"),
                    _entry(_("Specialties"), "category", "doctors_specialty"),
                ],
            },
            {
                "title": _("Calendars"),
                "separator": True,
                "items": [
                    _entry(_("Slots"), "schedule", "slots_slot"),
                    _entry(_("Weekly rules"), "event_repeat", "slots_availability"),
                    _entry(_("Absences"), "event_busy", "slots_absence"),
                    _entry(_("Holds"), "hourglass_top", "slots_hold"),
                ],
            },
            {
                "title": _("Accounts"),
                "separator": True,
                "items": [
                    _entry(_("Accounts and approvals"), "manage_accounts", "users_user"),
                    _entry(_("Sessions"), "devices", "users_session"),
                    _entry(_("Failed sign-ins"), "lock", "axes_accessattempt"),
                ],
            },
            {
                "title": _("Operations"),
                "separator": True,
                "items": [
                    _entry(_("Deliveries"), "mail", "deliveries_delivery"),
                    _entry(_("Jobs"), "pending_actions", "jobs_job"),
                    _entry(_("Files"), "draft", "files_storedfile"),
                    _entry(_("Outbox events"), "outbox", "outbox_event"),
                ],
            },
        ],
    },
}
