"""Records what ComfyUI's SUPIR makes of a small random model: part by part, in one call of a U-Net, and in whole walks.

    python record_supir.py COMFYUI      # its folder; needs what ComfyUI needs

Writes supir.safetensors beside this file. Weights are those of `synthetic.py`, by name; other inputs are its noise, by name.
ComfyUI's class has the widths of SDXL written in; here it has those of the file.
"""

import pathlib
import sys
import tempfile

import torch
from safetensors.torch import save_file

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE))
import synthetic  # noqa: E402

FOLDER = sys.argv[1]
sys.path.insert(0, FOLDER)
sys.argv = sys.argv[:1] + ["--cpu"]
import comfy.options  # noqa: E402

comfy.options.enable_args_parsing()
import comfy.ldm.supir.supir_modules as supir_modules  # noqa: E402
import comfy.model_patcher  # noqa: E402
import comfy.ops  # noqa: E402
import comfy.sample  # noqa: E402
import comfy.sd  # noqa: E402
import comfy.supported_models  # noqa: E402
import comfy_extras.nodes_freelunch as freelunch  # noqa: E402
import comfy_extras.nodes_model_patch as nodes  # noqa: E402
import folder_paths  # noqa: E402

CHANNELS, LABEL, CONTEXT = 32, 16 + 1536, 48
SHAPE = dict(multipliers=(1, 2, 4), depths=(0, 1, 1), middle=1, context=CONTEXT, linear=True, label=LABEL)
WIDTHS = [CHANNELS] * 4 + [2 * CHANNELS] * 3 + [4 * CHANNELS] * 3
BEFORE = [CHANNELS] * 2 + [2 * CHANNELS] * 3 + [4 * CHANNELS] * 4 + [0]
UNET, VAE = "model.diffusion_model.", "first_stage_model."


def layout():
    """Of a SUPIR file."""
    whole = synthetic.unet("control_model.", CHANNELS, **SHAPE)
    kept = synthetic.Layout({
        name: shape for name, shape in whole.items() if ".output_blocks." not in name and ".out." not in name})
    kept.conv("control_model.input_hint_block.0", 4, CHANNELS)
    modules = [("join", width, before) for width, before in zip(WIDTHS, BEFORE)]
    for index in (6, 3):
        modules.insert(index, ("look", WIDTHS[index], BEFORE[index]))
    for index, (kind, width, before) in enumerate(modules):
        path = f"project_modules.{index}."
        if kind == "join":
            kept.norm(path + "param_free_norm", width + before)
            kept.conv(path + "mlp_shared.0", width, 128)
            kept.conv(path + "zero_mul", 128, width + before)
            kept.conv(path + "zero_add", 128, width + before)
            kept.conv(path + "zero_conv", width, width, 1)
        else:
            kept.linear(path + "attn.to_q", before, before, False)
            kept.linear(path + "attn.to_k", width, before, False)
            kept.linear(path + "attn.to_v", width, before, False)
            kept.linear(path + "attn.to_out.0", before, before)
            kept.norm(path + "norm1", before)
            kept.norm(path + "norm2", width)
    for name, shape in autoencoder_layout().items():
        if name.startswith(VAE + "encoder."):
            kept[name.replace("encoder.", "denoise_encoder.", 1)] = shape
    return kept


def autoencoder_layout():
    return synthetic.vae(VAE, 32, (1, 1, 1, 1), blocks=1)


class SmallSUPIR(supir_modules.SUPIR):
    def __init__(self, device=None, dtype=None, operations=None):
        torch.nn.Module.__init__(self)
        self.control_model = supir_modules.GLVControl(
            model_channels=CHANNELS, transformer_depth=(1, 1, 1), context_dim=CONTEXT, adm_in_channels=LABEL, dtype=dtype,
            device=device, operations=operations)
        make = dict(dtype=dtype, device=device, operations=operations)
        self.project_modules = torch.nn.ModuleList(
            supir_modules.ZeroSFT(width, width, concat_channels=before, **make)
            for width, before in zip(WIDTHS, BEFORE))
        for index in (6, 3):
            self.project_modules.insert(index, supir_modules.ZeroCrossAttn(WIDTHS[index], BEFORE[index], **make))


supir_modules.SUPIR = SmallSUPIR


def weights(shapes, prefix=""):
    return {
        name.removeprefix(prefix): torch.from_numpy(synthetic.weights(name, shape)).float()
        for name, shape in shapes.items()
    }


def values(name, *shape):
    """Noise of unit size; for the way up the channels come last in its order."""
    noise = torch.from_numpy(synthetic.noise(torch.Size(shape).numel(), synthetic.fnv1a(name)))
    return noise.reshape(shape) * 1.7320508


def first(tensor):
    return tensor.permute(0, 3, 1, 2)


def last(tensor):
    return tensor.permute(0, 2, 3, 1)


def diffusion_model():
    config = comfy.supported_models.SDXL({
        "image_size": 32, "in_channels": 4, "out_channels": 4, "model_channels": CHANNELS, "num_res_blocks": [2, 2, 2],
        "channel_mult": [1, 2, 4], "transformer_depth": [0, 0, 1, 1, 1, 1],
        "transformer_depth_output": [0, 0, 0, 1, 1, 1, 1, 1, 1], "transformer_depth_middle": 1, "context_dim": CONTEXT,
        "use_linear_in_transformer": True, "adm_in_channels": LABEL, "use_spatial_transformer": True, "legacy": False,
        "use_temporal_attention": False, "num_head_channels": 64, "num_classes": "sequential", "dtype": torch.float32,
    })
    network = config.get_model({}, "")
    network.diffusion_model.load_state_dict(weights(synthetic.unet(UNET, CHANNELS, **SHAPE), UNET))
    cpu = torch.device("cpu")
    return comfy.model_patcher.ModelPatcher(network.float(), cpu, cpu)


