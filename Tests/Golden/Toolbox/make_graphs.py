#!/usr/bin/env python3
"""Writes the graphs of this folder: hooks, patches, pictures' adjustments, and every family of Stable Diffusion."""
import copy
import json
import pathlib

HERE = pathlib.Path(__file__).parent
FOX, BLURRY = "a photo of a red fox in the snow", "blurry, low quality"
SMALL = "small_random"


def node(kind, **inputs):
    return {"class_type": kind, "inputs": inputs}


def picture(checkpoint=SMALL, size=64, steps=4, sampler="euler", scheduler="normal", cfg=7.0, batch=1):
    """Text to picture: 1 checkpoint, 2 and 3 prompts, 4 canvas, 5 sampler."""
    return {
        "1": node("CheckpointLoaderSimple", ckpt_name=checkpoint + ".safetensors"),
        "2": node("CLIPTextEncode", text=FOX, clip=["1", 1]),
        "3": node("CLIPTextEncode", text=BLURRY, clip=["1", 1]),
        "4": node("EmptyLatentImage", width=size, height=size, batch_size=batch),
        "5": node(
            "KSampler", model=["1", 0], positive=["2", 0], negative=["3", 0], latent_image=["4", 0], seed=42,
            steps=steps, cfg=cfg, sampler_name=sampler, scheduler=scheduler, denoise=1.0),
        "6": node("VAEDecode", samples=["5", 0], vae=["1", 2]),
        "7": node("SaveImage", images=["6", 0], filename_prefix="out"),
    }


def save(name, graph):
    (HERE / f"{name}.json").write_text(json.dumps(graph, indent=1) + "\n")


def lora_hook(model, clip=1.0):
    return node("CreateHookLora", lora_name="small_lora_random.safetensors", strength_model=model, strength_clip=clip)


def hooks():
    save("hooks_none", picture(steps=6))
    g = picture(steps=6)
    g["20"] = lora_hook(3.0)
    g["21"] = node("ConditioningSetProperties", cond_NEW=["2", 0], strength=1.0, set_cond_area="default", hooks=["20", 0])
    g["5"]["inputs"]["positive"] = ["21", 0]
    save("hooks_positive", g)

    g = picture(steps=6)
    g["20"] = lora_hook(2.0, 1.5)
    g["21"] = node("SetClipHooks", clip=["1", 1], apply_to_conds=True, schedule_clip=False, hooks=["20", 0])
    g["2"]["inputs"]["clip"] = ["21", 0]
    save("hooks_clip", g)

    for way, sampler in (("linear", "heun"), ("ease_in", "dpmpp_2m"), ("ease_out", "euler"), ("ease_in_out", "euler")):
        g = picture(steps=8, sampler=sampler)
        g["20"] = lora_hook(3.0)
        g["22"] = node(
            "CreateHookKeyframesInterpolated", strength_start=2.0, strength_end=0.0, interpolation=way,
            start_percent=0.1, end_percent=0.8, keyframes_count=5, print_keyframes=False)
        g["23"] = node("SetHookKeyframes", hooks=["20", 0], hook_kf=["22", 0])
        g["21"] = node(
            "PairConditioningSetProperties", positive_NEW=["2", 0], negative_NEW=["3", 0], strength=1.0,
            set_cond_area="default", hooks=["23", 0])
        g["5"]["inputs"] |= {"positive": ["21", 0], "negative": ["21", 1]}
        save("hooks_keyframes_" + way, g)

    g = picture(steps=8)
    g["20"] = lora_hook(1.5, 2.0)
    g["22"] = node("CreateHookKeyframe", strength_mult=0.5, start_percent=0.0)
    g["24"] = node("CreateHookKeyframe", strength_mult=1.5, start_percent=0.4, prev_hook_kf=["22", 0])
    g["25"] = node("CreateHookKeyframe", strength_mult=-1.0, start_percent=0.7, prev_hook_kf=["24", 0])
    g["23"] = node("SetHookKeyframes", hooks=["20", 0], hook_kf=["25", 0])
    g["21"] = node("SetClipHooks", clip=["1", 1], apply_to_conds=True, schedule_clip=True, hooks=["23", 0])
    for prompt in ("2", "3"):
        g[prompt]["inputs"]["clip"] = ["21", 0]
    save("hooks_clip_schedule", g)

    g = picture(size=128, steps=5)
    g["20"] = lora_hook(3.0)
    g["26"] = node("CreateHookLoraModelOnly", lora_name="small_lora_random.safetensors", strength_model=-3.0)
    g["30"] = node("SolidMask", value=0.0, width=128, height=128)
    g["31"] = node("SolidMask", value=1.0, width=64, height=96)
    for number, x in (("32", 0), ("33", 64)):
        g[number] = node("MaskComposite", destination=["30", 0], source=["31", 0], x=x, y=0, operation="add")
    g["34"] = node("ConditioningTimestepsRange", start_percent=0.0, end_percent=0.6)
    g["40"] = node(
        "PairConditioningSetProperties", positive_NEW=["2", 0], negative_NEW=["3", 0], strength=0.8,
        set_cond_area="default", mask=["32", 0], hooks=["20", 0])
    g["41"] = node(
        "PairConditioningSetPropertiesAndCombine", positive=["40", 0], negative=["40", 1], positive_NEW=["3", 0],
        negative_NEW=["2", 0], strength=1.0, set_cond_area="mask bounds", mask=["33", 0], hooks=["26", 0],
        timesteps=["34", 0])
    g["42"] = node(
        "PairConditioningSetDefaultCombine", positive=["41", 0], negative=["41", 1], positive_DEFAULT=["2", 0],
        negative_DEFAULT=["3", 0], hooks=["26", 0])
    g["5"]["inputs"] |= {"positive": ["42", 0], "negative": ["42", 1]}
    save("hooks_pairs", g)

    g = picture(steps=6)
    g["20"] = lora_hook(1.0)
    g["26"] = node(
        "CreateHookModelAsLora", ckpt_name="small2_random.safetensors", strength_model=0.5, strength_clip=0.5)
    g["27"] = node("CombineHooks4", hooks_A=["20", 0], hooks_C=["26", 0])
    g["50"] = node(
        "LoraLoader", model=["1", 0], clip=["1", 1], lora_name="small_lora_random.safetensors", strength_model=1.0,
        strength_clip=1.0)
    g["21"] = node("SetClipHooks", clip=["50", 1], apply_to_conds=True, schedule_clip=False, hooks=["27", 0])
    g["2"]["inputs"]["clip"] = ["21", 0]
    g["5"]["inputs"]["model"] = ["50", 0]
    save("hooks_model_as_lora", g)


