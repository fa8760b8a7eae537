import Models

/// Factors on the projections of an attention.
struct AttentionFactors {
    let query: Double, key: Double, value: Double, output: Double

    /// The factor of a tensor, if it is a projection of `attention`, such as `attn1`.
    func factor(of name: String, in attention: String, suffixes: (String, String, String, String)) -> Double? {
        for (suffix, factor) in [
            (suffixes.0, query), (suffixes.1, key), (suffixes.2, value), (suffixes.3, output),
        ] where name.hasSuffix("\(attention).\(suffix).weight") || name.hasSuffix("\(attention).\(suffix).bias") {
            return factor
        }
        return nil
    }
}

extension Model {
    /// The same with the projections of every attention of one kind times factors.
    ///
    /// - Parameter attention: `attn1`, of tokens to each other, or `attn2`, to the prompt.
    func multiplying(_ attention: String, by factors: AttentionFactors) throws -> Model {
        var changed = self
        changed.network = .success(
            try network.get().scaled {
                factors.factor(of: $0, in: attention, suffixes: ("to_q", "to_k", "to_v", "to_out.0"))
            })
        return changed
    }
}
