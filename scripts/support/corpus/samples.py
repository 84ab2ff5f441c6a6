"""Audio files and the samples in them: 16 bit, little endian, mono."""

import io
import subprocess
import tempfile
import wave

from support.failure import BAD_DATA, INPUT_OUTPUT, Failure


def flac(arguments, data):
    """Runs the flac program on bytes; says whether it was content, and what it gave."""
    raw = ["--force-raw-format", "--endian=little", "--sign=signed"]
    result = subprocess.run(["flac", "--silent", *arguments, *raw, "-"], input=data, capture_output=True)
    return result.returncode == 0, result.stdout


def decode(data, name, sample_rate):
    """The samples of a WAV or FLAC file, which must be mono, 16 bit and of the expected rate."""
    if data[:4] == b"RIFF":
        try:
            with wave.open(io.BytesIO(data)) as audio:
                shape = (audio.getframerate(), audio.getnchannels(), 8 * audio.getsampwidth())
                samples = audio.readframes(audio.getnframes())
        except (wave.Error, EOFError) as error:
            raise Failure(BAD_DATA, f"{name}: damaged WAV file: {error}")
    elif data[:4] == b"fLaC" and len(data) >= 42:
        # STREAMINFO: 20 bits sample rate, 3 bits channels - 1, 5 bits sample size - 1.
        packed = int.from_bytes(data[18:22], "big") >> 4
        shape = (packed >> 8, (packed >> 5 & 7) + 1, (packed & 31) + 1)
        whole, samples = flac(["--decode", "--stdout"], data)
        if not whole:
            raise Failure(BAD_DATA, f"{name}: damaged FLAC file")
    else:
        raise Failure(BAD_DATA, f"{name}: neither a WAV nor a FLAC file")
    if shape != (sample_rate, 1, 16):
        form = "{} Hz, {} channel(s), {} bits"
        raise Failure(
            BAD_DATA, f"{name}: expected {form.format(sample_rate, 1, 16)}; got {form.format(*shape)}"
        )
    return samples


def encode(samples, sample_rate):
    """The samples as a FLAC file, which the flac program decodes again to be sure of it."""
    shape = ["--channels=1", "--bps=16", f"--sample-rate={sample_rate}"]
    # Into a file, since flac goes back to write length and MD5 into the header.
    with tempfile.NamedTemporaryFile(suffix=".flac") as file:
        options = ["--best", "--verify", "--no-padding", "--force", f"--output-name={file.name}"]
        whole, _ = flac([*options, *shape], samples)
        data = file.read()
    if not whole or not data:
        raise Failure(INPUT_OUTPUT, "the program flac could not encode; is there room in the temporary folder?")
    return data
