"""Small random models in the original Stable Diffusion key layout, the same in Python and in Swift.

A tensor is drawn from SplitMix64 seeded by the FNV-1a hash of its name, scaled in float32 and rounded once to float16;
`Tests/Support/SyntheticWeights.swift` makes the same bits. So goldens need to store no weights.
"""

import math

import numpy as np

GOLDEN_GAMMA = 0x9E3779B97F4A7C15


def noise(count, seed):
    """Float32 in -1..<1 from the top 24 bits of SplitMix64; as `noise` of Tests/Support/Noise.swift."""
    with np.errstate(over="ignore"):
        start = np.uint64(seed * GOLDEN_GAMMA % 2**64)
        mixed = start + np.uint64(GOLDEN_GAMMA) * np.arange(1, count + 1, dtype=np.uint64)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        mixed ^= mixed >> np.uint64(31)
    return (mixed >> np.uint64(40)).astype(np.float32) / np.float32(1 << 23) - np.float32(1)


def fnv1a(name):
    state = 0xCBF29CE484222325
    for byte in name.encode():
        state = (state ^ byte) * 0x100000001B3 % 2**64
    return state


def weights(name, shape):
    """The tensor called `name`: norms near 1, biases near 0, matrices that keep the variance of what they multiply."""
    mean, bound = 0.0, 0.1
    if name.endswith("token_embedding.weight"):
        bound = 0.5
    elif name.endswith(("position_embedding.weight", "positional_embedding")):
        bound = 0.1
    elif len(shape) > 1:
        bound = math.sqrt(3 / math.prod(shape[1:]))
    elif name.endswith(".weight"):
        mean = 1.0
    values = noise(math.prod(shape), fnv1a(name)) * np.float32(bound) + np.float32(mean)
    return values.astype(np.float16).reshape(shape)


class Layout(dict):
    """Names and shapes of a model's tensors."""

    def linear(self, name, inputs, outputs, bias=True):
        self[name + ".weight"] = (outputs, inputs)
        if bias:
            self[name + ".bias"] = (outputs,)

    def conv(self, name, inputs, outputs, kernel=3):
        self[name + ".weight"] = (outputs, inputs, kernel, kernel)
        self[name + ".bias"] = (outputs,)

    def norm(self, name, channels):
        self[name + ".weight"] = self[name + ".bias"] = (channels,)


def unet(
    prefix, channels, multipliers, depths, middle, context, blocks=2, linear=False, label=None, latent=4, control=False
):
    """`depths`: transformer blocks at each level, 0 for none; `linear`: SD 2 and SDXL project with matrices;
    `control`: a control network in place of the way up."""
    layout, embedding = Layout(), 4 * channels

    def residual(name, inputs, outputs):
        layout.norm(name + ".in_layers.0", inputs)
        layout.conv(name + ".in_layers.2", inputs, outputs)
        layout.linear(name + ".emb_layers.1", embedding, outputs)
        layout.norm(name + ".out_layers.0", outputs)
        layout.conv(name + ".out_layers.3", outputs, outputs)
        if inputs != outputs:
            layout.conv(name + ".skip_connection", inputs, outputs, 1)

    def transformer(name, width, depth):
        project = layout.linear if linear else lambda n, i, o: layout.conv(n, i, o, 1)
        layout.norm(name + ".norm", width)
        project(name + ".proj_in", width, width)
        for index in range(depth):
            block = f"{name}.transformer_blocks.{index}"
            for attention, source in (("attn1", width), ("attn2", context)):
                layout.linear(f"{block}.{attention}.to_q", width, width, False)
                layout.linear(f"{block}.{attention}.to_k", source, width, False)
                layout.linear(f"{block}.{attention}.to_v", source, width, False)
                layout.linear(f"{block}.{attention}.to_out.0", width, width)
            layout.linear(block + ".ff.net.0.proj", width, 8 * width)
            layout.linear(block + ".ff.net.2", 4 * width, width)
            for norm in (1, 2, 3):
                layout.norm(f"{block}.norm{norm}", width)
        project(name + ".proj_out", width, width)

    layout.linear(prefix + "time_embed.0", channels, embedding)
    layout.linear(prefix + "time_embed.2", embedding, embedding)
    if label:
        layout.linear(prefix + "label_emb.0.0", label, embedding)
        layout.linear(prefix + "label_emb.0.2", embedding, embedding)

    layout.conv(prefix + "input_blocks.0.0", latent, channels)
    skips, width, index = [channels], channels, 1
    for level, multiplier in enumerate(multipliers):
        for _ in range(blocks):
            residual(f"{prefix}input_blocks.{index}.0", width, multiplier * channels)
            width = multiplier * channels
            if depths[level]:
                transformer(f"{prefix}input_blocks.{index}.1", width, depths[level])
            skips.append(width)
            index += 1
        if level + 1 < len(multipliers):
            layout.conv(f"{prefix}input_blocks.{index}.0.op", width, width)
            skips.append(width)
            index += 1

    residual(prefix + "middle_block.0", width, width)
    transformer(prefix + "middle_block.1", width, middle)
    residual(prefix + "middle_block.2", width, width)

    if control:
        for index, skip in enumerate(skips):
            layout.conv(f"{prefix}zero_convs.{index}.0", skip, skip, 1)
        layout.conv(prefix + "middle_block_out.0", width, width, 1)
        hint = (3, 16, 16, 32, 32, 96, 96, 256, channels)
        for index in range(8):
            layout.conv(f"{prefix}input_hint_block.{2 * index}", hint[index], hint[index + 1])
        return layout

    index = 0
    for level in reversed(range(len(multipliers))):
        for block in range(blocks + 1):
            residual(f"{prefix}output_blocks.{index}.0", width + skips.pop(), multipliers[level] * channels)
            width = multipliers[level] * channels
            if depths[level]:
                transformer(f"{prefix}output_blocks.{index}.1", width, depths[level])
            if level and block == blocks:
                layout.conv(f"{prefix}output_blocks.{index}.{2 if depths[level] else 1}.conv", width, width)
            index += 1
    layout.norm(prefix + "out.0", width)
    layout.conv(prefix + "out.2", width, latent)
    return layout


