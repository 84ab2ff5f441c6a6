"""What a clip goes through on its way: a telephone line, or a codec that drops what few would hear."""

import io

import numpy
import soundfile

from make.degradation.audio import FULL_SCALE, resampled

# The pass band in Hz, and where the line passes nothing any more.
TELEPHONE_BAND = (300, 3400)
TELEPHONE_EDGES = (200, 3600)
TELEPHONE_RATE = 8000


def mu_law(clip, gain=lambda frequencies: 1):
    """8 kHz and 8-bit μ-law (ITU-T G.711)."""
    samples = resampled(clip.samples, clip.rate, TELEPHONE_RATE, gain)
    samples, _, _ = through_file(samples, TELEPHONE_RATE, format="WAV", subtype="ULAW")
    return samples, TELEPHONE_RATE, {}


def telephone(clip):
    """The same after the band of a telephone line."""
    return mu_law(clip, telephone_gain)


def telephone_gain(frequencies):
    """1 within the band, raised cosines at its edges."""
    rise = numpy.interp(frequencies, (TELEPHONE_EDGES[0], TELEPHONE_BAND[0]), (0, 1))
    fall = numpy.interp(frequencies, (TELEPHONE_BAND[1], TELEPHONE_EDGES[1]), (1, 0))
    return numpy.sin(numpy.pi / 2 * numpy.minimum(rise, fall)) ** 2


def mp3(clip):
    """MPEG layer III at a constant 32 kbit/s; the codec's delay stands before the clip."""
    # libsndfile's compression level runs from the highest bit rate, 0, to the lowest, 1.
    highest, lowest = (64, 8) if clip.rate < 16000 else (160, 8)
    return coded(clip, format="MP3", subtype="MPEG_LAYER_III", bitrate_mode="CONSTANT",
                 compression_level=(highest - 32) / (highest - lowest))


def opus(clip):
    """Opus at about 16 kbit/s."""
    highest, lowest = 256, 6
    return coded(clip, format="OGG", subtype="OPUS",
                 compression_level=(highest - 16) / (highest - lowest))


def coded(clip, **form):
    """The clip after a codec, and the bit rate of the file with its headers."""
    samples, rate, size = through_file(clip.samples, clip.rate, **form)
    kilobits = 8 * size / 1000 / (len(clip.samples) / clip.rate)
    return samples, rate, {"kilobits_per_second": f"{kilobits:.1f}"}


def through_file(samples, rate, **form):
    """What is read of the samples when they have been written in another form, and the file's bytes."""
    file = io.BytesIO()
    # What is louder than full scale would be cut off.
    gain = min(1, FULL_SCALE / max(numpy.abs(samples).max(), 1e-9))
    soundfile.write(file, samples * gain, rate, **form)
    size = file.tell()
    file.seek(0)
    samples, rate = soundfile.read(file, dtype="float64")
    return samples, rate, size
