import Tensors

extension WeightChange {
    enum Factor: Sendable, Hashable {
        case up, down, mid, alpha
        /// Two products, multiplied element by element (LoHa).
        case hadamard1A, hadamard1B, hadamard2A, hadamard2B, hadamard1T, hadamard2T
        /// A Kronecker product, each side whole or in factors (LoKr).
        case kronecker1, kronecker1A, kronecker1B, kronecker2, kronecker2A, kronecker2B, kroneckerT
        /// A product, and the weight mixed by another (GLoRA).
        case generalizedA1, generalizedA2, generalizedB1, generalizedB2
        /// Rotations of outputs (OFT, BOFT).
        case rotations, rescale
        case difference, biasDifference
        /// What stands in the weight's place.
        case replacement
        case magnitude
    }

    /// The way that the factors speak of; nil for none that adds anything.
    static func added(_ factors: [Factor: StoredTensor]) throws(Misfit) -> (any AddedChange)? {
        if let up = factors[.up], let down = factors[.down] {
            return try ProductChange(up: up, down: down, middle: factors[.mid])
        }
        if let a1 = factors[.hadamard1A], let b1 = factors[.hadamard1B], let a2 = factors[.hadamard2A],
            let b2 = factors[.hadamard2B]
        {
            return try HadamardChange(
                FactoredKernel(a: a1, b: b1, middle: factors[.hadamard1T]),
                FactoredKernel(a: a2, b: b2, middle: factors[.hadamard2T]))
        }
        if let first = side(factors, .kronecker1, .kronecker1A, .kronecker1B),
            let second = side(factors, .kronecker2, .kronecker2A, .kronecker2B, middle: .kroneckerT)
        {
            return try KroneckerChange(first, second)
        }
        if let a1 = factors[.generalizedA1], let a2 = factors[.generalizedA2], let b1 = factors[.generalizedB1],
            let b2 = factors[.generalizedB2]
        {
            return try GeneralizedChange(a1: a1, a2: a2, b1: b1, b2: b2)
        }
        if let blocks = factors[.rotations] { return try turned(blocks, factors[.rescale], factors[.alpha]) }
        return factors[.difference].map(DifferenceChange.init)
    }

    private static func turned(
        _ blocks: StoredTensor, _ rescale: StoredTensor?, _ alpha: StoredTensor?
    ) throws(Misfit) -> any AddedChange {
        let shape = blocks.shape
        guard shape.count == 3 || shape.count == 4, blocks.count > 0, shape[shape.count - 1] == shape[shape.count - 2]
        else { throw Misfit(fact: "are no rotations: \(shape)") }
        return shape.count == 3
            ? RotationChange(blocks: blocks, alpha: alpha)
            : ButterflyChange(blocks: blocks, rescale: rescale, alpha: alpha)
    }

    private static func side(
        _ factors: [Factor: StoredTensor], _ whole: Factor, _ a: Factor, _ b: Factor, middle: Factor? = nil
    ) -> KroneckerChange.Side? {
        if let whole = factors[whole] { return .whole(whole) }
        guard let a = factors[a], let b = factors[b] else { return nil }
        return FactoredKernel(a: a, b: b, middle: middle.flatMap { factors[$0] }).map { .factors($0) }
    }
}

extension WeightChange.Factor {
    private static let endings: [(String, Self)] = [
        (".lora_up.weight", .up), (".lora_down.weight", .down), (".lora_mid.weight", .mid), (".alpha", .alpha),
        (".lora_B.weight", .up), (".lora_A.weight", .down), (".lora_B.default.weight", .up),
        (".lora_A.default.weight", .down), (".lora_B", .up), (".lora_A", .down), ("_lora.up.weight", .up),
        ("_lora.down.weight", .down), (".lora.up.weight", .up), (".lora.down.weight", .down),
        (".lora_linear_layer.up.weight", .up), (".lora_linear_layer.down.weight", .down), (".hada_w1_a", .hadamard1A),
        (".hada_w1_b", .hadamard1B), (".hada_w2_a", .hadamard2A), (".hada_w2_b", .hadamard2B),
        (".hada_t1", .hadamard1T), (".hada_t2", .hadamard2T), (".lokr_w1", .kronecker1), (".lokr_w1_a", .kronecker1A),
        (".lokr_w1_b", .kronecker1B), (".lokr_w2", .kronecker2), (".lokr_w2_a", .kronecker2A),
        (".lokr_w2_b", .kronecker2B), (".lokr_t2", .kroneckerT), (".a1.weight", .generalizedA1),
        (".a2.weight", .generalizedA2), (".b1.weight", .generalizedB1), (".b2.weight", .generalizedB2),
        (".oft_blocks", .rotations), (".rescale", .rescale), (".diff", .difference), (".w_norm", .difference),
        (".diff_b", .biasDifference), (".b_norm", .biasDifference), (".set_weight", .replacement),
        (".dora_scale", .magnitude),
    ]

    /// The part of a model that a name speaks of, and the factor that it is.
    static func split(_ name: String) -> (target: String, factor: Self)? {
        for (ending, factor) in endings where name.hasSuffix(ending) {
            return (String(name.dropLast(ending.count)), factor)
        }
        return nil
    }
}
