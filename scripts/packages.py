"""Packages from PyPI, at pinned versions, in an environment of their own below .build."""

import fcntl
import os
import subprocess
import sys
from pathlib import Path

BUILD = Path(__file__).resolve().parent.parent / ".build"


class PackagesUnavailable(Exception):
    """The packages cannot be installed."""


def enter(name, packages, variables=None):
    """Goes on in the Python of .build/NAME, where exactly these packages are; installs them if need be.

    The program starts again there, with the given environment variables: what some packages must
    find set before they are loaded.
    """
    folder = BUILD / name
    wanted = dict(variables or {})
    if Path(sys.prefix) == folder and all(os.environ.get(key) == wanted[key] for key in wanted):
        return
    python = folder / "bin" / "python"
    provide(folder, python, packages)
    os.execve(python, [python, *sys.argv], os.environ | wanted)


def provide(folder, python, packages):
    """Installs what is not there, once, however many programs ask at the same time."""
    folder.mkdir(parents=True, exist_ok=True)
    installed = folder / "installed"
    with open(folder / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if installed.exists() and installed.read_text() == "\n".join(packages):
            return
        print(f"installing {', '.join(packages)} in {folder}", file=sys.stderr)
        try:
            for command in ([sys.executable, "-m", "venv", folder],
                            [python, "-m", "pip", "install", "--quiet", *packages]):
                subprocess.run(command, check=True, stdout=sys.stderr)
        except (OSError, subprocess.CalledProcessError):
            raise PackagesUnavailable(
                f"cannot install {', '.join(packages)}; is there a network, and python3-venv? "
                "(apt-get install python3-venv)")
        installed.write_text("\n".join(packages))
