"""Two programs that change one gallery at once."""

from harden.faults.clips import write_clips, write_list
from harden.faults.gallery import Gallery
from harden.faults.promise import demand


def enrol_at_once(timbre, folder, count, chance):
    """Each enrols into a speaker of its own and both into a common one; says how it went."""
    gallery = Gallery(timbre, folder / "shared")
    for name, pitch in (("low", 110.0), ("high", 210.0)):
        write_clips(folder / name, count, pitch, chance)
        write_list(folder / f"{name}.tsv", [
            ("both" if number % 2 else name, f"{name}/{number:04}.wav") for number in range(count)])
    processes = [gallery.start("enroll", "--quiet", "--list", folder / f"{name}.tsv")
                 for name in ("low", "high")]
    for process in processes:
        _, errors = process.communicate()
        demand(process.returncode == 0, f"one of two programs failed: {errors.decode()}")
    counts = {name: len(recordings) for name, recordings in gallery.state().items()}
    half = (count + 1) // 2
    demand(counts == {"low": half, "high": half, "both": 2 * (count - half)},
           f"two programs with {count} clips each left {counts}")
    return f"two programs enrolled {count} clips each into one gallery; none is lost"
