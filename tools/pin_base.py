"""Pins the base image of the container to what its tag means now: `python -m tools.pin_base`, with Docker and a registry.

The digest is of the index of all platforms, as `docker buildx imagetools inspect` gives it; the diff of the Dockerfile is
what is to be reviewed. The tag stays beside the digest for people: Docker goes by the digest alone.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

DOCKERFILE = Path(__file__).parent.parent / "Dockerfile"
BASE = re.compile(r"^(ARG BASE=(?P<image>[a-z0-9./-]+:[A-Za-z0-9._-]+)@)sha256:[0-9a-f]{64}$", re.MULTILINE)


def main() -> int:
    """Write the digest into the Dockerfile; return an exit code."""
    text = DOCKERFILE.read_text("utf-8")
    pinned = BASE.search(text)
    if not pinned:
        print("the Dockerfile has no ARG BASE=IMAGE:TAG@sha256:…", file=sys.stderr)  # noqa: T201 - a script
        return 2
    command = ["docker", "buildx", "imagetools", "inspect", pinned["image"], "--format", "{{json .Manifest}}"]
    try:
        found = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603 - an image named in our own file
        digest = str(json.loads(found)["digest"])
    except (OSError, subprocess.CalledProcessError, ValueError, LookupError) as error:
        why = getattr(error, "stderr", None) or error
        print(f"the registry does not say what {pinned['image']} is: {why}".strip(), file=sys.stderr)  # noqa: T201 - a script
        return 2
    if not re.fullmatch(r"sha256:[0-9a-f]{64}", digest):
        print(f"the registry gives no digest of SHA-256: {digest[:100]}", file=sys.stderr)  # noqa: T201 - a script
        return 2
    DOCKERFILE.write_text(BASE.sub(lambda one: one[1] + digest, text), "utf-8")
    print(f"{pinned['image']} is {digest}")  # noqa: T201 - a script
    return 0


if __name__ == "__main__":
    sys.exit(main())
