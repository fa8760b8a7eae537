"""Records what transformers, diffusers and spandrel make of the small random models of `synthetic.py`, block by block.

    python record.py            # torch, diffusers, transformers, spandrel, safetensors; writes *.safetensors beside this file

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
from spandrel import ModelLoader
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

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


def record_open_clip():
    width, layers, vocabulary, end = 128, 3, 600, 599
    source = state(synthetic.open_clip("", width, layers, vocabulary))
    names = {"ln_1": "layer_norm1", "ln_2": "layer_norm2", "mlp.c_fc": "mlp.fc1", "mlp.c_proj": "mlp.fc2",
             "attn.out_proj": "self_attn.out_proj"}
    weights = {
        "text_model.embeddings.token_embedding.weight": source["token_embedding.weight"],
        "text_model.embeddings.position_embedding.weight": source["positional_embedding"],
        "text_model.final_layer_norm.weight": source["ln_final.weight"],
        "text_model.final_layer_norm.bias": source["ln_final.bias"],
        "text_projection.weight": source["text_projection"].T.contiguous()}
    for index in range(layers):
        block, layer = f"transformer.resblocks.{index}.", f"text_model.encoder.layers.{index}."
        for leaf in ("weight", "bias"):
            for theirs, ours in names.items():
                weights[f"{layer}{ours}.{leaf}"] = source[f"{block}{theirs}.{leaf}"]
            for part, projection in enumerate(("q_proj", "k_proj", "v_proj")):
                rows = source[f"{block}attn.in_proj_{leaf}"][part * width : (part + 1) * width]
                weights[f"{layer}self_attn.{projection}.{leaf}"] = rows
    model = CLIPTextModelWithProjection(
        CLIPTextConfig(
            hidden_size=width, intermediate_size=4 * width, num_hidden_layers=layers, num_attention_heads=width // 64,
            vocab_size=vocabulary, bos_token_id=598, eos_token_id=end, pad_token_id=0, hidden_act="gelu",
            projection_dim=width))
    expected = set(model.state_dict())
    if not any(name.startswith("text_model.") for name in expected):
        weights = {name.removeprefix("text_model."): value for name, value in weights.items()}
    assert not model.load_state_dict(weights, strict=False).missing_keys
    model.eval()

    prompt = [598] + [23 * i * i % 590 for i in range(1, 10)] + [end]
    tokens = torch.tensor([prompt + [0] * (18 - len(prompt)), [598, end] + [0] * 16])
    recording = Recording(tokens=tokens)
    with torch.no_grad():
        output = model(tokens, output_hidden_states=True)
        recording["last"] = output.last_hidden_state
        recording["penultimate"] = output.hidden_states[-2]
        recording["pooled"] = output.text_embeds
    recording.save("open-clip")


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
    record_names(name, model.state_dict(), layout)

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
    recording["output.still"] = still(model, recording, labels)
    recording.save(name)


def still(model, recording, labels):
    """The output where the middle block's tokens keep their own values instead of attending to each other."""

    class OwnValues:
        def __call__(self, attention, hidden_states, *_, **__):
            return attention.to_out[0](attention.to_v(hidden_states))

    for block in model.mid_block.attentions[0].transformer_blocks:
        block.attn1.set_processor(OwnValues())
    inputs = {name: recording[name] for name in ("latent", "timesteps", "context")}
    # The hooks are still there; what they keep is put back.
    kept = dict(recording)
    with torch.no_grad():
        output = model(
            inputs["latent"].permute(0, 3, 1, 2), inputs["timesteps"], inputs["context"], class_labels=labels)
    recording.update(kept)
    return last(output.sample)


# FreeU ----------------------------------------------------------------------------------------------------------------


