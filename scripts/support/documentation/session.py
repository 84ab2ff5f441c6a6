"""A shell in a folder of its own, in which the commands of an article run one after the other."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
# What an article finds of the checkout.
SHARED = ("Corpora", "Sources", "scripts")
END = "end of the output"


class Session:
    """A shell that begins where another has ended, or in a folder with the given tables."""

    def __init__(self, program, tables=(), after=None):
        self.temporary = tempfile.TemporaryDirectory()
        self.folder = Path(self.temporary.name) / "checkout"
        if after is None:
            (self.folder / ".build").mkdir(parents=True)
            for name in SHARED:
                (self.folder / name).symlink_to(ROOT / name)
            for table in tables:
                shutil.copy(table, self.folder)
        else:
            shutil.copytree(after.folder, self.folder, symlinks=True)
        self.home = self.folder / ".build" / "home"
        self.home.mkdir(exist_ok=True)
        environment = {
            name: value for name, value in os.environ.items()
            if not name.startswith(("TIMBRE_", "XDG_"))}
        environment |= {
            "HOME": str(self.home), "LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1",
            "PATH": f"{program.parent}:{environment['PATH']}"}
        start = self.folder if after is None else self.folder / after.place.relative_to(after.folder)
        self.shell = subprocess.Popen(
            ["bash"], cwd=start, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, encoding="utf-8", errors="replace")

    @property
    def place(self):
        """The folder in which the shell is."""
        return Path(self.run("pwd -P").rstrip("\n"))

    def run(self, command):
        """What a command prints on either output, the home folder shown as /home/me."""
        self.shell.stdin.write(f"{{ {command}\n}} </dev/null; echo; echo '{END}'\n")
        self.shell.stdin.flush()
        lines = []
        for line in self.shell.stdout:
            if line == f"{END}\n":
                break
            lines.append(line)
        else:
            raise ValueError(f"the shell has ended: {command}")
        return "".join(lines)[:-1].replace(str(self.home), "/home/me")

    def close(self):
        self.shell.stdin.close()
        self.shell.wait()
        self.shell.stdout.close()
        self.temporary.cleanup()
