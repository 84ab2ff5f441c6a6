"""Repeats the system calls of commands on a disk that keeps account of what was synced."""

import os

from harden.faults.disk import Disk, File, Folder
from support.failure import INTERNAL, Failure

# What no command was seen to do to a file of the gallery, and what would pass unnoticed.
UNKNOWN = {"writev", "pwritev", "pwritev2", "fallocate", "sync", "syncfs", "sync_file_range",
           "copy_file_range", "sendfile", "dup", "dup2", "dup3", "symlink", "symlinkat", "rmdir", "truncate"}


class Replay:
    """A folder's disk, and what the command that is under way has said."""

    def __init__(self, root):
        self.root = os.path.realpath(root)
        self.disk = Disk()
        self.time = 0
        self.begin()

    def begin(self):
        """A command begins: nothing is open, nothing said."""
        self.start = self.time
        self.opened = {}
        self.said = b""

    def run(self, call):
        """Repeats a call; gives whether it touched the folder or said something."""
        self.time += 1
        began = self.start + call.began
        words, name = call.arguments, call.name.removesuffix("64")
        if name in UNKNOWN or name.endswith("at") and words[0] in self.opened:
            self.refuse(call)
            return False
        if name in ("open", "openat", "creat"):
            return self.open(call)
        if name == "close":
            self.opened.pop(words[0], None)
            return False
        if name == "write" and words[0] in ("1", "2") and words[0] not in self.opened:
            self.said += words[1]
            return True
        if name in ("write", "pwrite", "ftruncate", "fchmod", "fsync", "fdatasync", "lseek"):
            return words[0] in self.opened and self.change(name, words, call.result, began)
        return self.change_names(name, [self.path(word) for word in words if isinstance(word, bytes)], words)

    def path(self, name):
        """A path below the folder; None for one elsewhere."""
        path = os.path.normpath(os.path.join(os.getcwdb(), name)).decode()
        folder = os.path.join(os.path.realpath(os.path.dirname(path)), os.path.basename(path))
        path = os.path.relpath(folder, self.root)
        return None if path.startswith("..") else "" if path == "." else path

    def open(self, call):
        words = call.arguments
        place = next(index for index, word in enumerate(words) if isinstance(word, bytes))
        path = self.path(words[place])
        self.opened.pop(str(call.result), None)
        if path is None:
            return False
        flags = words[place + 1] if call.name != "creat" else "O_CREAT|O_TRUNC"
        file = self.disk.at(path)
        is_made = file is None and "O_CREAT" in flags
        if is_made:
            file = File(int(words[-1], 8))
            self.disk.put(path, file)
        if file is None:
            raise Failure(INTERNAL, f"the trace opens {path}, which nobody made")
        if "O_TRUNC" in flags:
            file.pending.append((self.time, 0, None))
        self.opened[str(call.result)] = [file, path, 0]
        return is_made or "O_TRUNC" in flags

    def change(self, name, words, result, began):
        opened = self.opened[words[0]]
        file, path, offset = opened
        if name in ("fsync", "fdatasync"):
            if isinstance(file, Folder):
                self.disk.synchronize(path)
            else:
                file.synchronize(began)
        elif name == "lseek":
            opened[2] = result
            return False
        elif name == "ftruncate":
            file.pending.append((self.time, int(words[1]), None))
        elif name == "fchmod":
            file.mode = int(words[1], 8)
        elif name == "pwrite":
            file.pending.append((self.time, int(words[3]), words[1][:result]))
        else:
            file.pending.append((self.time, offset, words[1][:result]))
            opened[2] += result
        return True

    def change_names(self, name, paths, words):
        if all(path is None for path in paths):
            return False
        if None in paths:
            raise Failure(INTERNAL, f"{name} goes beyond the folder")
        if name.startswith("mkdir"):
            self.disk.put(paths[0], Folder())
        elif name.startswith("unlink"):
            self.disk.put(paths[0], None)
        elif name.startswith("rename"):
            self.disk.rename(*paths)
        elif name.startswith("link"):
            self.disk.put(paths[1], self.disk.at(paths[0]))
        elif name.startswith("chmod") or name.startswith("fchmodat"):
            self.disk.at(paths[0]).mode = int(next(word for word in words[1:] if str(word).startswith("0")), 8)
        return True

    def refuse(self, call):
        """Ends where a call of an unknown kind meets a file below the folder."""
        for word in call.arguments:
            is_path = isinstance(word, bytes) and call.name.startswith(("symlink", "rmdir", "truncate"))
            if word in self.opened or is_path and self.path(word) is not None:
                raise Failure(INTERNAL, f"{call.name} is not known to the replay")
