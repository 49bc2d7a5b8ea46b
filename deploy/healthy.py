"""A container's health check: asks as the proxy does, so that host and HTTPS rules are met."""

import os
import sys
import urllib.request


def main() -> None:
    """Exit with 1 unless this process answers that it is ready."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{sys.argv[1]}/health/ready",
        headers={
            "Host": os.environ["ALLOWED_HOSTS"].split(",")[0],
            "X-Forwarded-Proto": "https",
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=5):
            pass
    except OSError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
