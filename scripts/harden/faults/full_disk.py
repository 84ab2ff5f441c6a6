"""A disk that is full at one place after another."""

import resource
import signal

from harden.faults.changes import REPORTED, Enrollment
from harden.faults.clips import CORPUS, listed
from harden.faults.gallery import Gallery
from harden.faults.promise import demand


def fill_disk(timbre, folder, clips, known, chance):
    """No file may grow beyond some size, as on a disk that is full then; says how it went."""
    gallery = Gallery(timbre, folder / "full")
    reported = 0
    for _ in range(6):
        size = gallery.path.stat().st_size if gallery.path.exists() else 0
        limit = size + chance.randrange(1 << 12, 24 << 20)

        def restrict():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

        change = Enrollment(clips, gallery.state(), known)
        process = gallery.start(*change.words, preexec_fn=restrict, restore_signals=False)
        _, errors = process.communicate()
        demand(process.returncode in (0, 65, 73, 74), f"a full disk ended in {process.returncode}")
        now = gallery.state()
        change.check(now, process.returncode == 0, errors)
        reported += len(REPORTED.findall(errors))
        demand(sum(map(len, now.values())) == reported, "reported and kept recordings differ")
        if now:
            demand(gallery.names() == set(now), "the gallery cannot be opened")
        gallery.check_files()
    gallery.run("enroll", "--quiet", "--list", clips, "--root", CORPUS)
    demand(sum(map(len, gallery.state().values())) == len(listed(clips)), "the gallery cannot be completed")
    return "a disk that was full six times lost nothing that was reported"
