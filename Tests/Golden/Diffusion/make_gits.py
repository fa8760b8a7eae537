"""Records what ComfyUI's GITSScheduler gives: gits.json.

    python3 make_gits.py COMFYUI --cpu      # a checkout of ComfyUI 0.29 or newer with what it needs
"""

import json
import pathlib
import sys

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, sys.argv.pop(1))
import comfy.options

comfy.options.enable_args_parsing()
from comfy_extras.nodes_gits import GITSScheduler

cases = []
for coeff, steps, denoise in [
        (0.8, 2, 1.0), (1.2, 10, 1.0), (1.5, 20, 1.0), (1.05, 7, 0.5), (1.3, 33, 1.0), (0.95, 100, 0.25), (1.2, 10, 0.0)]:
    (sigmas,) = GITSScheduler.execute(coeff, steps, denoise).args
    cases.append({"coefficient": coeff, "steps": steps, "denoise": denoise, "sigmas": sigmas.tolist()})
(HERE / "gits.json").write_text(json.dumps(cases) + "\n")
