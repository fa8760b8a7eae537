"""Writes what is trained as the files that programs read: `python -m export [starter lines ink 2x writer]`. Half precision; GGUF in Q8_0."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import gguf
import numpy as np
import sentencepiece
import torch
from safetensors.torch import save_file
from torch import Tensor, nn

import runs
from loop import averaged_state
from models.llama import Shape
from models.lora import LoRA
from models.rrdb import published_keys
from models.text_encoder import TOKENS
from models.unet import UNet
from train_unet import text_encoder
from train_vae import trained

_LICENCE = {"modelspec.license": "Apache-2.0", "modelspec.author": "the Darkroom project"}


def _save(state: dict[str, Tensor], name: str, title: str) -> Path:
    """Half precision, whole or not at all."""
    path = runs.export(name)
    unfinished = path.with_suffix(".part")
    save_file({key: value.half().contiguous() if value.is_floating_point() else value for key, value in state.items()}, unfinished,
              {"modelspec.title": title, **_LICENCE})
    unfinished.rename(path)
    print(f"{path} {path.stat().st_size / 2**20:.2f} MiB")
    return path


def starter() -> Path:
    """U-Net, text encoder and autoencoder under Stable Diffusion 1.x's keys."""
    state = {f"model.diffusion_model.{name}": value for name, value in averaged_state("unet").items()}
    state |= {f"cond_stage_model.transformer.{name}": value for name, value in text_encoder().state_dict().items()}
    state["cond_stage_model.transformer.text_model.embeddings.position_ids"] = torch.arange(TOKENS)[None]
    state |= {f"first_stage_model.{name}": value for name, value in trained().state_dict().items()}
    return _save(state, "checkpoints/starter.safetensors", "Darkroom starter")


def lines() -> Path:
    """The ControlNet under the original keys."""
    return _save({f"control_model.{name}": value for name, value in averaged_state("controlnet").items()}, "controlnet/starter_lines.safetensors", "Darkroom starter lines")


def trained_lora() -> tuple[UNet, nn.Module, LoRA]:
    """U-Net and text encoder with the trained additions in place."""
    unet, text = UNet().eval().requires_grad_(False), text_encoder()
    unet.load_state_dict(averaged_state("unet"))
    lora = LoRA(unet, text)
    state = averaged_state("lora")
    with torch.no_grad():
        for i, addition in enumerate(lora.added.values()):
            addition.lora_down.weight.copy_(state[f"{i}.0.weight"])
            addition.lora_up.weight.copy_(state[f"{i}.1.weight"])
    return unet, text, lora


def ink() -> Path:
    """The LoRA under kohya's keys."""
    return _save(trained_lora()[2].published(), "loras/starter_ink.safetensors", "Darkroom starter ink")


def upscaler() -> Path:
    """The upscaler under ESRGAN's keys."""
    return _save(published_keys(averaged_state("upscaler")), "upscale_models/starter_2x.safetensors", "Darkroom starter 2x")


CHAT_TEMPLATE = (
    "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"
)


def _tensors() -> Iterator[tuple[str, np.ndarray]]:
    for name, value in averaged_state("writer").items():
        yield name, value.float().numpy()


def writer() -> Path:
    """The writer as GGUF, matrices in Q8_0, with its pieces and its chat template inside."""
    shape, path = Shape(), runs.export("llm/starter_writer.gguf")
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(runs.folder("writer") / "pieces.model"))
    unfinished = path.with_suffix(".part")
    out = gguf.GGUFWriter(unfinished, "llama")
    out.add_name("Darkroom starter writer")
    out.add_context_length(shape.context)
    out.add_embedding_length(shape.width)
    out.add_block_count(shape.layers)
    out.add_feed_forward_length(shape.inner)
    out.add_head_count(shape.heads)
    out.add_head_count_kv(shape.groups)
    out.add_rope_dimension_count(shape.width // shape.heads)
    out.add_rope_freq_base(shape.base)
    out.add_layer_norm_rms_eps(shape.epsilon)
    out.add_vocab_size(shape.vocabulary)
    out.add_file_type(gguf.LlamaFileType.MOSTLY_Q8_0)
    ids = range(shape.vocabulary)
    kinds = [gguf.TokenType.UNKNOWN if pieces.is_unknown(i) else gguf.TokenType.CONTROL if pieces.is_control(i)
             else gguf.TokenType.BYTE if pieces.is_byte(i) else gguf.TokenType.NORMAL for i in ids]
    out.add_tokenizer_model("llama")
    out.add_tokenizer_pre("default")
    out.add_token_list([pieces.id_to_piece(i).encode() for i in ids])
    out.add_token_scores([pieces.get_score(i) for i in ids])
    out.add_token_types([int(kind) for kind in kinds])
    out.add_bos_token_id(1)
    out.add_eos_token_id(pieces.piece_to_id("<|im_end|>"))
    out.add_unk_token_id(0)
    out.add_add_bos_token(True)
    out.add_add_eos_token(False)
    out.add_add_space_prefix(False)
    out.add_chat_template(CHAT_TEMPLATE)
    for name, value in _tensors():
        name = name if name.endswith(".weight") else f"{name}.weight"
        if value.ndim == 2:
            out.add_tensor(name, gguf.quants.quantize(value, gguf.GGMLQuantizationType.Q8_0), raw_dtype=gguf.GGMLQuantizationType.Q8_0)
        else:
            out.add_tensor(name, value)
    out.write_header_to_file()
    out.write_kv_data_to_file()
    out.write_tensors_to_file()
    out.close()
    unfinished.rename(path)
    print(f"{path} {path.stat().st_size / 2**20:.2f} MiB")
    return path


MODELS = {"starter": starter, "lines": lines, "ink": ink, "2x": upscaler, "writer": writer}


def main() -> None:
    for name in sys.argv[1:] or MODELS:
        MODELS[name]()


if __name__ == "__main__":
    main()