def clip(prefix, width, layers, vocabulary, positions=77):
    layout = Layout()
    layout[prefix + "embeddings.token_embedding.weight"] = (vocabulary, width)
    layout[prefix + "embeddings.position_embedding.weight"] = (positions, width)
    for index in range(layers):
        layer = f"{prefix}encoder.layers.{index}."
        for projection in ("q_proj", "k_proj", "v_proj", "out_proj"):
            layout.linear(layer + "self_attn." + projection, width, width)
        layout.norm(layer + "layer_norm1", width)
        layout.linear(layer + "mlp.fc1", width, 4 * width)
        layout.linear(layer + "mlp.fc2", 4 * width, width)
        layout.norm(layer + "layer_norm2", width)
    layout.norm(prefix + "final_layer_norm", width)
    return layout


def open_clip(prefix, width, layers, vocabulary, positions=77):
    """OpenCLIP's names: query, key and value as one matrix, the projection's transpose."""
    layout = Layout()
    layout[prefix + "token_embedding.weight"] = (vocabulary, width)
    layout[prefix + "positional_embedding"] = (positions, width)
    layout[prefix + "text_projection"] = (width, width)
    for index in range(layers):
        block = f"{prefix}transformer.resblocks.{index}."
        layout.norm(block + "ln_1", width)
        layout[block + "attn.in_proj_weight"] = (3 * width, width)
        layout[block + "attn.in_proj_bias"] = (3 * width,)
        layout.linear(block + "attn.out_proj", width, width)
        layout.norm(block + "ln_2", width)
        layout.linear(block + "mlp.c_fc", width, 4 * width)
        layout.linear(block + "mlp.c_proj", 4 * width, width)
    layout.norm(prefix + "ln_final", width)
    return layout


def vae(prefix, channels, multipliers, blocks=2, latent=4):
    layout = Layout()

    def residual(name, inputs, outputs):
        layout.norm(name + ".norm1", inputs)
        layout.conv(name + ".conv1", inputs, outputs)
        layout.norm(name + ".norm2", outputs)
        layout.conv(name + ".conv2", outputs, outputs)
        if inputs != outputs:
            layout.conv(name + ".nin_shortcut", inputs, outputs, 1)

    def middle(name, width):
        residual(name + ".block_1", width, width)
        layout.norm(name + ".attn_1.norm", width)
        for projection in ("q", "k", "v", "proj_out"):
            layout.conv(f"{name}.attn_1.{projection}", width, width, 1)
        residual(name + ".block_2", width, width)

    encoder, decoder = prefix + "encoder.", prefix + "decoder."
    layout.conv(encoder + "conv_in", 3, channels)
    width = channels
    for level, multiplier in enumerate(multipliers):
        for block in range(blocks):
            residual(f"{encoder}down.{level}.block.{block}", width, multiplier * channels)
            width = multiplier * channels
        if level + 1 < len(multipliers):
            layout.conv(f"{encoder}down.{level}.downsample.conv", width, width)
    middle(encoder + "mid", width)
    layout.norm(encoder + "norm_out", width)
    layout.conv(encoder + "conv_out", width, 2 * latent)
    layout.conv(prefix + "quant_conv", 2 * latent, 2 * latent, 1)

    layout.conv(prefix + "post_quant_conv", latent, latent, 1)
    layout.conv(decoder + "conv_in", latent, width)
    middle(decoder + "mid", width)
    for level in reversed(range(len(multipliers))):
        for block in range(blocks + 1):
            residual(f"{decoder}up.{level}.block.{block}", width, multipliers[level] * channels)
            width = multipliers[level] * channels
        if level:
            layout.conv(f"{decoder}up.{level}.upsample.conv", width, width)
    layout.norm(decoder + "norm_out", width)
    layout.conv(decoder + "conv_out", width, 3)
    return layout


def esrgan(width, growth, blocks, doublings, inputs=3, outputs=3):
    layout = Layout()
    layout.conv("model.0", inputs, width)
    for block in range(blocks):
        for dense in range(1, 4):
            for index in range(5):
                layout.conv(
                    f"model.1.sub.{block}.RDB{dense}.conv{index + 1}.0", width + index * growth,
                    width if index == 4 else growth)
    layout.conv(f"model.1.sub.{blocks}", width, width)
    for index in range(doublings):
        layout.conv(f"model.{3 * (index + 1)}", width, width)
    layout.conv(f"model.{3 * doublings + 2}", width, width)
    layout.conv(f"model.{3 * doublings + 4}", width, outputs)
    return layout


def tensors(layout):
    return {name: weights(name, shape) for name, shape in layout.items()}
