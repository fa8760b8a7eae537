import Tensors

/// Small random checkpoints in the original Stable Diffusion key layout: enough to run any graph in a moment, with
/// pictures that mean nothing.
///
/// `Tests/Golden/Models/synthetic.py` builds the same.
public struct SyntheticCheckpoint {
    public private(set) var tensors: [String: StoredTensor] = [:]

    public init() {}

    /// Stable Diffusion 1.x in every respect but its size: text encoder with the full vocabulary, U-Net, autoencoder.
    public static let stableDiffusion: [String: StoredTensor] = {
        var checkpoint = SyntheticCheckpoint()
        checkpoint.addCLIP("cond_stage_model.transformer.text_model", width: 32, layers: 2, vocabulary: 49_408)
        checkpoint.addUNet(
            "model.diffusion_model", channels: 32, multipliers: [1, 1], depths: [1, 0], middle: 1, context: 32)
        checkpoint.addAutoencoder("first_stage_model", channels: 32, multipliers: [1, 1, 1, 1], blocks: 1)
        return checkpoint.tensors
    }()

    /// Stable Diffusion XL in every respect but its size: two text encoders, a U-Net that takes a label, autoencoder.
    public static let stableDiffusionXL: [String: StoredTensor] = {
        var checkpoint = SyntheticCheckpoint()
        checkpoint.addCLIP(
            "conditioner.embedders.0.transformer.text_model", width: 16, layers: 2, vocabulary: 49_408)
        checkpoint.addOpenCLIP("conditioner.embedders.1.model", width: 16, layers: 2, vocabulary: 49_408)
        checkpoint.addUNet(
            "model.diffusion_model", channels: 32, multipliers: [1, 1], depths: [0, 2], middle: 2, context: 32,
            linear: true, label: 16 + 1536)
        checkpoint.addAutoencoder("first_stage_model", channels: 32, multipliers: [1, 1, 1, 1], blocks: 1)
        return checkpoint.tensors
    }()

    // MARK: Text encoder

    public mutating func addCLIP(_ path: String, width: Int, layers: Int, vocabulary: Int) {
        add("\(path).embeddings.token_embedding.weight", [vocabulary, width])
        add("\(path).embeddings.position_embedding.weight", [77, width])
        for index in 0..<layers {
            let layer = "\(path).encoder.layers.\(index)"
            for projection in ["q_proj", "k_proj", "v_proj", "out_proj"] {
                addLinear("\(layer).self_attn.\(projection)", width, width)
            }
            addNorm("\(layer).layer_norm1", width)
            addLinear("\(layer).mlp.fc1", width, 4 * width)
            addLinear("\(layer).mlp.fc2", 4 * width, width)
            addNorm("\(layer).layer_norm2", width)
        }
        addNorm("\(path).final_layer_norm", width)
    }

    /// OpenCLIP's names, as in SD 2 and SDXL.
    public mutating func addOpenCLIP(_ path: String, width: Int, layers: Int, vocabulary: Int) {
        add("\(path).token_embedding.weight", [vocabulary, width])
        add("\(path).positional_embedding", [77, width])
        add("\(path).text_projection", [width, width])
        for index in 0..<layers {
            let block = "\(path).transformer.resblocks.\(index)"
            addNorm("\(block).ln_1", width)
            add("\(block).attn.in_proj_weight", [3 * width, width])
            add("\(block).attn.in_proj_bias", [3 * width])
            addLinear("\(block).attn.out_proj", width, width)
            addNorm("\(block).ln_2", width)
            addLinear("\(block).mlp.c_fc", width, 4 * width)
            addLinear("\(block).mlp.c_proj", 4 * width, width)
        }
        addNorm("\(path).ln_final", width)
    }

    // MARK: U-Net

    /// - Parameter depths: transformer blocks at each level, 0 for none.
    /// - Parameter linear: projections are matrices, as in SD 2 and SDXL.
    public mutating func addUNet(
        _ path: String, channels: Int, multipliers: [Int], depths: [Int], middle: Int, context: Int,
        linear: Bool = false, label: Int? = nil
    ) {
        let network = Network(
            path: path, channels: channels, multipliers: multipliers, depths: depths, middle: middle, context: context,
            linear: linear, label: label)
        var (width, skips) = addTrunk(network)
        var index = 0
        for (level, multiplier) in multipliers.enumerated().reversed() {
            for block in 0..<3 {
                let outputs = multiplier * channels
                addStage(network, "output_blocks.\(index)", width + skips.removeLast(), outputs, depth: depths[level])
                width = outputs
                if level > 0, block == 2 {
                    addConv("\(path).output_blocks.\(index).\(depths[level] > 0 ? 2 : 1).conv", width, width)
                }
                index += 1
            }
        }
        addNorm("\(path).out.0", width)
        addConv("\(path).out.2", width, 4)
    }

