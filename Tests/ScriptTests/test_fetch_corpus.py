"""Tests of scripts/fetch-corpus against a server on this machine and an archive made here.

Run: python3 -m unittest discover -s Tests/ScriptTests
"""

import hashlib
import http.server
import io
import json
import os
import shutil
import struct
import subprocess
import sys
import tarfile
import tempfile
import threading
import unittest
import wave
from pathlib import Path

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"
SAMPLE_RATE = 8000


def tone(seed, length=4000):
    """Samples that a compressor cannot shorten to nothing, other ones for each seed."""
    state = seed
    samples = []
    for _ in range(length):
        state = (1103515245 * state + 12345) % 2**31
        samples.append((state >> 16) % 4096 - 2048)
    return struct.pack(f"<{length}h", *samples)


def wav(samples, channels=1):
    file = io.BytesIO()
    with wave.open(file, "wb") as audio:
        audio.setnchannels(channels)
        audio.setsampwidth(2)
        audio.setframerate(SAMPLE_RATE)
        audio.writeframes(samples)
    return file.getvalue()


def archive(files, extra=()):
    """A tar.gz of named files, after some extra members."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz", compresslevel=1) as tar:
        for member in extra:
            tar.addfile(member)
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    return file.getvalue()


class Server(http.server.ThreadingHTTPServer):
    """Serves one body; may cut the first answers off, fail, ignore ranges or hide the length."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answer)
        self.body = b""
        self.etag = '"one"'
        self.cut_at = []
        self.statuses = []
        self.has_ranges = True
        self.has_length = True
        self.ranges_asked = []

    def handle_error(self, request, client_address):
        """A client that hangs up is part of the tests."""

    @property
    def base(self):
        return f"http://127.0.0.1:{self.server_port}/files"


class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        server = self.server
        server.ranges_asked.append(self.headers.get("Range"))
        if server.statuses:
            self.send_error(server.statuses.pop(0))
            return
        start = 0
        wanted = self.headers.get("Range")
        if wanted and server.has_ranges and self.headers.get("If-Range", server.etag) == server.etag:
            start = int(wanted[len("bytes=") : -1])
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(server.body) - 1}/{len(server.body)}")
        if server.has_length:
            self.send_header("Content-Length", str(len(server.body) - start))
        self.send_header("ETag", server.etag)
        self.end_headers()
        end = server.cut_at.pop(0) if server.cut_at else len(server.body)
        self.wfile.write(server.body[start:end])
        self.close_connection = True

    def log_message(self, *arguments):
        """Quiet."""


