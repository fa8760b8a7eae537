"""Records what transformers and diffusers make of the small random models of `synthetic.py`, block by block.

    python record.py            # torch, diffusers, transformers, safetensors; writes *.safetensors beside this file

Images are stored channels-last, [N, H, W, C], as Darkroom's models keep them; latents as well.
"""

import pathlib

import torch
from diffusers import AutoencoderKL, ControlNetModel, UNet2DConditionModel
from diffusers.loaders.single_file_utils import (
    convert_controlnet_checkpoint,
    convert_ldm_unet_checkpoint,
    convert_ldm_vae_checkpoint,
)
from safetensors.torch import save_file
from transformers import CLIPTextConfig, CLIPTextModel

import synthetic

HERE = pathlib.Path(__file__).parent


def state(layout):
    return {name: torch.from_numpy(value).float() for name, value in synthetic.tensors(layout).items()}


def values(name, *shape):
    """Noise of unit size for an input; not rounded."""
    count = 1
    for length in shape:
        count *= length
    return torch.from_numpy(synthetic.noise(count, synthetic.fnv1a(name))).reshape(shape) * 1.7320508


def last(tensor):
    return tensor.permute(0, 2, 3, 1)


class Recording(dict):
    def watch(self, module, name, order=last, pick=lambda output: output):
        module.register_forward_hook(lambda _, __, output: self.__setitem__(name, order(pick(output)).clone()))

    def save(self, name):
        save_file({key: value.detach().float().contiguous() for key, value in self.items()}, HERE / f"{name}.safetensors")


# Text encoder ---------------------------------------------------------------------------------------------------------


def record_clip():
    width, layers, vocabulary, end = 128, 3, 600, 599
    weights = state(synthetic.clip("", width, layers, vocabulary))
    model = CLIPTextModel(
        CLIPTextConfig(
            hidden_size=width, intermediate_size=4 * width, num_hidden_layers=layers, num_attention_heads=width // 64,
            vocab_size=vocabulary, bos_token_id=598, eos_token_id=end, pad_token_id=end, hidden_act="quick_gelu"))
    assert not model.load_state_dict(weights, strict=False).missing_keys
    model.eval()

    prompt = [598] + [17 * i * i % 590 for i in range(1, 13)] + [end]
    tokens = torch.tensor([prompt + [end] * (21 - len(prompt)), [598] + [end] * 20])
    recording = Recording(tokens=tokens)
    with torch.no_grad():
        output = model(tokens, output_hidden_states=True)
        for index, hidden in enumerate(output.hidden_states):
            recording["embeddings" if index == 0 else f"encoder.layers.{index - 1}"] = hidden
        recording["last"] = output.last_hidden_state
        recording["penultimate"] = model.final_layer_norm(output.hidden_states[-2])
        recording["pooled"] = output.pooler_output
    recording.save("clip")


# U-Net ----------------------------------------------------------------------------------------------------------------


def watch_unet(recording, model, blocks):
    """Names follow the original layout: `input_blocks.1.0` is a residual block, `.1` its transformer."""
    recording.watch(model.time_embedding, "time_embed", lambda x: x)
    recording.watch(model.conv_in, "input_blocks.0.0")
    transformed = lambda output: output[0]
    index = 1
    for down in model.down_blocks:
        for position, residual in enumerate(down.resnets):
            recording.watch(residual, f"input_blocks.{index}.0")
            if hasattr(down, "attentions"):
                recording.watch(down.attentions[position], f"input_blocks.{index}.1", pick=transformed)
            index += 1
        if down.downsamplers:
            recording.watch(down.downsamplers[0], f"input_blocks.{index}.0")
            index += 1
    recording.watch(model.mid_block.resnets[0], "middle_block.0")
    recording.watch(model.mid_block.attentions[0], "middle_block.1", pick=transformed)
    recording.watch(model.mid_block.resnets[1], "middle_block.2")
    index = 0
    for up in model.up_blocks:
        for position, residual in enumerate(up.resnets):
            recording.watch(residual, f"output_blocks.{index}.0")
            sub = 1
            if hasattr(up, "attentions"):
                recording.watch(up.attentions[position], f"output_blocks.{index}.1", pick=transformed)
                sub = 2
            if up.upsamplers and position == blocks:
                recording.watch(up.upsamplers[0], f"output_blocks.{index}.{sub}")
            index += 1


def record_unet(name, height, width, heads, **shape):
    layout = synthetic.unet("model.diffusion_model.", **shape)
    depths, context, linear = shape["depths"], shape["context"], shape.get("linear", False)
    channels = [shape["channels"] * multiplier for multiplier in shape["multipliers"]]
    label = shape.get("label")
    config = dict(
        in_channels=4, out_channels=4, layers_per_block=2, block_out_channels=channels, cross_attention_dim=context,
        down_block_types=["CrossAttnDownBlock2D" if depth else "DownBlock2D" for depth in depths],
        up_block_types=["CrossAttnUpBlock2D" if depth else "UpBlock2D" for depth in reversed(depths)],
        transformer_layers_per_block=[depth or 1 for depth in depths], attention_head_dim=heads,
        use_linear_projection=linear)
    if label:
        config.update(class_embed_type="projection", projection_class_embeddings_input_dim=label)
    model = UNet2DConditionModel(**config).eval()
    converted = convert_ldm_unet_checkpoint(state(layout), model.config)
    model.load_state_dict(converted)

    recording = Recording(
        latent=values("latent", 2, height, width, 4), timesteps=torch.tensor([981.0, 40.5]),
        context=values("context", 2, 13, context))
    labels = None
    if label:
        labels = recording["label"] = values("label", 2, label)
    watch_unet(recording, model, 2)
    with torch.no_grad():
        output = model(
            recording["latent"].permute(0, 3, 1, 2), recording["timesteps"], recording["context"], class_labels=labels)
    recording["output"] = last(output.sample)
    recording.save(name)