    public mutating func addControlNet(
        _ path: String, channels: Int, multipliers: [Int], depths: [Int], middle: Int, context: Int
    ) {
        let (width, skips) = addTrunk(
            Network(
                path: path, channels: channels, multipliers: multipliers, depths: depths, middle: middle,
                context: context, linear: false, label: nil))
        for (index, skip) in skips.enumerated() { addConv("\(path).zero_convs.\(index).0", skip, skip, kernel: 1) }
        addConv("\(path).middle_block_out.0", width, width, kernel: 1)
        let hint = [3, 16, 16, 32, 32, 96, 96, 256, channels]
        for index in 0..<8 { addConv("\(path).input_hint_block.\(2 * index)", hint[index], hint[index + 1]) }
    }

    private struct Network {
        let path: String
        let channels: Int, multipliers: [Int]
        let depths: [Int], middle: Int
        let context: Int
        let linear: Bool
        let label: Int?
    }

    /// The way down and the middle; gives the last width, and that of each skip.
    private mutating func addTrunk(_ network: Network) -> (width: Int, skips: [Int]) {
        let (path, channels) = (network.path, network.channels)
        let embedding = 4 * channels
        addLinear("\(path).time_embed.0", channels, embedding)
        addLinear("\(path).time_embed.2", embedding, embedding)
        if let label = network.label {
            addLinear("\(path).label_emb.0.0", label, embedding)
            addLinear("\(path).label_emb.0.2", embedding, embedding)
        }
        addConv("\(path).input_blocks.0.0", 4, channels)
        var width = channels
        var skips = [channels]
        for (level, multiplier) in network.multipliers.enumerated() {
            for _ in 0..<2 {
                let depth = network.depths[level]
                addStage(network, "input_blocks.\(skips.count)", width, multiplier * channels, depth: depth)
                width = multiplier * channels
                skips.append(width)
            }
            if level + 1 < network.multipliers.count {
                addConv("\(path).input_blocks.\(skips.count).0.op", width, width)
                skips.append(width)
            }
        }
        addStage(network, "middle_block", width, width, depth: network.middle)
        addResidualBlock("\(path).middle_block.2", width, width, embedding: embedding)
        return (width, skips)
    }

    private mutating func addStage(_ network: Network, _ name: String, _ inputs: Int, _ outputs: Int, depth: Int) {
        let path = "\(network.path).\(name)"
        addResidualBlock("\(path).0", inputs, outputs, embedding: 4 * network.channels)
        if depth > 0 {
            addTransformer("\(path).1", outputs, depth: depth, context: network.context, linear: network.linear)
        }
    }

    private mutating func addResidualBlock(_ path: String, _ inputs: Int, _ outputs: Int, embedding: Int) {
        addNorm("\(path).in_layers.0", inputs)
        addConv("\(path).in_layers.2", inputs, outputs)
        addLinear("\(path).emb_layers.1", embedding, outputs)
        addNorm("\(path).out_layers.0", outputs)
        addConv("\(path).out_layers.3", outputs, outputs)
        if inputs != outputs { addConv("\(path).skip_connection", inputs, outputs, kernel: 1) }
    }

    private mutating func addTransformer(_ path: String, _ width: Int, depth: Int, context: Int, linear: Bool) {
        addNorm("\(path).norm", width)
        for projection in ["proj_in", "proj_out"] {
            if linear {
                addLinear("\(path).\(projection)", width, width)
            } else {
                addConv("\(path).\(projection)", width, width, kernel: 1)
            }
        }
        for index in 0..<depth {
            let block = "\(path).transformer_blocks.\(index)"
            for (attention, source) in [("attn1", width), ("attn2", context)] {
                addLinear("\(block).\(attention).to_q", width, width, bias: false)
                addLinear("\(block).\(attention).to_k", source, width, bias: false)
                addLinear("\(block).\(attention).to_v", source, width, bias: false)
                addLinear("\(block).\(attention).to_out.0", width, width)
            }
            addLinear("\(block).ff.net.0.proj", width, 8 * width)
            addLinear("\(block).ff.net.2", 4 * width, width)
            for norm in 1...3 { addNorm("\(block).norm\(norm)", width) }
        }
    }

