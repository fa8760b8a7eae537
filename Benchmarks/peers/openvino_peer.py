"""OpenVINO on the networks that PyTorch has, traced: openvino_peer.py SIZE THREADS - [PART] prints JSON."""

import json
import sys

import torch_peer


def main(size, threads, only=""):
    import openvino
    import torch

    torch.set_grad_enabled(False)
    cells = size // 8
    settings = {
        "PERFORMANCE_HINT": "LATENCY", "INFERENCE_PRECISION_HINT": "f32", "INFERENCE_NUM_THREADS": threads,
        "NUM_STREAMS": 1,
    }

    class Decoder(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.vae = torch_peer.vae()

        def forward(self, latent):
            return self.vae.decode(latent, return_dict=False)[0]

    class Step(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.unet = torch_peer.unet()

        def forward(self, latent, time, text):
            return self.unet(latent, time, text, return_dict=False)[0]

    class Text(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.encoder = torch_peer.text_encoder()

        def forward(self, tokens):
            return self.encoder(tokens, return_dict=False)[0]

    def seconds(module, inputs, runs):
        traced = openvino.convert_model(module.eval(), example_input=inputs)
        traced.reshape({port: list(value.shape) for port, value in zip(traced.inputs, inputs)})
        compiled = openvino.compile_model(traced, "CPU", settings)
        del module, traced
        arrays = [value.numpy() for value in inputs]
        request = compiled.create_infer_request()
        return torch_peer.best(lambda: request.infer(arrays), runs)

    latents, text = torch.randn(2, 4, cells, cells), torch.randn(2, 77, 768)
    parts = {
        f"step {size}²": lambda: seconds(Step(), (latents, torch.tensor(500), text), 2),
        f"VAE decode {size}²": lambda: seconds(Decoder(), (latents[:1],), 2 if size < 512 else 1),
        "text encoder": lambda: seconds(Text(), (torch.full((1, 77), 49407),), 3),
    }
    print(json.dumps({name: measure() for name, measure in parts.items() if name.startswith(only)}))


if __name__ == "__main__":
    # By hand: the first word of what alone is to be measured.
    main(int(sys.argv[1]), int(sys.argv[2]), *sys.argv[4:5])