# Control network ------------------------------------------------------------------------------------------------------


def record_control():
    shape = dict(channels=32, multipliers=(1, 2), depths=(1, 0), middle=1, context=48)
    layout = synthetic.unet("control_model.", **shape, control=True)
    model = ControlNetModel(
        in_channels=4, layers_per_block=2, block_out_channels=[32, 64], cross_attention_dim=48,
        down_block_types=["CrossAttnDownBlock2D", "DownBlock2D"], attention_head_dim=8,
        conditioning_embedding_out_channels=(16, 32, 96, 256)).eval()
    converted = convert_controlnet_checkpoint(state(layout), model.config)
    model.load_state_dict(converted)

    recording = Recording(
        latent=values("latent", 2, 5, 4, 4), timesteps=torch.tensor([981.0, 40.5]), context=values("context", 2, 13, 48),
        picture=values("picture", 1, 40, 32, 3) / 3.4641016 + 0.5)
    recording.watch(model.controlnet_cond_embedding, "guide")
    with torch.no_grad():
        skips, middle = model(
            recording["latent"].permute(0, 3, 1, 2), recording["timesteps"], recording["context"],
            recording["picture"].permute(0, 3, 1, 2), return_dict=False)
    for index, skip in enumerate(skips):
        recording[f"zero_convs.{index}"] = last(skip)
    recording["middle_block_out"] = last(middle)
    recording.save("control")
    # Names and shapes of the other layout, from which the weights follow through the original's.
    lines = {name: next(key for key in layout if same(converted[name], layout, key)) for name in converted}
    (HERE / "control-names.txt").write_text("".join(f"{name} {key}\n" for name, key in sorted(lines.items())))


def same(tensor, layout, key):
    return tuple(tensor.shape) == layout[key] and torch.equal(tensor, state({key: layout[key]})[key])


# Autoencoder ----------------------------------------------------------------------------------------------------------


def record_vae():
    channels, multipliers = 32, (1, 1, 2, 2)
    layout = synthetic.vae("first_stage_model.", channels, multipliers)
    model = AutoencoderKL(
        in_channels=3, out_channels=3, latent_channels=4, layers_per_block=2,
        block_out_channels=[channels * multiplier for multiplier in multipliers],
        down_block_types=["DownEncoderBlock2D"] * 4, up_block_types=["UpDecoderBlock2D"] * 4).eval()
    model.load_state_dict(convert_ldm_vae_checkpoint(state(layout), model.config))

    recording = Recording(image=(values("image", 1, 16, 24, 3) / 3.4641016 + 0.5), latent=values("latent", 1, 3, 2, 4))
    recording.watch(model.encoder.conv_in, "encoder.conv_in")
    for level, down in enumerate(model.encoder.down_blocks):
        for block, residual in enumerate(down.resnets):
            recording.watch(residual, f"encoder.down.{level}.block.{block}")
        if down.downsamplers:
            recording.watch(down.downsamplers[0], f"encoder.down.{level}.downsample")
    recording.watch(model.decoder.conv_in, "decoder.conv_in")
    for level, up in enumerate(model.decoder.up_blocks):
        for block, residual in enumerate(up.resnets):
            recording.watch(residual, f"decoder.up.{3 - level}.block.{block}")
        if up.upsamplers:
            recording.watch(up.upsamplers[0], f"decoder.up.{3 - level}.upsample")
    for part, half in (("encoder", model.encoder), ("decoder", model.decoder)):
        recording.watch(half.mid_block.resnets[0], f"{part}.mid.block_1")
        recording.watch(half.mid_block.attentions[0], f"{part}.mid.attn_1")
        recording.watch(half.mid_block.resnets[1], f"{part}.mid.block_2")
    with torch.no_grad():
        pixels = recording["image"].permute(0, 3, 1, 2) * 2 - 1
        recording["encoded"] = last(model.encode(pixels).latent_dist.mode())
        decoded = model.decode(recording["latent"].permute(0, 3, 1, 2)).sample
    recording["decoded"] = last(((decoded + 1) / 2).clamp(0, 1))
    recording["decoded.unclamped"] = last(decoded)
    recording.save("vae")


if __name__ == "__main__":
    record_clip()
    # Odd sizes: the upsampler has to meet the size of the skip.
    record_unet("unet", 9, 7, 8, channels=32, multipliers=(1, 2, 2), depths=(1, 1, 0), middle=1, context=48)
    # 64-wide heads, matrices as projections, two transformer blocks, a label: as SDXL.
    record_unet(
        "unet-label", 6, 4, [1, 2], channels=64, multipliers=(1, 2), depths=(0, 2), middle=2, context=80, linear=True,
        label=40)
    record_control()
    record_vae()