def patches():
    def patched(name, kind, steps=4, cfg=7.0, batch=1, **inputs):
        g = picture(steps=steps, cfg=cfg, batch=batch)
        g["8"] = node(kind, model=["1", 0], **inputs)
        g["5"]["inputs"]["model"] = ["8", 0]
        save(name, g)

    factors = {"q": 1.3, "k": 0.9, "v": 1.1, "out": 0.7}
    patched("apg", "APG", eta=0.5, norm_threshold=2.0, momentum=0.0)
    patched("apg_momentum", "APG", steps=5, eta=-1.0, norm_threshold=15.0, momentum=-0.5)
    patched("nag", "NAGuidance", nag_scale=5.0, nag_alpha=0.5, nag_tau=1.5)
    patched("nag_cfg1", "NAGuidance", cfg=1.0, nag_scale=8.0, nag_alpha=0.75, nag_tau=2.5)
    patched("epsilon", "Epsilon Scaling", scaling_factor=1.05)
    patched("tsr", "TemporalScoreRescaling", tsr_k=0.8, tsr_sigma=1.5)
    patched("cfg_linear", "VideoLinearCFGGuidance", batch=3, min_cfg=1.0)
    patched("cfg_triangle", "VideoTriangleCFGGuidance", batch=4, min_cfg=2.0)
    patched("self_multiply", "UNetSelfAttentionMultiply", **factors)
    patched("cross_multiply", "UNetCrossAttentionMultiply", **factors)
    patched(
        "temporal_multiply", "UNetTemporalAttentionMultiply", self_structural=1.2, self_temporal=3.0,
        cross_structural=0.8, cross_temporal=5.0)
    g = picture()
    g["8"] = node("CLIPAttentionMultiply", clip=["1", 1], q=1.2, k=0.8, v=1.1, out=0.9)
    g["2"]["inputs"]["clip"] = ["8", 0]
    save("clip_multiply", g)
    g = picture()
    g["8"] = node(
        "LoraLoaderBypass", model=["1", 0], clip=["1", 1], lora_name="small_lora_random.safetensors",
        strength_model=2.0, strength_clip=1.5)
    g["2"]["inputs"]["clip"] = ["8", 1]
    g["5"]["inputs"]["model"] = ["8", 0]
    save("lora_bypass", g)


