"""Packages from PyPI, at pinned versions, if need be in an environment of their own below .build."""

import fcntl
import os
import subprocess
import sys
from importlib import metadata
from pathlib import Path

BUILD = Path(__file__).resolve().parents[2] / ".build"


class PackagesUnavailable(Exception):
    """The packages cannot be installed."""


def enter(name, packages):
    """Goes on in a Python that has exactly these packages, such as "numpy==2.4.6".

    When this one lacks them, they are installed in .build/NAME, and the program starts again there.
    """
    if all(is_there(package) for package in packages):
        return
    folder = BUILD / name
    if Path(sys.prefix) == folder:
        raise PackagesUnavailable(f"{folder} lacks some of {', '.join(packages)}; remove it and run again")
    python = folder / "bin" / "python"
    provide(folder, python, packages)
    os.execv(python, [python, *sys.argv])


def is_there(package):
    name, version = package.split("==")
    try:
        return metadata.version(name) == version
    except metadata.PackageNotFoundError:
        return False


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
                f"{', '.join(packages)} cannot be installed; is there a network, and python3-venv? "
                "(apt-get install python3-venv)")
        installed.write_text("\n".join(packages))
