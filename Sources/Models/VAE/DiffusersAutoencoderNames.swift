import Tensors

/// Names that the diffusers library gives to the tensors of an autoencoder, in the original layout.
enum DiffusersAutoencoderNames {
    /// Whether tensors have these names.
    static func areUsed(in tensors: [String: StoredTensor]) -> Bool {
        tensors["decoder.mid_block.resnets.0.norm1.weight"] != nil
    }

    /// The tensors under their original names; what has no place there is left out.
    static func original(_ tensors: [String: StoredTensor]) -> [String: StoredTensor] {
        let levels = tensors.keys.reduce(0) { count, name in
            let parts = name.split(separator: ".")
            guard parts.count > 2, parts[1] == "up_blocks", let level = Int(parts[2]), level < 100 else { return count }
            return max(count, level + 1)
        }
        var renamed: [String: StoredTensor] = [:]
        for (name, tensor) in tensors {
            if let original = original(name.split(separator: "."), levels: levels) { renamed[original] = tensor }
        }
        return renamed
    }

    private static func original(_ parts: [Substring], levels: Int) -> String? {
        guard let half = parts.first, let leaf = parts.last else { return nil }
        if ["quant_conv", "post_quant_conv"].contains(half) { return parts.joined(separator: ".") }
        guard ["encoder", "decoder"].contains(half), parts.count > 2 else { return nil }
        switch parts[1] {
        case "conv_in", "conv_out": return parts.joined(separator: ".")
        case "conv_norm_out": return "\(half).norm_out.\(leaf)"
        case "down_blocks" where parts.count > 5:
            return Int(parts[2]).flatMap { level(parts, "down", $0, resampler: "downsample").map { "\(half).\($0)" } }
        case "up_blocks" where parts.count > 5:
            // From the smallest size up, where the original counts from the largest down.
            return Int(parts[2]).flatMap {
                level(parts, "up", levels - 1 - $0, resampler: "upsample").map { "\(half).\($0)" }
            }
        case "mid_block" where parts.count > 5: return middle(parts).map { "\(half).mid.\($0)" }
        default: return nil
        }
    }

    private static func level(_ parts: [Substring], _ side: String, _ number: Int, resampler: String) -> String? {
        switch parts[3] {
        case "resnets": return "\(side).\(number).block.\(parts[4]).\(residual(parts[5...]))"
        case "downsamplers", "upsamplers": return "\(side).\(number).\(resampler).\(parts[5...].joined(separator: "."))"
        default: return nil
        }
    }

    private static func middle(_ parts: [Substring]) -> String? {
        if parts[2] == "resnets" {
            return Int(parts[3]).flatMap { $0 < 100 ? "block_\($0 + 1).\(residual(parts[4...]))" : nil }
        }
        guard parts[2] == "attentions", let leaf = parts.last else { return nil }
        let layer = parts[4..<parts.count - 1].joined(separator: ".")
        let layers = [
            "group_norm": "norm", "to_q": "q", "to_k": "k", "to_v": "v", "to_out.0": "proj_out",
            // Before version 0.15.
            "query": "q", "key": "k", "value": "v", "proj_attn": "proj_out",
        ]
        return layers[layer].map { "attn_1.\($0).\(leaf)" }
    }

    private static func residual(_ parts: ArraySlice<Substring>) -> String {
        let name = parts.joined(separator: ".")
        let shortcut = "conv_shortcut."
        return name.hasPrefix(shortcut) ? "nin_shortcut." + name.dropFirst(shortcut.count) : name
    }
}
