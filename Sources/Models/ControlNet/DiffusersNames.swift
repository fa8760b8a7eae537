import Tensors

/// Names that the diffusers library gives to the tensors of U-Nets and control networks, in the original layout.
///
/// Numbers in the original count the parts of all levels together; diffusers counts anew at each level.
struct DiffusersNames {
    /// The tensors of a control network under their original names; what has no place there is left out.
    static func controlNet(_ tensors: [String: StoredTensor]) -> [String: StoredTensor] {
        renamed(tensors) { names, name in
            names.trunk(name) ?? names.control(name)
        }
    }

    /// The tensors of a U-Net under their original names; what has no place there is left out.
    static func unet(_ tensors: [String: StoredTensor]) -> [String: StoredTensor] {
        renamed(tensors) { names, name in
            names.trunk(name) ?? names.wayUp(name)
        }
    }

    private static func renamed(
        _ tensors: [String: StoredTensor], _ original: (DiffusersNames, [Substring]) -> String?
    ) -> [String: StoredTensor] {
        let names = DiffusersNames(tensors.keys)
        var renamed: [String: StoredTensor] = [:]
        for (name, tensor) in tensors {
            if let original = original(names, name.split(separator: ".")) { renamed[original] = tensor }
        }
        return renamed
    }

    /// Number of the first input block of each level.
    private let firstBlocks: [Int]
    /// Residual blocks of each level on the way up, and the levels that have transformers.
    private let upBlocks: [Int: Int]
    private let upTransformers: Set<Int>

    private init(_ names: some Sequence<String>) {
        // Residual blocks of each level, and whether it ends by halving the size.
        var blocks: [Int: Int] = [:]
        var halves: Set<Int> = []
        var upBlocks: [Int: Int] = [:]
        var upTransformers: Set<Int> = []
        for parts in names.map({ $0.split(separator: ".") }) where parts.count > 3 && parts[0] == "up_blocks" {
            guard let level = Int(parts[1]), let block = Int(parts[3]), level < 100, block < 100 else { continue }
            if parts[2] == "resnets" { upBlocks[level] = max(upBlocks[level] ?? 0, block + 1) }
            if parts[2] == "attentions" { upTransformers.insert(level) }
        }
        self.upBlocks = upBlocks
        self.upTransformers = upTransformers
        for parts in names.map({ $0.split(separator: ".") }) where parts.count > 3 && parts[0] == "down_blocks" {
            guard let level = Int(parts[1]), let block = Int(parts[3]), level < 100, block < 100 else { continue }
            if parts[2] == "resnets" { blocks[level] = max(blocks[level] ?? 0, block + 1) }
            if parts[2] == "downsamplers" { halves.insert(level) }
        }
        var first = 1
        firstBlocks = (0..<(blocks.keys.max() ?? -1) + 1).map { level in
            defer { first += (blocks[level] ?? 0) + (halves.contains(level) ? 1 : 0) }
            return first
        }
    }

    // MARK: One name

    /// The part that U-Nets and control networks have in common: the way down, the middle and the embeddings.
    private func trunk(_ parts: [Substring]) -> String? {
        let tail = parts.last.map(String.init) ?? ""
        switch (parts.first, parts.count) {
        case ("conv_in", 2): return "input_blocks.0.0.\(tail)"
        case ("time_embedding", 3): return "time_embed.\(parts[1] == "linear_1" ? 0 : 2).\(tail)"
        case ("add_embedding", 3), ("class_embedding", 3):
            return "label_emb.0.\(parts[1] == "linear_1" ? 0 : 2).\(tail)"
        case ("down_blocks", 5...): return inputBlock(parts)
        case ("mid_block", 4...):
            let place = parts[1] == "attentions" ? 1 : parts[2] == "0" ? 0 : 2
            return "middle_block.\(place).\(inner(parts[1], parts[3...]))"
        default: return nil
        }
    }

    private func inputBlock(_ parts: [Substring]) -> String? {
        guard let level = Int(parts[1]), firstBlocks.indices.contains(level), let block = Int(parts[3]), block < 100
        else { return nil }
        let first = firstBlocks[level]
        switch parts[2] {
        case "resnets": return "input_blocks.\(first + block).0.\(inner(parts[2], parts[4...]))"
        case "attentions": return "input_blocks.\(first + block).1.\(inner(parts[2], parts[4...]))"
        case "downsamplers":
            // The last of its level: the number before the next level's first.
            let number = level + 1 < firstBlocks.count ? firstBlocks[level + 1] - 1 : first
            return "input_blocks.\(number).0.op.\(parts[parts.count - 1])"
        default: return nil
        }
    }

    /// The part that only U-Nets have.
    private func wayUp(_ parts: [Substring]) -> String? {
        let tail = parts.last.map(String.init) ?? ""
        switch (parts.first, parts.count) {
        case ("conv_norm_out", 2): return "out.0.\(tail)"
        case ("conv_out", 2): return "out.2.\(tail)"
        case ("up_blocks", 5...):
            guard let level = Int(parts[1]), let block = Int(parts[3]), block < 100, let own = upBlocks[level] else {
                return nil
            }
            let first = (0..<level).reduce(0) { $0 + (upBlocks[$1] ?? 0) }
            switch parts[2] {
            case "resnets": return "output_blocks.\(first + block).0.\(inner(parts[2], parts[4...]))"
            case "attentions": return "output_blocks.\(first + block).1.\(inner(parts[2], parts[4...]))"
            case "upsamplers":
                return "output_blocks.\(first + own - 1).\(upTransformers.contains(level) ? 2 : 1).conv.\(tail)"
            default: return nil
            }
        default: return nil
        }
    }

    /// The name within a residual block; within a transformer both layouts agree.
    private func inner(_ kind: Substring, _ parts: ArraySlice<Substring>) -> String {
        guard kind == "resnets", let layer = parts.first else { return parts.joined(separator: ".") }
        let layers = [
            "norm1": "in_layers.0", "conv1": "in_layers.2", "time_emb_proj": "emb_layers.1",
            "norm2": "out_layers.0", "conv2": "out_layers.3", "conv_shortcut": "skip_connection",
        ]
        return ([layers[String(layer)] ?? String(layer)] + parts.dropFirst().map(String.init)).joined(separator: ".")
    }

    /// The parts that only control networks have.
    private func control(_ parts: [Substring]) -> String? {
        let tail = parts.last.map(String.init) ?? ""
        switch (parts.first, parts.count) {
        case ("controlnet_down_blocks", 3): return "zero_convs.\(parts[1]).0.\(tail)"
        case ("controlnet_mid_block", 2): return "middle_block_out.0.\(tail)"
        case ("controlnet_cond_embedding", 3) where parts[1] == "conv_in": return "input_hint_block.0.\(tail)"
        case ("controlnet_cond_embedding", 3) where parts[1] == "conv_out": return "input_hint_block.14.\(tail)"
        case ("controlnet_cond_embedding", 4):
            guard let block = Int(parts[2]), block < 6 else { return nil }
            return "input_hint_block.\(2 + 2 * block).\(tail)"
        case ("task_embedding", _), ("transformer_layes", _), ("spatial_ch_projs", _), ("control_add_embedding", _):
            return parts.joined(separator: ".")
        default: return nil
        }
    }
}
