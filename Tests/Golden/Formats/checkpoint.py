"""Writes checkpoint.pth, a checkpoint with a tensor of every layout and type, and checkpoint.json, what is in it.

Run: python checkpoint.py (needs torch).
"""
import collections
import json
from pathlib import Path

import torch

torch.manual_seed(7)
matrix = torch.randn(6, 5)
weights = collections.OrderedDict()
weights["plain"] = torch.randn(3, 2)
weights["rows of another"] = matrix[2:4]
weights["transposed"] = matrix.t()
weights["column"] = matrix[:, 3]
weights["channels last"] = torch.randn(2, 3, 2, 2).to(memory_format=torch.channels_last)
weights["expanded"] = torch.randn(1, 3).expand(4, 3)
weights["scalar"] = torch.tensor(3.5)
weights["empty"] = torch.zeros(0, 4)
weights["parameter"] = torch.nn.Parameter(torch.randn(2, 2))
for kind in ("float16", "bfloat16", "float64", "int64", "int32", "int16", "int8", "uint8", "bool", "float8_e4m3fn"):
    weights[kind] = torch.tensor([0.0, 1.0, 2.5, 7.0]).to(getattr(torch, kind))
weights._metadata = collections.OrderedDict(version=1)

folder = Path(__file__).parent
torch.save({"epoch": 3, "rate": 0.1, "state_dict": weights, "optimizer": {"state": {0: torch.ones(1)}}},
           folder / "checkpoint.pth")
truth = {name: {"shape": list(tensor.shape), "values": tensor.detach().float().contiguous().flatten().tolist()}
         for name, tensor in weights.items()}
(folder / "checkpoint.json").write_text(json.dumps(truth, indent=1) + "\n")
