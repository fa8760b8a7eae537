"""Records the poses that ComfyUI's own nodes find with a small random SDPose model.

    python record_sdpose.py COMFYUI      # its folder; needs what ComfyUI needs

Writes sdpose.safetensors beside this file: features, some heat maps, for each case the points of every person, and points of
maps that look like those of a trained model. Weights are those of `../Models/synthetic.py`, by name; pictures are a formula.

Maps of a random model are hills of noise, where Newton's method may divide by next to nothing. So it is also recorded which
points are steady: those that ComfyUI finds within 0.01 pixels again when features are off by 1e-5.
"""

import pathlib
import sys
import types

import numpy as np
import torch
from safetensors.torch import save_file

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "Models"))
import synthetic  # noqa: E402

FOLDER = sys.argv[1]
sys.path.insert(0, FOLDER)
sys.argv = sys.argv[:1] + ["--cpu"]
import comfy.options  # noqa: E402

comfy.options.enable_args_parsing()
import comfy.ldm.modules.sdpose  # noqa: E402
import comfy.model_base  # noqa: E402
import comfy.model_patcher  # noqa: E402
import comfy.ops  # noqa: E402
import comfy.sample  # noqa: E402
import comfy.sd  # noqa: E402
import comfy.supported_models  # noqa: E402

WIDTH, POINTS, SIZE = 128, 133, (96, 128)


def weights(layout, prefix):
    return {
        name.removeprefix(prefix): torch.from_numpy(synthetic.weights(name, shape)).float()
        for name, shape in layout.items()
    }


def model():
    prefix = "model.diffusion_model."
    layout = synthetic.unet(prefix, 64, (1, 2), (1, 1), 1, 1024, linear=True, label=4)
    head = prefix + "heatmap_head."
    layout[head + "deconv_layers.0.weight"] = (WIDTH, WIDTH, 4, 4)
    layout.conv(head + "conv_layers.0", WIDTH, WIDTH, 1)
    layout.conv(head + "final_layer", WIDTH, POINTS, 1)
    config = comfy.supported_models.LotusD({
        "image_size": 32, "in_channels": 4, "out_channels": 4, "model_channels": 64, "num_res_blocks": [2, 2],
        "channel_mult": [1, 2], "transformer_depth": [1] * 4, "transformer_depth_output": [1] * 6,
        "transformer_depth_middle": 1, "context_dim": 1024, "use_linear_in_transformer": True, "adm_in_channels": 4,
        "use_spatial_transformer": True, "legacy": False, "use_temporal_attention": False, "dtype": torch.float32,
    })
    network = config.get_model({}, "")
    network.diffusion_model.heatmap_head = comfy.ldm.modules.sdpose.HeatmapHead(
        WIDTH, POINTS, SIZE, deconv_out_channels=(WIDTH,), conv_out_channels=(WIDTH,),
        operations=comfy.ops.disable_weight_init)
    missing = network.diffusion_model.load_state_dict(weights(layout, prefix), strict=False)
    assert not missing.missing_keys and not missing.unexpected_keys, missing
    cpu = torch.device("cpu")
    return comfy.model_patcher.ModelPatcher(network.float(), cpu, cpu)


def autoencoder():
    layout = synthetic.vae("first_stage_model.", 32, (1, 1, 1, 1), blocks=1)
    config = {"params": {"embed_dim": 4, "ddconfig": {
        "double_z": True, "z_channels": 4, "resolution": 256, "in_channels": 3, "out_ch": 3, "ch": 32,
        "ch_mult": [1, 1, 1, 1], "num_res_blocks": 1, "attn_resolutions": [], "dropout": 0.0}}}
    return comfy.sd.VAE(sd=weights(layout, "first_stage_model."), config=config, dtype=torch.float32)


