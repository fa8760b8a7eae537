"""stable-diffusion.cpp on the same checkpoint, weights as in the file: sdcpp_peer.py SIZE THREADS CHECKPOINT prints JSON."""

import json
import sys
import time


def main(size, threads, checkpoint):
    from stable_diffusion_cpp import StableDiffusion

    model = StableDiffusion(model_path=checkpoint, n_threads=threads, verbose=False)
    ends = []
    # The first step finds its weights cold; what follows the last is the VAE.
    model.generate_image(
        prompt="a lighthouse at dusk", negative_prompt="", width=size, height=size, sample_steps=3, cfg_scale=7.0,
        sample_method="euler", seed=1, progress_callback=lambda step, steps, seconds: ends.append(time.perf_counter()),
    )
    done = time.perf_counter()
    steps = [after - before for before, after in zip(ends, ends[1:])]
    print(json.dumps({f"step {size}²": min(steps), f"VAE decode {size}²": done - ends[-1]}))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