def adjustments():
    def adjusted(name, kind, **inputs):
        save(name, {
            "10": node("LoadImage", image="scene_a.png"), "11": node(kind, images=["10", 0], **inputs),
            "12": node("SaveImage", images=["11", 0], filename_prefix="out")})

    adjusted("shorter_edge", "ResizeImagesByShorterEdge", shorter_edge=70)
    adjusted("longer_edge", "ResizeImagesByLongerEdge", longer_edge=101)
    adjusted("center_crop", "CenterCropImages", width=77, height=51)
    adjusted("brightness", "AdjustBrightness", factor=1.4)
    adjusted("contrast", "AdjustContrast", factor=1.6)
    adjusted("normalize", "NormalizeImages", mean=0.3, std=0.7)


def families():
    save("sd2_v", picture("sd2_v", sampler="dpmpp_2m", scheduler="karras"))
    g = picture("sd2_v", sampler="euler_ancestral", cfg=5.0)
    g["8"] = node("ModelSamplingDiscrete", model=["1", 0], sampling="v_prediction", zsnr=True)
    g["9"] = node("RescaleCFG", model=["8", 0], multiplier=0.7)
    g["5"]["inputs"]["model"] = ["9", 0]
    save("sd2_v_zsnr", g)
    save("sd2_eps", picture("sd2_eps", sampler="heun"))

    def with_picture(checkpoint, **settings):
        g = picture(checkpoint, **settings)
        g["10"] = node("LoadImage", image="scene_a.png")
        g["11"] = node("ImageScale", image=["10", 0], upscale_method="bicubic", width=64, height=64, crop="center")
        return g

    for checkpoint in ("sd15_inpaint", "sd2_inpaint", "sdxl_inpaint"):
        g = with_picture(checkpoint)
        g["12"] = node("SolidMask", value=0.0, width=64, height=64)
        g["13"] = node("SolidMask", value=1.0, width=32, height=40)
        g["14"] = node("MaskComposite", destination=["12", 0], source=["13", 0], x=16, y=8, operation="add")
        plain = copy.deepcopy(g)
        g["15"] = node(
            "InpaintModelConditioning", positive=["2", 0], negative=["3", 0], vae=["1", 2], pixels=["11", 0],
            mask=["14", 0], noise_mask=True)
        g["5"]["inputs"] |= {"positive": ["15", 0], "negative": ["15", 1], "latent_image": ["15", 2]}
        save(checkpoint, g)
        if checkpoint == "sd15_inpaint":
            plain["15"] = node("VAEEncodeForInpaint", pixels=["11", 0], vae=["1", 2], mask=["14", 0], grow_mask_by=6)
            plain["5"]["inputs"]["latent_image"] = ["15", 0]
            save("sd15_inpaint_encode", plain)

    g = with_picture("sd15_ip2p", cfg=5.0)
    g["15"] = node(
        "InstructPixToPixConditioning", positive=["2", 0], negative=["3", 0], vae=["1", 2], pixels=["11", 0])
    g["5"]["inputs"] |= {"positive": ["15", 0], "negative": ["15", 1], "latent_image": ["15", 2]}
    save("sd15_ip2p", g)

    g = picture("sdxl_refiner")
    g["2"] = node("CLIPTextEncodeSDXLRefiner", ascore=6.0, width=1024, height=768, text=FOX, clip=["1", 1])
    g["3"] = node("CLIPTextEncodeSDXLRefiner", ascore=2.5, width=512, height=512, text="blurry", clip=["1", 1])
    save("sdxl_refiner", g)
    save("sdxl_refiner_plain", picture("sdxl_refiner"))

    g = picture("sdxl_small")
    g["2"] = node(
        "CLIPTextEncodeSDXL", width=1024, height=768, crop_w=16, crop_h=8, target_width=832, target_height=704,
        text_g="a photo of a red fox", text_l="snow, winter", clip=["1", 1])
    save("sdxl_small", g)

    g = picture("sd2_unclip_l", cfg=5.0)
    g["1"]["class_type"] = "unCLIPCheckpointLoader"
    g["10"] = node("LoadImage", image="scene_a.png")
    g["11"] = node("CLIPVisionEncode", clip_vision=["1", 3], image=["10", 0], crop="center")
    g["12"] = node(
        "unCLIPConditioning", conditioning=["2", 0], clip_vision_output=["11", 0], strength=0.8,
        noise_augmentation=0.2)
    g["13"] = node("ImageInvert", image=["10", 0])
    g["14"] = node("CLIPVisionEncode", clip_vision=["1", 3], image=["13", 0], crop="none")
    g["15"] = node(
        "unCLIPConditioning", conditioning=["12", 0], clip_vision_output=["14", 0], strength=0.6,
        noise_augmentation=0.0)
    g["5"]["inputs"]["positive"] = ["15", 0]
    save("sd2_unclip_l", g)


if __name__ == "__main__":
    for write in (hooks, patches, adjustments, families):
        write()
