"""Invented people and what they come for. Nobody here exists."""

from dataclasses import dataclass
from typing import Final

SPECIALTIES: Final = (
    ("medecine-generale", "Médecine générale", "General practice"),
    ("cardiologie", "Cardiologie", "Cardiology"),
    ("dermatologie", "Dermatologie", "Dermatology"),
    ("pediatrie", "Pédiatrie", "Paediatrics"),
    ("gynecologie", "Gynécologie", "Gynaecology"),
    ("ophtalmologie", "Ophtalmologie", "Ophthalmology"),
    ("psychiatrie", "Psychiatrie", "Psychiatry"),
    ("kinesitherapie", "Kinésithérapie", "Physiotherapy"),
)

MOTIFS: Final = {
    "medecine-generale": ("Consultation de suivi", "Renouvellement d’ordonnance", "Fièvre et toux"),
    "cardiologie": ("Contrôle annuel", "Palpitations", "Suivi de tension"),
    "dermatologie": ("Contrôle des grains de beauté", "Eczéma", "Acné"),
    "pediatrie": ("Visite des 9 mois", "Vaccination", "Otite"),
    "gynecologie": ("Suivi de grossesse", "Consultation annuelle", "Contraception"),
    "ophtalmologie": ("Contrôle de la vue", "Renouvellement de lunettes", "Fond d’œil"),
    "psychiatrie": ("Première consultation", "Suivi", "Troubles du sommeil"),
    "kinesitherapie": ("Rééducation du genou", "Lombalgie", "Entorse de la cheville"),
}

# City, postal code, street.
PLACES: Final = (
    ("Lyon", "69003", "18 rue des Tilleuls"),
    ("Grenoble", "38000", "4 place de la Verrerie"),
    ("Chambéry", "73000", "27 avenue des Alpins"),
)


@dataclass(frozen=True)
class Persona:
    """A doctor of the demo clinic: a working week in R3's words, and a policy."""

    first_name: str
    last_name: str
    specialty: str
    place: int
    languages: tuple[str, ...]
    fee: str
    schedule: str
    minutes: int
    mode: str
    auto_confirm: bool
    bio: str


DOCTORS: Final = (
    Persona(
        "Claire",
        "Moreau",
        "medecine-generale",
        0,
        ("fr", "en"),
        "30.00",
        "Lun-Ven 9h-12h; Lun-Jeu 14h-18h",
        20,
        "both",
        auto_confirm=False,
        bio="Médecin généraliste, suivi des familles et médecine préventive.",
    ),
    Persona(
        "Karim",
        "Benyahia",
        "medecine-generale",
        1,
        ("fr", "ar"),
        "30.00",
        "Lun-Ven 8h30-12h30; Mar, Jeu 14h-17h",
        20,
        "presentiel",
        auto_confirm=True,
        bio="Médecin généraliste, attentif aux maladies chroniques.",
    ),
    Persona(
        "Sophie",
        "Lacombe",
        "cardiologie",
        0,
        ("fr", "en", "de"),
        "65.00",
        "Lun-Jeu 9h-12h; Mar-Ven 14h-17h",
        30,
        "both",
        auto_confirm=False,
        bio="Cardiologue, échographie cardiaque et suivi de l’hypertension.",
    ),
    Persona(
        "Étienne",
        "Rambaud",
        "cardiologie",
        2,
        ("fr",),
        "60.00",
        "Mar-Ven 9h-12h; Mer 14h-18h",
        30,
        "presentiel",
        auto_confirm=False,
        bio="Cardiologue, épreuves d’effort et prévention.",
    ),
    Persona(
        "Inès",
        "Carvalho",
        "dermatologie",
        0,
        ("fr", "pt", "es"),
        "55.00",
        "Lun-Ven 10h-13h; Lun, Mer 15h-18h",
        15,
        "both",
        auto_confirm=True,
        bio="Dermatologue, dépistage et dermatologie de l’enfant.",
    ),
    Persona(
        "Hugo",
        "Delmas",
        "dermatologie",
        1,
        ("fr",),
        "50.00",
        "Lun-Mer 9h-12h30; Ven 9h-16h",
        20,
        "presentiel",
        auto_confirm=False,
        bio="Dermatologue, petite chirurgie cutanée.",
    ),
    Persona(
        "Amina",
        "Diallo",
        "pediatrie",
        0,
        ("fr", "en"),
        "45.00",
        "Lun-Ven 9h-12h; Lun-Ven 14h-17h",
        30,
        "presentiel",
        auto_confirm=True,
        bio="Pédiatre, nourrissons, vaccinations et suivi du développement.",
    ),
    Persona(
        "Julien",
        "Forestier",
        "pediatrie",
        2,
        ("fr",),
        "40.00",
        "Lun, Mar, Jeu 9h-12h; Lun, Jeu 14h-18h",
        20,
        "presentiel",
        auto_confirm=False,
        bio="Pédiatre, allergies et asthme de l’enfant.",
    ),
    Persona(
        "Marion",
        "Vasseur",
        "gynecologie",
        1,
        ("fr", "en"),
        "60.00",
        "Lun-Jeu 9h-12h30; Mar 14h-18h",
        30,
        "both",
        auto_confirm=False,
        bio="Gynécologue-obstétricienne, suivi de grossesse.",
    ),
    Persona(
        "Théo",
        "Marchetti",
        "ophtalmologie",
        0,
        ("fr", "it"),
        "55.00",
        "Lun-Ven 8h30-12h",
        15,
        "presentiel",
        auto_confirm=True,
        bio="Ophtalmologue, contrôle de la vue et glaucome.",
    ),
    Persona(
        "Nadia",
        "Okafor",
        "psychiatrie",
        2,
        ("fr", "en"),
        "70.00",
        "Mar-Ven 10h-13h; Mar-Jeu 15h-19h",
        45,
        "distanciel",
        auto_confirm=False,
        bio="Psychiatre, anxiété et troubles du sommeil, consultations en vidéo.",
    ),
    Persona(
        "Lucas",
        "Perrin",
        "kinesitherapie",
        1,
        ("fr",),
        "28.00",
        "Lun-Sam 8h-12h; Lun-Ven 14h-19h",
        30,
        "presentiel",
        auto_confirm=True,
        bio="Kinésithérapeute, rééducation du sport et du dos.",
    ),
)
WAITING_DOCTOR: Final = Persona(
    "Paul", "Guérin", "cardiologie", 1, ("fr",), "60.00", "Lun-Ven 9h-17h", 30, "presentiel",
    auto_confirm=False, bio="Cardiologue, récemment installé.",
)  # fmt: skip

# Women and men by turns.
FIRST_NAMES: Final = (
    "Camille", "Louis", "Manon", "Adam", "Jade", "Nathan", "Lina", "Gabriel", "Chloé", "Yanis",
    "Emma", "Raphaël", "Sarah", "Jules", "Léa", "Mehdi", "Alice", "Arthur", "Fatou", "Victor",
)  # fmt: skip
LAST_NAMES: Final = (
    "Aubert", "Besson", "Cordier", "Dumas", "Evrard", "Fabre", "Guichard", "Haddad", "Imbert",
    "Jacquet", "Keller", "Lemoine", "Marchand", "Navarro", "Olivier", "Pasquier", "Quintin",
    "Roussel", "Sauvage", "Tissier",
)  # fmt: skip
STREETS: Final = ("rue du Moulin", "avenue de la Gare", "rue des Lilas", "quai du Bief")
