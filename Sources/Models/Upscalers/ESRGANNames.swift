import Tensors

/// The spellings of an ESRGAN's tensor names, in the oldest of them.
enum ESRGANNames {
    /// The tensors under their oldest names; what has no place there is left out.
    static func original(_ tensors: [String: StoredTensor]) -> [String: StoredTensor] {
        let tensors = withoutPrefix(tensors)
        guard tensors["model.0.weight"] == nil else { return tensors }
        let names = tensors.keys.map { (name: $0, parts: $0.split(separator: ".")) }
        let blocks = names.compactMap { block($0.parts) }.max().map { $0 + 1 } ?? 0
        let doublings = names.compactMap { doubling($0.parts) }.max() ?? 0
        var renamed: [String: StoredTensor] = [:]
        for (name, parts) in names {
            if let original = original(parts, blocks: blocks, doublings: doublings) {
                renamed[original] = tensors[name]
            }
        }
        return renamed
    }

    /// Training programs save the network under a name of their own.
    private static func withoutPrefix(_ tensors: [String: StoredTensor]) -> [String: StoredTensor] {
        for prefix in ["params_ema.", "params.", "module."] {
            let inside = tensors.filter { $0.key.hasPrefix(prefix) }
            guard inside.isEmpty else {
                return Dictionary(
                    uniqueKeysWithValues: inside.map { (String($0.key.dropFirst(prefix.count)), $0.value) })
            }
        }
        return tensors
    }

    private static func original(_ parts: [Substring], blocks: Int, doublings: Int) -> String? {
        guard let kind = parts.first, let tail = parts.last else { return nil }
        switch kind {
        case "conv_first": return "model.0.\(tail)"
        case "RRDB_trunk", "body":
            guard parts.count == 5, let index = block(parts) else { return nil }
            return "model.1.sub.\(index).\(parts[2].uppercased()).\(parts[3]).0.\(tail)"
        case "trunk_conv", "conv_body": return "model.1.sub.\(blocks).\(tail)"
        case "HRconv", "conv_hr": return "model.\(3 * doublings + 2).\(tail)"
        case "conv_last": return "model.\(3 * doublings + 4).\(tail)"
        default: return doubling(parts).map { "model.\(3 * $0).\(tail)" }
        }
    }

    /// The number of the block that a name belongs to.
    private static func block(_ parts: [Substring]) -> Int? {
        guard parts.count == 5, parts[0] == "RRDB_trunk" || parts[0] == "body", let index = Int(parts[1]), index < 1000
        else { return nil }
        return index
    }

    /// The number of the doubling that a convolution stands behind, from 1.
    private static func doubling(_ parts: [Substring]) -> Int? {
        guard let kind = parts.first else { return nil }
        for name in ["upconv", "conv_up"] where kind.hasPrefix(name) {
            if let number = Int(kind.dropFirst(name.count)), (1...5).contains(number) { return number }
        }
        return nil
    }
}
