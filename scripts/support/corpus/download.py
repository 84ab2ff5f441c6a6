"""An archive's way from the net to the disk, which may be interrupted and goes on where it stopped."""

import hashlib
import http.client
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

from support.failure import BAD_DATA, UNAVAILABLE, USAGE, Failure

BLOCK = 1 << 20
ATTEMPTS = 5
TRY_AGAIN = (408, 425, 429, 500, 502, 503, 504)


class SafeRedirects(urllib.request.HTTPRedirectHandler):
    """Follows redirections, yet never from an encrypted connection to a plain one."""

    def redirect_request(self, request, *arguments):
        target = super().redirect_request(request, *arguments)
        if target is not None:
            check_address(target.full_url)
        return target


def check_address(url):
    parts = urllib.parse.urlsplit(url)
    is_here = parts.hostname in ("127.0.0.1", "::1", "localhost")
    if parts.scheme != "https" and not (parts.scheme == "http" and is_here):
        raise Failure(USAGE, f"{url}: expected an https address (http only on this machine)")


class Progress:
    """Tells how much has come, where someone is watching."""

    def __init__(self, total):
        self.whole = f" of {total / 1e6:.1f}" if total else ""
        self.watched = sys.stderr.isatty()
        self.told = 0.0

    def tell(self, received, last=False):
        if self.watched and (last or time.monotonic() - self.told > 0.5):
            self.told = time.monotonic()
            end = "\n" if last else ""
            print(f"\r{received / 1e6:.1f}{self.whole} MB", end=end, file=sys.stderr, flush=True)


class Download:
    """What has come lies in FILE.part; FILE.tag says of which version of the file it is a part."""

    def __init__(self, source, url, folder):
        check_address(url)
        self.url = url
        self.path = folder / url.rsplit("/", 1)[1]
        self.part = self.path.with_name(self.path.name + ".part")
        self.tag = self.path.with_name(self.path.name + ".tag")
        self.size = source.get("bytes")
        self.sha256 = source.get("sha256")
        self.limit = source["maximum_bytes"]

    def run(self):
        """Downloads what is missing and proves the whole, as far as it is pinned; gives its path."""
        if not self.path.exists():
            self.receive_whole()
            self.part.replace(self.path)
        try:
            self.prove()
        except Failure:
            self.discard()
            raise
        return self.path

    def discard(self):
        for path in (self.path, self.part, self.tag):
            path.unlink(missing_ok=True)

    def receive_whole(self):
        for attempt in range(1, ATTEMPTS + 1):
            try:
                self.receive()
                return
            except urllib.error.HTTPError as error:
                reason = f"the server answered {error.code} {error.reason}"
                if error.code not in TRY_AGAIN:
                    raise Failure(UNAVAILABLE, f"{self.url}: {reason}")
            except (urllib.error.URLError, http.client.HTTPException, ConnectionError, TimeoutError) as error:
                reason = str(getattr(error, "reason", error)) or type(error).__name__
            if attempt < ATTEMPTS:
                print(f"{reason}; trying again ({attempt + 1} of {ATTEMPTS})", file=sys.stderr)
                time.sleep(0.25 * 2**attempt)
        raise Failure(UNAVAILABLE, f"{self.url}: {reason}; run again to go on from here")

    def receive(self):
        start = self.part.stat().st_size if self.part.exists() else 0
        if start and start == self.size:
            return
        try:
            response = urllib.request.build_opener(SafeRedirects).open(self.request(start), timeout=60)
        except urllib.error.HTTPError as error:
            if error.code == 416:
                self.part.unlink()
                raise ConnectionError("the part that is here does not fit the server's file; starting again")
            raise
        with response:
            content_range = response.headers.get("Content-Range", "")
            goes_on = response.status == 206 and content_range.startswith(f"bytes {start}-")
            start = start if goes_on else 0
            length = response.headers.get("Content-Length", "")
            total = start + int(length) if length.isdigit() else None
            self.check_size(total)
            etag = response.headers.get("ETag", "")
            # A weak ETag does not promise the same bytes, so nothing can go on from it.
            version = "" if etag.startswith("W/") else etag or response.headers.get("Last-Modified", "")
            self.tag.write_text(version)
            self.store(response, start, total)

    def request(self, start):
        request = urllib.request.Request(self.url, headers={"User-Agent": "timbre-fetch-corpus"})
        version = self.tag.read_text() if self.tag.exists() else ""
        if start and (version or self.sha256):
            request.add_header("Range", f"bytes={start}-")
            if version:
                request.add_header("If-Range", version)
        return request

    def check_size(self, total):
        if total is not None and self.size is not None and total != self.size:
            raise Failure(BAD_DATA, f"{self.url}: expected {self.size} bytes; the server offers {total}")
        if total is not None and total > self.limit:
            raise Failure(BAD_DATA, f"{self.url}: expected at most {self.limit} bytes; the server offers {total}")

    def store(self, response, start, total):
        progress = Progress(total)
        received = start
        with open(self.part, "ab" if start else "wb") as part:
            while block := response.read(BLOCK):
                received += len(block)
                if received > self.limit:
                    raise Failure(BAD_DATA, f"{self.url}: expected at most {self.limit} bytes; more are coming")
                part.write(block)
                progress.tell(received)
        progress.tell(received, last=True)
        if total is not None and received < total:
            raise ConnectionError(f"cut off at {received} of {total} bytes")

    def prove(self):
        found = self.path.stat().st_size
        if self.size is not None and found != self.size:
            raise Failure(BAD_DATA, f"{self.url}: expected {self.size} bytes; got {found}; removed, run again")
        if self.sha256 is None:
            return
        digest = hashlib.sha256()
        with open(self.path, "rb") as archive:
            while block := archive.read(BLOCK):
                digest.update(block)
        if digest.hexdigest() != self.sha256:
            raise Failure(
                BAD_DATA,
                f"{self.url}: expected SHA-256 {self.sha256}; got {digest.hexdigest()}; removed, run again",
            )
