"""What is wanted: a corpus' sources, lists and checksums, as its folder under Corpora holds them."""

import hashlib
import json
import re

from support.corpus.archive import is_safe
from support.failure import BAD_DATA, NO_INPUT, USAGE, Failure


class Corpus:
    """A corpus as its folder describes it."""

    def __init__(self, folder):
        self.folder = folder
        try:
            description = json.loads((folder / "source.json").read_text())
            self.title = description["title"]
            self.licence = description["licence"]
            self.sample_rate = description["sample_rate"]
            self.audio_bytes = description["audio_bytes"]
            self.sources = description["sources"]
        except (OSError, ValueError, KeyError) as error:
            raise Failure(BAD_DATA, f"{folder}/source.json: not a usable description: {error!r}")
        self.clips = listed_clips(sorted(folder.glob("*.tsv")))
        self.checksums = read_checksums(folder / "clips.sha256")
        for clip in self.clips:
            if clip not in self.checksums:
                raise Failure(BAD_DATA, f"{folder}/clips.sha256: no checksum for {clip}")

    def source(self, name):
        """The named source, or the first."""
        if name is None:
            return self.sources[0]
        for source in self.sources:
            if source["name"] == name:
                return source
        known = ", ".join(source["name"] for source in self.sources)
        raise Failure(USAGE, f"{self.folder.name} has no source {name}; it has: {known}")

    def has_samples(self, samples, clip):
        """Whether these are the clip's samples, by their checksum."""
        return hashlib.sha256(samples).hexdigest() == self.checksums[clip]


def listed_clips(lists):
    """Every clip that the lists name, each once, in the lists' order."""
    clips = {}
    for path in lists:
        rows = path.read_text().splitlines()
        if not rows or rows[0].split("\t")[:2] != ["speaker", "clip"]:
            raise Failure(BAD_DATA, f"{path}: expected the header speaker<TAB>clip")
        for number, row in enumerate(rows[1:], 2):
            fields = row.split("\t")
            if len(fields) < 2 or not is_safe(fields[1]) or not fields[1].startswith("clips/"):
                raise Failure(BAD_DATA, f"{path}:{number}: expected a speaker and a path below clips/")
            clips[fields[1]] = None
    return list(clips)


def read_checksums(path):
    """Clip to checksum, from lines as sha256sum prints them."""
    try:
        rows = [row.partition("  ") for row in path.read_text().splitlines()]
    except OSError as error:
        raise Failure(NO_INPUT, f"{path}: {error.strerror}")
    return {clip: checksum for checksum, _, clip in rows}


def members_of(clip, source):
    """The archive's files that a clip is made of, joined end to end."""
    for rule in source["clips"]:
        match = re.fullmatch(rule["clip"], clip)
        if match:
            return [f"{source['root']}/{member.format(**match.groupdict())}" for member in rule["members"]]
    raise Failure(BAD_DATA, f"source.json: no rule says what {clip} is made of")
