"""Names that people, and others, give their files."""

import pytest

from clinic.files.names import cleaned_name

PDF = (".pdf",)
JPEG = (".jpg", ".jpeg")


@pytest.mark.parametrize(
    ("given", "suffixes", "kept"),
    [
        ("Résultats d'analyse.pdf", PDF, "Résultats d'analyse.pdf"),
        ("Re\N{COMBINING ACUTE ACCENT}sultats.pdf", PDF, "Résultats.pdf"),
        ("PHOTO.JPEG", JPEG, "PHOTO.JPEG"),
        # Folders.
        ("../../etc/passwd", PDF, "passwd.pdf"),
        ("C:\\Users\\Ada\\bilan.pdf", PDF, "bilan.pdf"),
        ("/", PDF, "document.pdf"),
        ("..", PDF, "document.pdf"),
        (".pdf", PDF, "pdf.pdf"),
        (".htaccess", PDF, "htaccess.pdf"),
        # Suffixes that the content has not.
        ("letter.exe", PDF, "letter.exe.pdf"),
        ("letter.pdf.exe", PDF, "letter.pdf.exe.pdf"),
        ("shell.php.jpg", JPEG, "shell.php.jpg"),
        ("page.html", JPEG, "page.html.jpg"),
        ("no suffix", PDF, "no suffix.pdf"),
        ("", PDF, "document.pdf"),
        # Letters that nobody sees, or that turn the direction of writing.
        ("a\x00b\x07\x7fc.pdf", PDF, "abc.pdf"),
        ("a\r\nSet-Cookie: b.pdf", PDF, "a Set-Cookie_ b.pdf"),
        ("fdp.\N{RIGHT-TO-LEFT OVERRIDE}exe.pdf", PDF, "fdp.exe.pdf"),
        ("a\N{ZERO WIDTH SPACE}\ud800\ue000b.pdf", PDF, "ab.pdf"),
        ("a\N{LINE SEPARATOR}b\N{NO-BREAK SPACE} c.pdf", PDF, "a b c.pdf"),
        # What Windows refuses.
        ('a<b>c:d"e|f?g*h.pdf', PDF, "a_b_c_d_e_f_g_h.pdf"),
        ("CON.pdf", PDF, "_CON.pdf"),
        ("nul", PDF, "_nul.pdf"),
        ("Lpt1.old.pdf", PDF, "_Lpt1.old.pdf"),
        ("COM¹.pdf", PDF, "_COM¹.pdf"),
        ("aux .pdf", PDF, "_aux.pdf"),
        ("console.pdf", PDF, "console.pdf"),
        ("bilan. . .pdf", PDF, "bilan.pdf"),
        # Too long.
        ("x" * 300 + ".pdf", PDF, "x" * 180 + ".pdf"),
        ("é" * 300 + ".pdf", PDF, "é" * 90 + ".pdf"),
        ("x." + "y" * 300, PDF, "x." + "y" * 178 + ".pdf"),
    ],
)
def test_a_name_is_safe_to_show_and_to_save_under(
    given: str, suffixes: tuple[str, ...], kept: str
) -> None:
    assert cleaned_name(given, suffixes=suffixes) == kept
    # What is clean stays as it is.
    assert cleaned_name(kept, suffixes=suffixes) == kept
