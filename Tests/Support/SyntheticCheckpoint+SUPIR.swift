import Tensors

extension SyntheticCheckpoint {
    /// Stable Diffusion XL with three levels of different widths, and an autoencoder.
    public mutating func addRestored() {
        addLevels("model.diffusion_model")
        addAutoencoder("first_stage_model", channels: 32, multipliers: [1, 1, 1, 1], blocks: 1)
    }

    /// SUPIR in every respect but its size, for the model that `addRestored` adds.
    ///
    /// `Tests/Golden/Models/record_supir.py` builds the same.
    public mutating func addSUPIR() {
        var parts = SyntheticCheckpoint()
        parts.addLevels("control_model")
        parts.addAutoencoder("first_stage_model", channels: 32, multipliers: [1, 1, 1, 1], blocks: 1)
        for (name, tensor) in parts.tensors {
            if name.hasPrefix("first_stage_model.encoder.") {
                let leaf = name.dropFirst("first_stage_model.encoder.".count)
                add("first_stage_model.denoise_encoder.\(leaf)", tensor.shape)
            } else if name.hasPrefix("control_model."), !name.contains(".output_blocks."), !name.contains(".out.") {
                add(name, tensor.shape)
            }
        }
        addConv("control_model.input_hint_block.0", 4, 32)

        let joins = [
            (0, 32, 32), (1, 32, 32), (2, 32, 64), (4, 32, 64), (5, 64, 64), (6, 64, 128), (8, 64, 128), (9, 128, 128),
            (10, 128, 128), (11, 128, 0),
        ]
        for (number, width, before) in joins {
            let path = "project_modules.\(number)"
            addNorm("\(path).param_free_norm", width + before)
            addConv("\(path).mlp_shared.0", width, 128)
            addConv("\(path).zero_mul", 128, width + before)
            addConv("\(path).zero_add", 128, width + before)
            addConv("\(path).zero_conv", width, width, kernel: 1)
        }
        for (number, width, before) in [(3, 32, 64), (7, 64, 128)] {
            let path = "project_modules.\(number)"
            addLinear("\(path).attn.to_q", before, before, bias: false)
            addLinear("\(path).attn.to_k", width, before, bias: false)
            addLinear("\(path).attn.to_v", width, before, bias: false)
            addLinear("\(path).attn.to_out.0", before, before)
            addNorm("\(path).norm1", before)
            addNorm("\(path).norm2", width)
        }
    }

    private mutating func addLevels(_ path: String) {
        addUNet(
            path, channels: 32, multipliers: [1, 2, 4], depths: [0, 1, 1], middle: 1, context: 48, linear: true,
            label: 16 + 1536)
    }
}
