"""Writes the arrays and figures in this folder with NumPy; see README.md."""

import io
import pathlib

import numpy as np

folder = pathlib.Path(__file__).parent
plain = np.array([[0, 1], [2, 3], [5, 7]])


def csv(name, array):
    np.savetxt(folder / f"{name}.csv", np.atleast_2d(array), fmt="%.17g", delimiter=",")


# Every type, either byte order.
for kind in ["f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8"]:
    for order, name in [("<", "little"), (">", "big")]:
        if kind[1] == "1" and order == ">":
            continue
        np.save(folder / f"{kind}_{name}.npy", plain.astype(order + kind))
np.save(folder / "b1.npy", plain > 1)
np.save(folder / "fortran.npy", np.asfortranarray(plain.astype("<f8")))
np.save(folder / "vector.npy", plain.ravel().astype("<f8"))

# The ends of each type's range, and for halves a subnormal, a rounded tenth and NaN.
np.save(folder / "half_edges.npy", np.array([0.1, 65504, 6e-8, -2.5, np.nan], "<f2"))
np.save(folder / "i1_edges.npy", np.array([-128, 127], "i1"))
np.save(folder / "i2_edges.npy", np.array([-(2**15), 2**15 - 1], ">i2"))
np.save(folder / "i8_edges.npy", np.array([-(2**63), -1], "<i8"))
np.save(folder / "u8_edges.npy", np.array([2**64 - 2048, 2**53], ">u8"))

# The later versions of the format.
for version in [(2, 0), (3, 0)]:
    buffer = io.BytesIO()
    np.lib.format.write_array(buffer, plain.astype("<f4"), version=version)
    (folder / f"version{version[0]}.npy").write_bytes(buffer.getvalue())

# Forty rows of five columns that vary together, far from zero, of very different sizes.
generator = np.random.default_rng(7)
mixing = generator.normal(size=(5, 5))
x = generator.normal(size=(40, 5)) @ mixing * [1, 10, 0.01, 3, 1] + [5, -300, 2, 0, 1000]
csv("x", x)
csv("means", x.mean(axis=0))
csv("deviations", x.std(axis=0))
z = (x - x.mean(axis=0)) / x.std(axis=0)
csv("standardized", z)
variances, vectors = np.linalg.eigh(np.cov(z, rowvar=False))
variances, directions = variances[::-1], vectors.T[::-1]
peaks = np.abs(directions).argmax(axis=1)
directions = directions * np.sign(directions[np.arange(5), peaks])[:, None]
csv("variances", variances)
csv("directions", directions)
csv("components", (z @ directions.T)[:, :3])
csv("whitened", (z @ directions.T / np.sqrt(variances))[:, :3])
