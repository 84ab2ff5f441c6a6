"""A folder as a disk may hold it when the power is cut.

What was synced is there. Of the rest anything may be missing, in any order, as by the weakest
guarantees of file systems (Pillai and others, "All File Systems Are Not Created Equal", OSDI 2014):

  - each write to a file since its last sync is there, missing, or torn: some of its sectors of 512
    or blocks of 4096 bytes are there; so is each change of its size, wholly or not;
  - each name in a folder is what it was at some time since the folder's last sync.
"""

import os

SECTORS = (512, 4096)


class File:
    """A file whatever its names: what is surely on the disk, and what may be."""

    def __init__(self, mode):
        self.mode = mode
        self.durable = bytearray()
        # (time, offset, bytes), and (time, size, None) where the size was changed.
        self.pending = []

    def synchronize(self, until):
        """Makes durable what was asked for up to a time."""
        for time, offset, data in self.pending:
            if time <= until:
                apply(self.durable, offset, data)
        self.pending = [each for each in self.pending if each[0] > until]

    def content(self, chance):
        """What a cut may leave of it."""
        content = bytearray(self.durable)
        # Nearly all is lost, or nearly nothing, as often as anything between.
        share = chance.choice([0, 0.05, 0.5, 0.95, 1])
        torn = chance.choice([0, 0.1, 0.5])
        for _, offset, data in self.pending:
            if chance.random() >= share:
                continue
            if data is None or chance.random() >= torn:
                apply(content, offset, data)
            else:
                for start, piece in pieces(offset, data, chance.choice(SECTORS)):
                    if chance.random() < 0.5:
                        apply(content, start, piece)
        return content


def apply(content, offset, data):
    """Writes bytes, or sets the size where there are none."""
    end = offset + len(data or b"")
    content.extend(bytes(max(0, end - len(content))))
    if data is None:
        del content[offset:]
    else:
        content[offset:end] = data


def pieces(offset, data, size):
    """The parts of a write that lie in sectors of their own."""
    start = offset
    while start < offset + len(data):
        end = min((start // size + 1) * size, offset + len(data))
        yield start, data[start - offset:end - offset]
        start = end


class Folder:
    """What is in a file's place where a folder is."""


class Disk:
    """The files below one folder. Paths are relative to it; the folder itself, "", is there for good."""

    def __init__(self):
        # For each path what it has been since the last sync of its folder; None for nothing.
        self.names = {"": [Folder()]}

    def at(self, path):
        """What bears a name now."""
        return self.names.get(path, [None])[-1]

    def put(self, path, file):
        """Gives a name to a file or a folder, or takes it away (None)."""
        self.names.setdefault(path, [None]).append(file)

    def rename(self, path, other):
        self.put(other, self.at(path))
        self.put(path, None)

    def synchronize(self, folder):
        """Makes the names in a folder durable."""
        for path, past in self.names.items():
            if path and os.path.dirname(path) == folder:
                del past[:-1]

    def write_state(self, target, chance):
        """Makes in a folder what a cut may leave. Memory shared between processes is lost."""
        share = chance.choice([0, 0.5, 1])
        written = {}
        for path, past in sorted(self.names.items()):
            found = past[-1] if chance.random() < share else chance.choice(past)
            place = target / path
            if found is None or not place.parent.is_dir() or path.endswith("-shm"):
                continue
            if isinstance(found, Folder):
                place.mkdir(exist_ok=True)
            elif found in written:
                os.link(written[found], place)
            else:
                place.write_bytes(found.content(chance))
                place.chmod(found.mode)
                written[found] = place
