"""What a program asked of the system, as strace tells it."""

import re
import shutil
import subprocess
from dataclasses import dataclass

from support.failure import UNAVAILABLE, Failure

NAMES = ("open,openat,creat,close,dup,dup2,dup3,lseek,write,pwrite64,writev,pwritev,pwritev2,truncate,ftruncate,"
         "fallocate,rename,renameat,renameat2,unlink,unlinkat,link,linkat,symlink,symlinkat,mkdir,mkdirat,"
         "rmdir,chmod,fchmod,fchmodat,fsync,fdatasync,sync,syncfs,sync_file_range,copy_file_range,sendfile")
LINE = re.compile(r"(\d+) +(.*)")
CALL = re.compile(r"(\w+)\((.*)\) += (-?\d+)")
UNFINISHED = re.compile(r"(\w+)\((.*?),? *<unfinished \.\.\.>$")
RESUMED = re.compile(r"<\.\.\. (\w+) resumed>(.*)")
TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass
class Call:
    """A finished system call."""

    name: str
    # Text is bytes, everything else as strace writes it.
    arguments: list
    result: int
    # How many calls had finished when this one began.
    began: int


def record(command, trace):
    """Runs a command and writes its trace; gives its exit code and what it said on both outputs."""
    if shutil.which("strace") is None:
        raise Failure(UNAVAILABLE, "strace is not installed; run: apt-get install strace")
    process = subprocess.run(
        ["strace", "-f", "-xx", "-qq", "-s", str(1 << 26), "-e", "signal=none", "-e", f"trace={NAMES}",
         "-o", trace, *command], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if not trace.exists() or trace.stat().st_size == 0:
        raise Failure(UNAVAILABLE, f"strace cannot trace here: {process.stderr.decode().strip()}")
    return process.returncode, process.stdout, process.stderr


def calls(lines):
    """The calls that succeeded, in the order in which they ended."""
    finished, pending = 0, {}
    for line in lines:
        found = LINE.match(line)
        if not found:
            continue
        process, text = found.groups()
        began = finished
        if unfinished := UNFINISHED.match(text):
            name, start = unfinished.groups()
            pending[process] = (name, start, began)
            if name != "close":
                continue
            # Its number may be another file's before it has ended.
            text = f"close({start}) = 0"
        elif resumed := RESUMED.match(text):
            name, start, began = pending.pop(process)
            if name == "close":
                continue
            rest = resumed[2].lstrip(", ")
            text = f"{name}({start}{'' if not start or rest.startswith(')') else ', '}{rest}"
        call = CALL.match(text)
        if call and int(call[3]) >= 0:
            yield Call(call[1], arguments(call[2]), int(call[3]), began)
            finished += 1


def arguments(text):
    """The words of a call, whose text holds no comma as all of it is in hexadecimal digits."""
    return [argument(word) for word in text.split(", ")] if text else []


def argument(word):
    found = TEXT.fullmatch(word)
    return bytes.fromhex(found[1].replace("\\x", "")) if found else word
