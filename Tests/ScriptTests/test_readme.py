"""Runs the README's reader of model files on the shipped models.

Run: python3 -m unittest discover -s Tests/ScriptTests
"""

import importlib.util
import json
import re
import struct
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODELS = ROOT / "Sources" / "SpeakerIdentification" / "Models"
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@unittest.skipUnless(importlib.util.find_spec("numpy"), "NumPy is not installed")
class Reader(unittest.TestCase):
    def test_shipped_models_are_read(self):
        blocks = BLOCK.findall((ROOT / "README.md").read_text(encoding="utf-8"))
        self.assertEqual(len(blocks), 1)
        names = {}
        exec(blocks[0], names)
        for path in sorted(MODELS.glob("*.safetensors")):
            metadata, tensors = names["read"](path)
            self.assertEqual(metadata["format"], "timbre-background-model")
            bytes_ = path.read_bytes()
            (length,) = struct.unpack_from("<Q", bytes_)
            header = json.loads(bytes_[8 : 8 + length])
            del header["__metadata__"]
            self.assertEqual(set(tensors), set(header))
            for name, entry in header.items():
                start = 8 + length + entry["data_offsets"][0]
                code = {"F32": "f", "F64": "d"}[entry["dtype"]]
                first = struct.unpack_from("<" + code, bytes_, start)[0]
                self.assertEqual(list(tensors[name].shape), entry["shape"])
                self.assertEqual(tensors[name].flat[0], first)
            weights = tensors["0.weights"]
            self.assertEqual(tensors["0.means"].shape, (len(weights), 72))
            self.assertAlmostEqual(weights.sum(), 1, delta=1e-6)
            self.assertTrue((tensors["0.variances"] > 0).all())


if __name__ == "__main__":
    unittest.main()
