"""A full-size Stable Diffusion 1.5 checkpoint with random weights, which no time depends on."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent / "Tests" / "Golden" / "Models"))


def write_checkpoint(path):
    """2.1 GB of float16 in the layout of the original file."""
    import numpy as np
    import synthetic
    from safetensors.numpy import save_file

    layout = {
        **synthetic.unet("model.diffusion_model.", 320, (1, 2, 4, 4), (1, 1, 1, 0), 1, 768),
        **synthetic.vae("first_stage_model.", 128, (1, 2, 4, 4)),
        **synthetic.clip("cond_stage_model.transformer.text_model.", 768, 12, 49408),
    }
    random = np.random.default_rng(1)
    tensors = {}
    for name, shape in layout.items():
        if len(shape) == 1:
            values = np.full(shape, 0.0 if name.endswith(".bias") else 1.0)
        else:
            values = random.standard_normal(shape, dtype=np.float32) / np.sqrt(np.prod(shape[1:]))
        tensors[name] = values.astype(np.float16)
    save_file(tensors, path)


def found_or_made(path):
    """The file at `path`, or a random one beside the build that is made once."""
    if path is None:
        path = Path(".build/peers/checkpoints/sd15-random.safetensors")
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            write_checkpoint(path)
    return path.resolve()