def record_freeu():
    """The paper's formulas by a whole Fourier transform; the filter spans two frequencies along each axis."""
    hidden, skip = values("hidden", 2, 5, 6, 16), values("skip", 2, 5, 6, 8)
    recording = Recording(hidden=hidden, skip=skip)
    strength, damping = 1.3, 0.4
    mean = hidden.mean(dim=3, keepdim=True)
    low, high = mean.amin(dim=(1, 2), keepdim=True), mean.amax(dim=(1, 2), keepdim=True)
    for name, factor in (("one", strength), ("two", (strength - 1) * (mean - low) / (high - low) + 1)):
        recording[f"hidden.{name}"] = torch.cat([hidden[..., :8] * factor, hidden[..., 8:]], dim=3)
    spectrum = torch.fft.fftshift(torch.fft.fftn(skip, dim=(1, 2)), dim=(1, 2))
    spectrum[:, 5 // 2 - 1 : 5 // 2 + 1, 6 // 2 - 1 : 6 // 2 + 1] *= damping
    recording["skip.damped"] = torch.fft.ifftn(torch.fft.ifftshift(spectrum, dim=(1, 2)), dim=(1, 2)).real
    recording.save("freeu")


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
    record_names("control", converted, layout)


def record_names(name, converted, layout):
    """Names of the other layout, from which the weights follow through the original's."""
    lines = {name: next(key for key in layout if same(converted[name], layout, key)) for name in converted}
    (HERE / f"{name}-names.txt").write_text("".join(f"{name} {key}\n" for name, key in sorted(lines.items())))


def same(tensor, layout, key):
    """Whether it is the tensor that the original calls `key`; a matrix may be a convolution of one pixel there."""
    original = layout[key][:2] if tensor.ndim == 2 and tuple(layout[key][2:]) == (1, 1) else layout[key]
    return tuple(tensor.shape) == tuple(original) and torch.equal(
        tensor.flatten(), state({key: layout[key]})[key].flatten())


# Autoencoder ----------------------------------------------------------------------------------------------------------


def record_vae():
    channels, multipliers = 32, (1, 1, 2, 2)
    layout = synthetic.vae("first_stage_model.", channels, multipliers)
    model = AutoencoderKL(
        in_channels=3, out_channels=3, latent_channels=4, layers_per_block=2,
        block_out_channels=[channels * multiplier for multiplier in multipliers],
        down_block_types=["DownEncoderBlock2D"] * 4, up_block_types=["UpDecoderBlock2D"] * 4).eval()
    model.load_state_dict(convert_ldm_vae_checkpoint(state(layout), model.config))
    record_names("vae", model.state_dict(), layout)

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
    record_tiled(model)


def record_tiled(model):
    """Three passes of differently shaped tiles, averaged, as ComfyUI's tiled nodes do."""
    recording = Recording(latent=values("tiled", 1, 7, 5, 4), image=values("tiled", 1, 56, 40, 3) / 3.4641016 + 0.5)
    decode = lambda latent: model.decode(latent).sample
    encode = lambda image: model.encode(image * 2 - 1).latent_dist.mode()
    with torch.no_grad():
        latent, image = (recording[name].permute(0, 3, 1, 2) for name in ("latent", "image"))
        shapes = [(4, 4), (8, 2), (2, 8)]
        decoded = sum(tiled(latent, decode, shape, 1, lambda length: 8 * length) for shape in shapes) / 3
        shapes = [(32, 32), (64, 16), (16, 64)]
        encoded = sum(tiled(image, encode, shape, 8, lambda length: length // 8) for shape in shapes) / 3
    recording["decoded"] = last(((decoded + 1) / 2).clamp(0, 1))
    recording["encoded"] = last(encoded)
    recording.save("vae-tiled")


def tiled(image, network, tile, overlap, scale):
    """Weights rise linearly over the overlap at every edge of a tile; the sum is divided by the sum of weights."""
    height, width = image.shape[2:]
    if height <= tile[0] and width <= tile[1]:
        return network(image)
    total = weight = None
    starts = [
        range(0, length - overlap, edge - overlap) if length > edge else [0] for length, edge in zip((height, width), tile)]
    for top in starts[0]:
        for left in starts[1]:
            made = network(image[:, :, top : top + tile[0], left : left + tile[1]])
            mask = torch.ones_like(made)
            for axis in (2, 3):
                steps, edge = scale(overlap), made.shape[axis]
                if steps < edge:
                    ramp = torch.minimum(torch.arange(1, edge + 1) / steps, torch.tensor(1.0))
                    mask = mask * (ramp * ramp.flip(0)).reshape([-1, 1] if axis == 2 else [-1])
            if total is None:
                total = torch.zeros(1, made.shape[1], scale(height), scale(width))
                weight = torch.zeros_like(total)
            place = (..., slice(scale(top), scale(top) + made.shape[2]), slice(scale(left), scale(left) + made.shape[3]))
            total[place] += made * mask
            weight[place] += mask
    return total / weight


# Upscalers ------------------------------------------------------------------------------------------------------------


def record_esrgan(name, inputs, doublings, height, width):
    layout = synthetic.esrgan(16, 32, 2, doublings, inputs=inputs)
    model = ModelLoader().load_from_state_dict(state(layout)).model.eval()
    recording = Recording(picture=values("picture", 1, height, width, 3) / 3.4641016 + 0.5)
    recording.watch(model.model[0], "0")
    for block in range(2):
        recording.watch(model.model[1].sub[block], f"1.sub.{block}")
    recording.watch(model.model[1], "1")
    with torch.no_grad():
        recording["output"] = last(model(recording["picture"].permute(0, 3, 1, 2)))
    recording.save(name)


if __name__ == "__main__":
    record_clip()
    record_open_clip()
    # Odd sizes: the upsampler has to meet the size of the skip.
    record_unet("unet", 9, 7, 8, channels=32, multipliers=(1, 2, 2), depths=(1, 1, 0), middle=1, context=48)
    # 64-wide heads, matrices as projections, two transformer blocks, a label: as SDXL.
    record_unet(
        "unet-label", 6, 4, [1, 2], channels=64, multipliers=(1, 2), depths=(0, 2), middle=2, context=80, linear=True,
        label=40)
    record_freeu()
    record_control()
    record_vae()
    record_esrgan("esrgan", inputs=3, doublings=2, height=7, width=9)
    # Four pixels as the channels of one, which leaves twice the size; an odd edge is mirrored.
    record_esrgan("esrgan-unshuffle", inputs=12, doublings=2, height=7, width=10)
