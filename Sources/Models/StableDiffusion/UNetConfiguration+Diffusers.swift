extension UNetConfiguration {
    /// The name that diffusers gives to a part of the network, by its name in the original layout; nil if it gives none.
    ///
    /// Numbers in the original count the parts of all levels together; diffusers counts anew at each level.
    func diffusersName(of part: String) -> String? {
        let parts = part.split(separator: ".").map(String.init)
        guard let first = parts.first else { return nil }
        switch first {
        case "time_embed" where parts.count == 2: return "time_embedding.linear_\(parts[1] == "0" ? 1 : 2)"
        case "label_emb" where parts.count == 3: return "add_embedding.linear_\(parts[2] == "0" ? 1 : 2)"
        case "out": return part == "out.0" ? "conv_norm_out" : "conv_out"
        case "middle_block" where parts.count > 2:
            let (kind, number) = parts[1] == "1" ? ("attentions", 0) : ("resnets", parts[1] == "0" ? 0 : 1)
            return "mid_block.\(kind).\(number).\(Self.inner(kind, parts[2...]))"
        case "input_blocks", "output_blocks": return blockName(first, parts)
        default: return nil
        }
    }

    private func blockName(_ side: String, _ parts: [String]) -> String? {
        guard parts.count > 2, let number = Int(parts[1]) else { return nil }
        if side == "input_blocks" {
            guard number > 0 else { return "conv_in" }
            guard number <= trunk.input.count else { return nil }
            let before = trunk.input[..<(number - 1)]
            let level = before.count(where: \.resamples)
            if trunk.input[number - 1].resamples { return "down_blocks.\(level).downsamplers.0.conv" }
            let position = before.reversed().prefix { !$0.resamples }.count
            return "down_blocks.\(level)." + Self.place(parts, position)
        }
        guard number < output.count else { return nil }
        let before = output[..<number]
        let level = before.count(where: \.resamples)
        if parts[parts.count - 1] == "conv" { return "up_blocks.\(level).upsamplers.0.conv" }
        return "up_blocks.\(level)." + Self.place(parts, before.reversed().prefix { !$0.resamples }.count)
    }

    private static func place(_ parts: [String], _ position: Int) -> String {
        let kind = parts[2] == "0" ? "resnets" : "attentions"
        return "\(kind).\(position).\(inner(kind, parts[3...]))"
    }

    /// The name within a residual block; within a transformer both layouts agree.
    private static func inner(_ kind: String, _ parts: ArraySlice<String>) -> String {
        let name = parts.joined(separator: ".")
        guard kind == "resnets" else { return name }
        let layers = [
            "in_layers.0": "norm1", "in_layers.2": "conv1", "emb_layers.1": "time_emb_proj", "out_layers.0": "norm2",
            "out_layers.3": "conv2", "skip_connection": "conv_shortcut",
        ]
        return layers[name] ?? name
    }
}
