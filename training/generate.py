"""Makes pictures with the trained modules in plain PyTorch: `python -m generate OUT.png "a red house on the left, hills, at dawn" …`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from contact_sheet import sheet
from loop import averaged_state
from models.autoencoder import AutoencoderKL
from models.text_encoder import TextEncoder
from models.tokenizer import encode
from models.unet import UNet
from schedule import sample


@dataclass
class Pipeline:
    """What it takes to turn texts into pictures. `decode` maps unit latents [B, 4, h, w] to pictures in -1...1."""

    text: TextEncoder
    unet: nn.Module
    decode: Callable[[Tensor], Tensor]

    @staticmethod
    def trained(exact: bool = True) -> Pipeline:
        """From the last checkpoints; with `exact` false through the light codec, for looking at a U-Net before the decoder is ready."""
        from train_latents import codec
        from train_unet import text_encoder
        from train_vae import trained

        unet = UNet().eval().requires_grad_(False)
        unet.load_state_dict(averaged_state("unet"))
        if not exact:
            return Pipeline(text_encoder(), unet, codec().decode)
        vae = trained()
        return Pipeline(text_encoder(), unet, lambda z: vae.decode(z / AutoencoderKL.SCALE))

    @torch.no_grad()
    def draw(self, texts: list[str], seed: int, steps: int = 20, guidance: float = 5.0, batch: int = 20,
             control: Callable[[Tensor, Tensor, Tensor, slice], list[Tensor]] | None = None) -> np.ndarray:
        """Byte pictures [N, 128, 128, 3]. `control(x, t, text, rows)` may add a ControlNet's hints for those rows of the batch."""
        noise = torch.randn(len(texts), 4, 16, 16, generator=torch.Generator().manual_seed(seed))
        pictures = []
        for start in range(0, len(texts), batch):
            rows = slice(start, min(start + batch, len(texts)))
            said = self.text(torch.from_numpy(np.stack([encode(text) for text in texts[rows]])))
            empty = self.text(torch.from_numpy(encode("")[None])).expand_as(said)
            both = torch.cat([said, empty])

            def denoise(x: Tensor, t: Tensor) -> Tensor:
                xx, tt = torch.cat([x, x]), torch.cat([t, t])
                extra = () if control is None else (control(xx, tt, both, rows),)
                wanted, unguided = self.unet(xx, tt, both, *extra).chunk(2)
                return unguided + guidance * (wanted - unguided)

            z = sample(denoise, noise[rows], steps)
            pictures += [((self.decode(few).clamp(-1, 1) + 1) * 127.5).round().byte().permute(0, 2, 3, 1) for few in z.split(4)]
            print(f"{rows.stop} pictures", file=sys.stderr, flush=True)
        return torch.cat(pictures).numpy()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("out", type=Path)
    options.add_argument("texts", nargs="+")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--columns", type=int, default=8)
    options.add_argument("--sketch", action="store_true", help="decode with the light codec")
    chosen = options.parse_args()
    torch.set_num_threads(1)
    pictures = Pipeline.trained(exact=not chosen.sketch).draw(chosen.texts, chosen.seed)
    sheet(list(pictures), min(chosen.columns, len(pictures))).save(chosen.out)


if __name__ == "__main__":
    main()