    // MARK: Autoencoder

    /// - Parameter blocks: residual blocks at each level of the encoder; the decoder has one more.
    public mutating func addAutoencoder(_ path: String, channels: Int, multipliers: [Int], blocks: Int = 2) {
        addConv("\(path).encoder.conv_in", 3, channels)
        var width = channels
        for (level, multiplier) in multipliers.enumerated() {
            for block in 0..<blocks {
                addPictureBlock("\(path).encoder.down.\(level).block.\(block)", width, multiplier * channels)
                width = multiplier * channels
            }
            if level + 1 < multipliers.count {
                addConv("\(path).encoder.down.\(level).downsample.conv", width, width)
            }
        }
        addPictureMiddle("\(path).encoder.mid", width)
        addNorm("\(path).encoder.norm_out", width)
        addConv("\(path).encoder.conv_out", width, 8)
        addConv("\(path).quant_conv", 8, 8, kernel: 1)

        addConv("\(path).post_quant_conv", 4, 4, kernel: 1)
        addConv("\(path).decoder.conv_in", 4, width)
        addPictureMiddle("\(path).decoder.mid", width)
        for (level, multiplier) in multipliers.enumerated().reversed() {
            for block in 0...blocks {
                addPictureBlock("\(path).decoder.up.\(level).block.\(block)", width, multiplier * channels)
                width = multiplier * channels
            }
            if level > 0 { addConv("\(path).decoder.up.\(level).upsample.conv", width, width) }
        }
        addNorm("\(path).decoder.norm_out", width)
        addConv("\(path).decoder.conv_out", width, 3)
    }

    private mutating func addPictureBlock(_ path: String, _ inputs: Int, _ outputs: Int) {
        addNorm("\(path).norm1", inputs)
        addConv("\(path).conv1", inputs, outputs)
        addNorm("\(path).norm2", outputs)
        addConv("\(path).conv2", outputs, outputs)
        if inputs != outputs { addConv("\(path).nin_shortcut", inputs, outputs, kernel: 1) }
    }

    private mutating func addPictureMiddle(_ path: String, _ width: Int) {
        addPictureBlock("\(path).block_1", width, width)
        addNorm("\(path).attn_1.norm", width)
        for projection in ["q", "k", "v", "proj_out"] {
            addConv("\(path).attn_1.\(projection)", width, width, kernel: 1)
        }
        addPictureBlock("\(path).block_2", width, width)
    }

    // MARK: Upscalers

    public mutating func addESRGAN(width: Int, growth: Int, blocks: Int, doublings: Int, inputs: Int = 3) {
        addConv("model.0", inputs, width)
        for block in 0..<blocks {
            for dense in 1...3 {
                for index in 0..<5 {
                    addConv(
                        "model.1.sub.\(block).RDB\(dense).conv\(index + 1).0", width + index * growth,
                        index == 4 ? width : growth)
                }
            }
        }
        addConv("model.1.sub.\(blocks)", width, width)
        for index in 0..<doublings { addConv("model.\(3 * (index + 1))", width, width) }
        addConv("model.\(3 * doublings + 2)", width, width)
        addConv("model.\(3 * doublings + 4)", width, 3)
    }

    // MARK: Layers

    public mutating func add(_ name: String, _ shape: [Int]) {
        tensors[name] = syntheticWeights(name, shape)
    }

    public mutating func addLinear(_ path: String, _ inputs: Int, _ outputs: Int, bias: Bool = true) {
        add("\(path).weight", [outputs, inputs])
        if bias { add("\(path).bias", [outputs]) }
    }

    public mutating func addConv(_ path: String, _ inputs: Int, _ outputs: Int, kernel: Int = 3) {
        add("\(path).weight", [outputs, inputs, kernel, kernel])
        add("\(path).bias", [outputs])
    }

    public mutating func addNorm(_ path: String, _ channels: Int) {
        add("\(path).weight", [channels])
        add("\(path).bias", [channels])
    }
}
