"""A transport of your own: answers that somebody collected as files, as support bundles hold them.

    python examples/own_transport.py FOLDER

Each file is one answer: ``ceph osd dump --format json > FOLDER/osd_dump.json``. Koor asks for what it needs and says of
all the rest that it was not seen, and why.
"""

import sys
from datetime import datetime, timezone
from pathlib import Path

import koor


class Bundle:
    """A folder of answers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, question: koor.Question) -> koor.Answer:
        """Answers one question. Koor calls this from several threads at once."""
        file = self.folder / (str(question).replace(" ", "_") + ".json")
        if not file.exists():
            # What is raised here is told as this question's failure; the kind says what to make of it.
            raise koor.exceptions.UnsupportedError(f"the bundle has no {file.name}")
        # The figures are as old as the file.
        asked_at = datetime.fromtimestamp(file.stat().st_mtime, tz=timezone.utc)
        return koor.Answer(file.read_bytes(), asked_at=asked_at)


def main(folder: str) -> None:
    cluster = koor.connect(transport=Bundle(Path(folder)))
    print(cluster.osds())
    print()
    print(cluster.health())


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("say which folder: own_transport.py FOLDER")
    main(sys.argv[1])
