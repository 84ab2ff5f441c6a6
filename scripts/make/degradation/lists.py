"""Lists of clips: a header with the columns speaker and clip, tab-separated, then a clip per line."""

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from support.failure import BAD_DATA, NO_INPUT, Failure


@dataclass(frozen=True)
class Row:
    """`name` is the clip's path as the list has it, `path` where it lies."""

    speaker: str
    name: str
    path: Path

    @property
    def target(self):
        """Where below a folder its degraded version goes."""
        path = PurePosixPath(self.name.lstrip("/")).with_suffix(".wav")
        return path if path.parts[0] == "clips" else PurePosixPath("clips") / path


def read_list(path):
    """The rows of a list; its clips' paths are absolute or relative to its folder."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        raise Failure(NO_INPUT, f"{path}: no such list, or it cannot be read as text")
    header = lines[0].split("\t") if lines else []
    if "speaker" not in header or "clip" not in header:
        raise Failure(BAD_DATA, f"{path}:1: expected a header with the columns speaker and clip")
    speaker, clip = header.index("speaker"), header.index("clip")
    rows = []
    for number, line in enumerate(lines[1:], 2):
        fields = line.split("\t")
        if not line:
            continue
        if len(fields) <= max(speaker, clip) or not fields[speaker] or not fields[clip]:
            raise Failure(BAD_DATA, f"{path}:{number}: expected a speaker and a clip, separated by a tab")
        rows.append(Row(fields[speaker], fields[clip], (path.parent / fields[clip]).absolute()))
    return rows


def write_list(path, rows):
    """Writes rows: dictionaries by column, all with the same columns."""
    columns = list(rows[0]) if rows else ["speaker", "clip"]
    lines = [columns] + [[row[column] for column in columns] for row in rows]
    path.write_text("".join("\t".join(line) + "\n" for line in lines), encoding="utf-8")