class FetchCorpusTests(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        shutil.copytree(SCRIPTS / "support", self.folder / "scripts" / "support")
        shutil.copy(SCRIPTS / "fetch-corpus", self.folder / "scripts")
        self.server = Server()
        thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        self.first, self.second = tone(1), tone(2)
        self.files = {"tiny-1/ann/one.wav": wav(self.first), "tiny-1/ann/two.wav": wav(self.second)}
        self.clips = {
            "clips/ann/one.wav": self.first,
            "clips/ann/two.flac": self.second,
            "clips/ann/joined.flac": self.first + self.second,
        }
        self.target = self.folder / "out"
        self.describe()
        self.serve(archive(self.files))

    def describe(self, **source):
        """Writes Corpora/tiny, its source changed as the test asks."""
        corpus = self.folder / "Corpora" / "tiny"
        corpus.mkdir(parents=True, exist_ok=True)
        rules = [
            {"clip": "clips/ann/joined\\.flac", "members": ["ann/one.wav", "ann/two.wav"]},
            {"clip": "clips/(?P<speaker>[a-z]+)/(?P<name>[a-z]+)\\.(wav|flac)", "members": ["{speaker}/{name}.wav"]},
        ]
        url = f"{self.server.base}/tiny.tar.gz"
        place = {"name": "here", "url": url, "maximum_bytes": 1000000, "root": "tiny-1", "clips": rules, **source}
        description = {
            "title": "Tiny",
            "licence": "CC0",
            "sample_rate": SAMPLE_RATE,
            "audio_bytes": 100000,
            "sources": [place],
        }
        (corpus / "source.json").write_text(json.dumps(description))
        (corpus / "enroll.tsv").write_text("speaker\tclip\n" + "".join(f"ann\t{clip}\n" for clip in self.clips))
        sums = [f"{hashlib.sha256(samples).hexdigest()}  {clip}\n" for clip, samples in self.clips.items()]
        (corpus / "clips.sha256").write_text("".join(sums))

    def serve(self, body):
        self.server.body = body

    def run_script(self, *arguments):
        command = [sys.executable, str(self.folder / "scripts" / "fetch-corpus"), *arguments]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, env={**os.environ, "no_proxy": "*"})

    def fetch(self, *arguments):
        return self.run_script("tiny", "--to", str(self.target), *arguments)

    def samples(self, clip):
        path = self.target / clip
        if path.suffix == ".wav":
            with wave.open(str(path)) as audio:
                return audio.readframes(audio.getnframes())
        command = ["flac", "-dcs", "--force-raw-format", "--endian=little", "--sign=signed", str(path)]
        return subprocess.run(command, capture_output=True, check=True).stdout

    def assert_complete(self, result):
        self.assertEqual(result.returncode, 0, result.stderr)
        for clip, samples in self.clips.items():
            self.assertEqual(self.samples(clip), samples, clip)
        self.assertFalse((self.target / ".download").exists())

    def assert_refused(self, result, code, *words):
        self.assertEqual(result.returncode, code, result.stderr)
        self.assertNotIn("Traceback", result.stderr)
        for word in words:
            self.assertIn(word, result.stderr)

    def test_builds_the_layout_of_the_lists(self):
        result = self.fetch()
        self.assert_complete(result)
        self.assertEqual(result.stdout, "")
        self.assertEqual((self.target / "clips/ann/one.wav").read_bytes(), self.files["tiny-1/ann/one.wav"])
        self.assertTrue((self.target / "enroll.tsv").exists())

    def test_flac_files_state_their_length(self):
        self.assert_complete(self.fetch())
        header = (self.target / "clips/ann/joined.flac").read_bytes()[:26]
        # STREAMINFO: the number of samples in the low 36 bits of bytes 18 to 25.
        self.assertEqual(int.from_bytes(header[18:26], "big") & (2**36 - 1), 8000)

    def test_fetches_nothing_twice(self):
        self.fetch()
        self.assert_complete(self.fetch())
        self.assertEqual(len(self.server.ranges_asked), 1)

    def test_mends_a_damaged_clip(self):
        self.fetch()
        (self.target / "clips/ann/two.flac").write_bytes(b"nothing")
        self.assert_refused(self.fetch("--check"), 65, "two.flac", "1 of 3 clips")
        self.assert_complete(self.fetch())
        self.assertEqual(self.fetch("--check").returncode, 0)

    def test_takes_a_mirror(self):
        self.describe(url="https://example.invalid/away/tiny.tar.gz")
        self.assert_complete(self.fetch("--url", self.server.base))

    def test_goes_on_after_a_cut(self):
        self.server.cut_at = [5000]
        self.assert_complete(self.fetch())
        self.assertEqual(self.server.ranges_asked, [None, "bytes=5000-"])

    def test_goes_on_in_a_later_run(self):
        transit = self.target / ".download"
        transit.mkdir(parents=True)
        (transit / "tiny.tar.gz.part").write_bytes(self.server.body[:7000])
        (transit / "tiny.tar.gz.tag").write_text(self.server.etag)
        self.assert_complete(self.fetch())
        self.assertEqual(self.server.ranges_asked, ["bytes=7000-"])

    def test_begins_anew_when_the_file_has_changed(self):
        transit = self.target / ".download"
        transit.mkdir(parents=True)
        (transit / "tiny.tar.gz.part").write_bytes(b"of another version")
        (transit / "tiny.tar.gz.tag").write_text('"zero"')
        self.assert_complete(self.fetch())

    def test_begins_anew_when_the_server_knows_no_ranges(self):
        self.server.cut_at = [5000]
        self.server.has_ranges = False
        self.assert_complete(self.fetch())

    def test_tries_again_when_the_server_is_busy(self):
        self.server.statuses = [503]
        result = self.fetch()
        self.assert_complete(result)
        self.assertIn("503", result.stderr)

    def test_tells_of_a_missing_file(self):
        self.server.statuses = [404]
        self.assert_refused(self.fetch(), 69, "404")

    def test_refuses_another_size(self):
        self.describe(bytes=len(self.server.body) + 1)
        self.assert_refused(self.fetch(), 65, f"expected {len(self.server.body) + 1} bytes")

    def test_refuses_too_large_an_offer(self):
        self.describe(maximum_bytes=1000)
        self.assert_refused(self.fetch(), 65, "at most 1000 bytes", f"offers {len(self.server.body)}")

    def test_refuses_too_much_from_a_server_that_states_no_length(self):
        self.describe(maximum_bytes=1000)
        self.server.has_length = False
        self.assert_refused(self.fetch(), 65, "at most 1000 bytes", "more are coming")

    def test_refuses_an_archive_of_another_checksum(self):
        self.describe(sha256="0" * 64)
        self.assert_refused(self.fetch(), 65, "expected SHA-256 000", "run again")
        self.assertEqual(list((self.target / ".download").iterdir()), [])

    def test_accepts_the_pinned_checksum(self):
        self.describe(sha256=hashlib.sha256(self.server.body).hexdigest(), bytes=len(self.server.body))
        self.assert_complete(self.fetch())

    def test_refuses_clips_of_other_samples_and_keeps_the_good_ones(self):
        self.serve(archive({**self.files, "tiny-1/ann/two.wav": wav(tone(3))}))
        self.assert_refused(self.fetch(), 65, "clips/ann/two.flac", "2 of 3 clips")
        self.assertTrue((self.target / "clips/ann/one.wav").exists())
        self.assertFalse((self.target / "clips/ann/two.flac").exists())
        self.serve(archive(self.files))
        self.assert_complete(self.fetch())

    def test_refuses_audio_of_another_shape(self):
        self.serve(archive({**self.files, "tiny-1/ann/two.wav": wav(self.second, channels=2)}))
        self.assert_refused(self.fetch(), 65, "two.wav: expected 8000 Hz, 1 channel(s), 16 bits; got 8000 Hz, 2")

    def test_tells_of_a_missing_member(self):
        del self.files["tiny-1/ann/two.wav"]
        self.serve(archive(self.files))
        self.assert_refused(self.fetch(), 65, "1 of 2 files are missing", "tiny-1/ann/two.wav")

    def test_refuses_paths_that_lead_out(self):
        for name in ("tiny-1/../../escape.wav", "/tmp/escape.wav", "tiny-1\\..\\escape.wav"):
            with self.subTest(name):
                self.serve(archive(self.files, extra=[tarfile.TarInfo(name)]))
                self.assert_refused(self.fetch(), 65, "unsafe path")
                self.assertFalse((self.target / "clips").exists())

    def test_refuses_a_link_in_place_of_a_clip(self):
        link = tarfile.TarInfo("tiny-1/ann/two.wav")
        link.type = tarfile.SYMTYPE
        link.linkname = "/etc/passwd"
        del self.files["tiny-1/ann/two.wav"]
        self.serve(archive(self.files, extra=[link]))
        self.assert_refused(self.fetch(), 65, "two.wav", "expected a plain file")

    def test_refuses_a_damaged_archive_and_fetches_it_anew(self):
        whole = self.server.body
        self.serve(whole[: len(whole) // 2])
        self.assert_refused(self.fetch(), 65, "damaged archive")
        self.serve(whole)
        self.assert_complete(self.fetch())

    def test_refuses_lists_that_lead_out(self):
        path = self.folder / "Corpora/tiny/enroll.tsv"
        path.write_text("speaker\tclip\nann\tclips/../../escape.wav\n")
        self.assert_refused(self.fetch(), 65, "enroll.tsv:2")

    def test_refuses_when_the_disk_is_too_small(self):
        self.describe(maximum_bytes=10**18)
        self.assert_refused(self.fetch(), 73, "MB free", "make room")

    def test_refuses_plain_http_elsewhere(self):
        self.assert_refused(self.fetch("--url", "http://example.invalid"), 64, "https")

    def test_tells_of_wrong_usage(self):
        self.assert_refused(self.run_script("huge"), 64, "huge")
        self.assert_refused(self.fetch("--source", "nowhere"), 64, "it has: here")


class ShippedCorporaTests(unittest.TestCase):
    """The descriptions under Corpora: every clip has a checksum and a rule that says what it is made of."""

    def test_every_clip_is_described(self):
        sys.path.insert(0, str(SCRIPTS))
        self.addCleanup(sys.path.remove, str(SCRIPTS))
        from support.corpus.description import Corpus, members_of

        folders = sorted(path.parent for path in (SCRIPTS.parent / "Corpora").glob("*/source.json"))
        self.assertTrue(folders)
        for folder in folders:
            with self.subTest(folder.name):
                corpus = Corpus(folder)
                self.assertEqual(sorted(corpus.clips), sorted(corpus.checksums))
                for source in corpus.sources:
                    made = [tuple(members_of(clip, source)) for clip in corpus.clips]
                    self.assertEqual(len(set(made)), len(made))

    def test_synthetic_clips_are_those_of_their_checksums(self):
        sys.path.insert(0, str(SCRIPTS))
        self.addCleanup(sys.path.remove, str(SCRIPTS))
        from support.corpus.description import listed_clips, read_checksums
        from support.corpus.samples import decode

        folder = SCRIPTS.parent / "Corpora" / "synthetic"
        checksums = read_checksums(folder / "clips.sha256")
        clips = listed_clips(sorted(folder.glob("*.tsv")))
        self.assertEqual(sorted(clips), sorted(checksums))
        for clip in clips:
            samples = decode((folder / clip).read_bytes(), clip, 16000)
            self.assertEqual(hashlib.sha256(samples).hexdigest(), checksums[clip], clip)


if __name__ == "__main__":
    unittest.main()