def pictures(count, height, width):
    n, y, x, c = np.ogrid[:count, :height, :width, :3]
    return torch.from_numpy(((x * x // 5 + y * 7 + x * y // 9 + c * 29 + n * 57) % 101 / 100).astype(np.float32))


def points(frames):
    """All people's points [people, 134 and both eyes again, 3], and how many people each frame has."""
    names = ("pose", "foot", "face", "hand_right", "hand_left")
    people = [sum((p[f"{name}_keypoints_2d"] for name in names), []) for frame in frames for p in frame["people"]]
    return torch.tensor(people).reshape(len(people), 136, 3), torch.tensor([float(len(f["people"])) for f in frames])


def bells():
    """Maps [2, 32, 24, 12] with a hill each: within, at the edges, low, nowhere above zero, one of two."""
    rows, columns = np.mgrid[:32, :24]
    maps = np.zeros((2, 12, 32, 24), np.float32)
    for index in range(24):
        x, y = index * 7.3 % 22.6, index * 11.9 % 31
        hill = np.exp(-((columns - x) ** 2 + (rows - y) ** 2) / (6 + index % 5))
        second = np.exp(-((columns - 20 + x) ** 2 + (rows - 3) ** 2) / 4)
        ripple = 0.02 * np.cos(columns * 1.7 + rows * 0.9 + index)
        height = (1.3, 0.4, 0.02, 60, -1)[index % 5]
        maps[index // 12, index % 12] = height * (hill + 0.6 * second + 1e-3) + ripple * abs(height) - 0.1 * (height < 0)
    return torch.from_numpy(maps)


def main():
    source = pathlib.Path(FOLDER, "comfy_extras/nodes_sdpose.py").read_text()
    nodes = types.ModuleType("nodes_sdpose")
    exec(compile(source.replace("h.shape[1] == 640", f"h.shape[1] == {WIDTH}"), "nodes_sdpose.py", "exec"), nodes.__dict__)
    patcher, vae = model(), autoencoder()
    head = patcher.model.diffusion_model.heatmap_head
    kept, seen = {}, []
    noise = 0

    def see(_, inputs):
        seen.append(inputs[0].clone())
        return (inputs[0] * (1 + noise * torch.randn_like(inputs[0])),)

    head.register_forward_pre_hook(see)
    head.final_layer.register_forward_hook(lambda *call: seen.append(call[2].clone()))

    def box(x, y, width, height):
        return {"x": x, "y": y, "width": width, "height": height}

    cases = {
        "whole": (pictures(3, 70, 50), 2, None),
        "large": (pictures(1, 161, 203), 16, None),
        "boxes": (pictures(3, 75, 131), 16, [
            [box(3, 4, 40.7, 60), box(-20, 30.9, 90, 80), box(140, 10, 20, 20)], [box(60.2, 0, 71, 75)]]),
        "single": (pictures(2, 60, 64), 16, box(10, 10, 40, 44)),
        "none": (pictures(2, 60, 64), 1, []),
        "outside": (pictures(1, 60, 64), 1, [[box(70, 0, 5, 5)]]),
    }
    for name, (images, batch, boxes) in cases.items():
        frames = nodes.SDPoseKeypointExtractor.execute(patcher, vae, images, batch, boxes).result[0]
        assert [frames[0]["canvas_width"], frames[0]["canvas_height"]] == [images.shape[2], images.shape[1]]
        people, counts = points(frames)
        if people.numel():
            kept[f"{name}.people"] = people
            steady, noise = torch.ones(people.shape[:2]), 1e-5
            for _ in range(5):
                again = nodes.SDPoseKeypointExtractor.execute(patcher, vae, images, batch, boxes).result[0]
                steady *= (points(again)[0] - people).abs().amax(-1) < 0.01
            kept[f"{name}.steady"], noise = steady, 0
        kept[f"{name}.counts"] = counts
        if name == "whole":
            kept["features"] = seen[0].permute(0, 2, 3, 1)
            kept["heatmaps"] = seen[1].permute(0, 2, 3, 1)[..., ::16]
    decoder = comfy.ldm.modules.sdpose.HeatmapHead(
        12, 12, SIZE, deconv_out_channels=(), conv_out_channels=(), operations=comfy.ops.disable_weight_init)
    decoder.final_layer = torch.nn.Identity()
    places, scores = decoder(bells())
    kept["bells"] = bells().permute(0, 2, 3, 1)
    kept["bells.points"] = torch.from_numpy(np.concatenate([np.stack(places), np.stack(scores)[..., None]], -1))
    save_file({name: value.contiguous() for name, value in kept.items()}, str(HERE / "sdpose.safetensors"))
    print({name: tuple(value.shape) for name, value in kept.items()})
    print({name: value.mean() for name, value in kept.items() if name.endswith("steady")}, kept["bells.points"])


if __name__ == "__main__":
    torch.manual_seed(3)
    with torch.inference_mode():
        main()