def autoencoder():
    config = {"params": {"embed_dim": 4, "ddconfig": {
        "double_z": True, "z_channels": 4, "resolution": 256, "in_channels": 3, "out_ch": 3, "ch": 32,
        "ch_mult": [1, 1, 1, 1], "num_res_blocks": 1, "attn_resolutions": [], "dropout": 0.0}}}
    return comfy.sd.VAE(sd=weights(autoencoder_layout(), VAE), config=config, dtype=torch.float32)


def model_patch(with_encoder):
    state = {name: value.half() for name, value in weights(layout()).items()}
    if not with_encoder:
        state = {name: value for name, value in state.items() if "denoise_encoder" not in name}
    with tempfile.TemporaryDirectory() as folder:
        path = str(pathlib.Path(folder, "supir.safetensors"))
        save_file(state, path)
        folder_paths.get_full_path_or_raise = lambda *_: path
        patcher = nodes.ModelPatchLoader().load_model_patch("supir")[0]
    patcher.model.float()
    return patcher


def conditioning(name):
    return [[values(f"{name}.context", 1, 7, CONTEXT), {"pooled_output": values(f"{name}.pooled", 1, 16), "width": 320,
                                                        "height": 448}]]


def walk(kept, name, model, patch, vae, count, pictures, start, end, restore, lowest=0.05, cfg=3.0):
    """Three steps; the sizes of pictures are no multiple of a cell."""
    image = values(f"{name}.picture", pictures, 59, 43, 3) / 3.4641016 + 0.5
    patched = nodes.SUPIRApply.execute(
        model=model, model_patch=patch, vae=vae, image=image, strength_start=start, strength_end=end,
        restore_cfg=restore, restore_cfg_s_tmin=lowest).result[0]
    latent = values(f"{name}.latent", count, 4, 7, 5)
    noise = comfy.sample.prepare_noise(latent, 11)
    kept[f"walk.{name}"] = comfy.sample.sample(
        patched, noise, 3, cfg, "euler", "normal", conditioning("positive"), conditioning("negative"), latent, denoise=0.9,
        disable_pbar=True, seed=11)


def main():
    kept = {}
    model, vae, patch = diffusion_model(), autoencoder(), model_patch(True)
    control, modules = patch.model.control_model, patch.model.project_modules

    hint, latent = values("hint", 2, 4, 7, 5), values("latent", 2, 4, 7, 5)
    times, context, label = torch.tensor([981.0, 40.5]), values("context", 2, 7, CONTEXT), values("label", 2, LABEL)
    features = control(hint, times, latent, context, label)
    for index, feature in enumerate(features):
        kept[f"feature.{index}"] = last(feature)

    sizes = [(7, 5)] * 3 + [(4, 3)] * 3 + [(2, 2)] * 4
    for strength in (0.4, 1.0):
        number = len(modules) - 1
        skip = first(values("middle", 2, 2, 2, WIDTHS[9]))
        kept[f"middle.{strength}"] = last(modules[number](features[9], skip, control_scale=strength))
        for block in range(9):
            number -= 1
            index = 8 - block
            height, width = sizes[index]
            hidden = first(values(f"hidden.{block}", 2, height, width, BEFORE[index]))
            skip = first(values(f"skip.{block}", 2, height, width, WIDTHS[index]))
            kept[f"joined.{block}.{strength}"] = last(
                modules[number](features[index], skip, hidden, control_scale=strength))
            if isinstance(modules[number - 1], supir_modules.ZeroCrossAttn):
                number -= 1
                hidden = first(values(f"doubled.{block}", 2, height, width, BEFORE[index]))
                kept[f"look.{block}.{strength}"] = last(modules[number](features[index], hidden, control_scale=strength))
        # The adapters behind another patch of the way up, and without.
        damped = freelunch.FreeU.execute(model, 1.3, 1.4, 0.5, 0.2).result[0]
        for name, before in ((f"output.{strength}", model), (f"damped.{strength}", damped)):
            patched = before.clone()
            nodes.SUPIRPatch(patch, modules, hint, strength, strength).register(patched)
            options = patched.model_options["transformer_options"] | {"sigmas": torch.tensor([5.0])}
            kept[name] = model.model.diffusion_model(latent, times, context=context, y=label, transformer_options=options)

    plain = model_patch(False)
    walk(kept, "defaults", model, patch, vae, 1, 1, 1.0, 1.0, 4.0)
    walk(kept, "plain encoder", model, plain, vae, 1, 1, 1.3, 0.2, 0.0)
    walk(kept, "late", model, patch, vae, 2, 2, 0.0, 0.7, 2.5, lowest=0.9)
    walk(kept, "fewer pictures", model, plain, vae, 3, 2, 0.8, 0.8, 0.5, cfg=1.0)
    walk(kept, "more pictures", model, patch, vae, 1, 3, 1.0, 0.5, 1.0)
    walk(kept, "pull alone", model, patch, vae, 1, 1, 0.0, 0.0, 3.0)
    save_file({name: value.float().contiguous() for name, value in kept.items()}, str(HERE / "supir.safetensors"))
    for name, value in kept.items():
        print(name, tuple(value.shape), float(value.std()))


if __name__ == "__main__":
    with torch.inference_mode():
        main()
