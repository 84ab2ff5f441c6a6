"""A condition's folder: made whole or not at all, and not again while nothing has changed."""

import hashlib
import os
import shutil
from pathlib import Path

from support.failure import CANNOT_CREATE, Failure

# A folder that lacks this file is not one of ours, and is not touched.
MARK = "fingerprint"


def fingerprint(settings, inputs):
    """What a condition's folder depends on: settings, the code itself and the audio files."""
    lines = [repr(settings)]
    for path in sorted(Path(__file__).parent.glob("*.py")):
        lines.append(hashlib.sha256(path.read_bytes()).hexdigest())
    for path in inputs:
        # A clip that is missing is told of when it is read.
        state = path.stat() if path.exists() else None
        lines.append(f"{path}\t{state and (state.st_size, state.st_mtime_ns)}")
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def make_folder(folder, mark, fill):
    """Has `fill` make the folder's content, unless the folder is there with this mark; says which."""
    if (folder / MARK).is_file() and (folder / MARK).read_text() == mark:
        return False
    if folder.exists() and not (folder / MARK).is_file():
        raise Failure(
            CANNOT_CREATE, f"{folder}: is there and was not made here; move it, or choose another --output")
    draft = folder.with_name(f".{folder.name}.{os.getpid()}")
    try:
        draft.mkdir(parents=True)
        fill(draft)
        (draft / MARK).write_text(mark)
        if folder.exists():
            shutil.rmtree(folder)
        draft.rename(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return True
