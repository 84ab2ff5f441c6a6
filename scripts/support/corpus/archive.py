"""Reads the wanted files of a tar archive, trusting none of its paths."""

import tarfile
import zlib

from support.failure import BAD_DATA, Failure

LARGEST_MEMBER = 64 << 20


def is_safe(name):
    """Whether a path stays below the folder it is taken relative to."""
    parts = name.split("/")
    return not name.startswith("/") and ".." not in parts and "\\" not in name and "\0" not in name


def read_members(archive, wanted):
    """The wanted files of an archive, in memory: nothing is unpacked by the archive's own names."""
    found = {}
    try:
        with tarfile.open(archive, "r|gz") as members:
            for member in members:
                if not is_safe(member.name):
                    raise Failure(BAD_DATA, f"{archive.name}: unsafe path {member.name!r}; the archive is refused")
                if member.name not in wanted:
                    continue
                if not member.isfile() or member.size > LARGEST_MEMBER:
                    raise Failure(
                        BAD_DATA,
                        f"{archive.name}: {member.name}: expected a plain file of at most {LARGEST_MEMBER} bytes",
                    )
                found[member.name] = members.extractfile(member).read()
    except (tarfile.TarError, EOFError, zlib.error, OSError) as error:
        raise Failure(BAD_DATA, f"{archive.name}: damaged archive: {error}; run again to repeat the download")
    missing = sorted(wanted - found.keys())
    if missing:
        raise Failure(
            BAD_DATA, f"{archive.name}: {len(missing)} of {len(wanted)} files are missing, such as {missing[0]}"
        )
    return found
