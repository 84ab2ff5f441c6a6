"""The same work in other programs, each as a process of its own:

    python peers.py PROGRAM ARGUMENT ...

prints {"value": FIGURE}: million frame·components a second, or times real time.
"""

import json
import sys
import time
import wave

import numpy

ITERATIONS = 2


def sklearn_training(path, dimension, components):
    """Iterations of GaussianMixture in float32, by the difference of a long and a short fit."""
    import warnings

    from sklearn.mixture import GaussianMixture
    warnings.filterwarnings("ignore")
    frames = numpy.fromfile(path, "<f4").reshape(-1, int(dimension))
    count = int(components)
    means = frames[::len(frames) // count][:count]
    precisions = numpy.tile(1 / frames.var(0), (count, 1))

    def seconds(iterations):
        mixture = GaussianMixture(
            count, covariance_type="diag", max_iter=iterations, tol=0, init_params="random",
            reg_covar=1e-3,
            weights_init=numpy.full(count, 1 / count), means_init=means,
            precisions_init=precisions)
        start = time.perf_counter()
        mixture.fit(frames)
        return time.perf_counter() - start

    # What is not an iteration is in both.
    return len(frames) * count * ITERATIONS / (seconds(1 + ITERATIONS) - seconds(1)) * 1e-6


def torch_training(path, dimension, components):
    """Two dense products a tile of frames: log-densities, then statistics."""
    import torch
    torch.set_num_threads(1)
    frames = torch.from_numpy(numpy.fromfile(path, "<f4").reshape(-1, int(dimension)))
    count = int(components)
    means = frames[::len(frames) // count][:count].clone()
    variances = frames.var(0).repeat(count, 1)
    weights = torch.full((count,), 1 / count)

    def iteration():
        table = torch.cat([(means / variances).T, (-0.5 / variances).T])
        constants = weights.log() - 0.5 * ((2 * torch.pi * variances).log()
                                           + means ** 2 / variances).sum(1)
        sums = torch.zeros(count, 2 * frames.shape[1] + 1)
        for tile in frames.split(4096):
            expanded = torch.cat([tile, tile ** 2], 1)
            shares = torch.softmax(torch.addmm(constants, expanded, table), 1)
            sums[:, :-1] += shares.T @ expanded
            sums[:, -1] += shares.sum(0)
        return sums

    iteration()
    start = time.perf_counter()
    for _ in range(ITERATIONS):
        iteration()
    return len(frames) * count * ITERATIONS / (time.perf_counter() - start) * 1e-6


def samples(path):
    with wave.open(path) as file:
        return numpy.frombuffer(file.readframes(file.getnframes()), "<i2").astype(numpy.float32)


def deltas(cepstra):
    padded = numpy.pad(cepstra, ((2, 2), (0, 0)), "edge")
    slope = sum(step * padded[2 + step:len(padded) - 2 + step] for step in (-2, -1, 1, 2)) / 10
    return slope


def features(clips, cepstra):
    """Seconds of audio by seconds of work, over all clips."""
    cepstra(samples(clips[0]))
    start, seconds = time.perf_counter(), 0.0
    for path in clips:
        wave_form = samples(path)
        first = cepstra(wave_form)
        slope = deltas(first)
        numpy.concatenate([first, slope, deltas(slope)], 1)
        seconds += len(wave_form) / 16_000
    return seconds / (time.perf_counter() - start)


def knf_features(*clips):
    import kaldi_native_fbank
    options = kaldi_native_fbank.MfccOptions()
    options.frame_opts.dither = 0
    options.use_energy = False

    def cepstra(wave_form):
        extractor = kaldi_native_fbank.OnlineMfcc(options)
        extractor.accept_waveform(16_000, wave_form.tolist())
        extractor.input_finished()
        return numpy.stack([extractor.get_frame(n) for n in range(extractor.num_frames_ready)])

    return features(clips, cepstra)


def librosa_features(*clips):
    import librosa

    def cepstra(wave_form):
        return librosa.feature.mfcc(
            y=wave_form, sr=16_000, n_mfcc=13, n_fft=512, win_length=400, hop_length=160,
            n_mels=23, center=False).T

    return features(clips, cepstra)


if __name__ == "__main__":
    program, *rest = sys.argv[1:]
    if rest[-1:] == ["-"]:
        rest = rest[:-1] + sys.stdin.read().split("\n")[:-1]
    print(json.dumps({"value": globals()[program](*rest)}))
