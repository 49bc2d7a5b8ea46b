"""However many send however large pictures, a process needs the memory of one."""

import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

MEGABYTES = 250
# Six at once; the process says by how many megabytes it grew at its largest.
CHILD = """
import os, sys, threading
from io import BytesIO
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.check"
import django
django.setup()
from clinic.common.errors import Busy
from clinic.users.services.pictures import portrait_of

content = Path(sys.argv[1]).read_bytes()
done = []

def decode():
    try:
        done.append(len(portrait_of(BytesIO(content)).getvalue()))
    except Busy:
        pass

before = getrusage(RUSAGE_SELF).ru_maxrss
threads = [threading.Thread(target=decode) for _turn in range(6)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(len(done), (getrusage(RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def largest(kind: str) -> bytes:
    """Return the picture of a kind that takes most memory of those that are not refused."""
    content = BytesIO()
    if kind == "JPEG":
        Image.new("CMYK", (5000, 5000)).save(content, "JPEG", progressive=True)
    else:
        Image.new("RGBA", (4000, 3000), (1, 2, 3, 128)).save(content, kind, lossless=True)
    return content.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_six_large_pictures_at_once_take_the_memory_of_one(kind: str, tmp_path: Path) -> None:
    file = tmp_path / "large"
    file.write_bytes(largest(kind))

    child = subprocess.run(
        [sys.executable, "-c", CHILD, str(file)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )

    done, grown = map(int, child.stdout.split())
    assert done >= 1
    assert grown < MEGABYTES
