import Tensors

/// What is added to one tensor: a product of factors, or the difference itself.
struct WeightChange: Sendable {
    enum Factor: Sendable, Hashable {
        case up, down, mid, alpha
        /// Two products, multiplied element by element (LoHa).
        case hadamard1A, hadamard1B, hadamard2A, hadamard2B, hadamard1T, hadamard2T
        /// A Kronecker product, each side whole or in factors (LoKr).
        case kronecker1, kronecker1A, kronecker1B, kronecker2, kronecker2A, kronecker2B, kroneckerT
        case difference, biasDifference
        case magnitude
    }

    struct Misfit: Error {
        let fact: String
    }

    private enum Kind: Sendable {
        case product(up: StoredTensor, down: StoredTensor)
        case hadamard(StoredTensor, StoredTensor, StoredTensor, StoredTensor)
        case kronecker(Side, Side)
        case difference(StoredTensor)
    }

    /// One side of a Kronecker product.
    private enum Side: Sendable {
        case whole(StoredTensor)
        case product(StoredTensor, StoredTensor)

        var shape: [Int] {
            switch self {
            case .whole(let tensor): tensor.shape
            case .product(let a, let b): [a.shape[0]] + b.shape.dropFirst()
            }
        }

        func tensor() throws -> Tensor {
            switch self {
            case .whole(let tensor): try tensor.tensor()
            case .product(let a, let b): matmul(try a.tensor(), flat(try b.tensor())).reshaped(shape)
            }
        }
    }

    private let kind: Kind?
    private let biasDifference: StoredTensor?
    /// Divided by the rank; 1 if the file has none.
    private let alpha: StoredTensor?
    private let rank: Int

    init(_ factors: [Factor: StoredTensor]) throws(Misfit) {
        guard factors[.magnitude] == nil else { throw Misfit(fact: "are of a kind that Darkroom does not know (DoRA)") }
        alpha = factors[.alpha]
        biasDifference = factors[.biasDifference]
        if let up = factors[.up], let down = factors[.down] {
            guard factors[.mid] == nil else { throw Misfit(fact: "have a middle, which Darkroom does not know") }
            guard up.shape.count >= 2, down.shape.count >= 2, up.shape[1] == down.shape[0], up.count > 0 else {
                throw Misfit(fact: "do not fit each other: \(up.shape) and \(down.shape)")
            }
            kind = .product(up: up, down: down)
            rank = down.shape[0]
        } else if let a1 = factors[.hadamard1A], let b1 = factors[.hadamard1B], let a2 = factors[.hadamard2A],
            let b2 = factors[.hadamard2B]
        {
            guard factors[.hadamard1T] == nil else { throw Misfit(fact: "have a middle, which Darkroom does not know") }
            guard [a1, b1, a2, b2].allSatisfy({ $0.shape.count == 2 }), a1.shape[1] == b1.shape[0],
                a2.shape[1] == b2.shape[0], a1.shape[0] == a2.shape[0], b1.shape[1] == b2.shape[1],
                b1.count > 0, b2.count > 0
            else { throw Misfit(fact: "do not fit each other") }
            kind = .hadamard(a1, b1, a2, b2)
            rank = b1.shape[0]
        } else if let first = Self.side(factors, .kronecker1, .kronecker1A, .kronecker1B),
            let second = Self.side(factors, .kronecker2, .kronecker2A, .kronecker2B)
        {
            guard factors[.kroneckerT] == nil, first.shape.count == 2, second.shape.count >= 2 else {
                throw Misfit(fact: "are of a kind that Darkroom does not know (LoKr with a middle)")
            }
            kind = .kronecker(first, second)
            rank = (factors[.kronecker2B] ?? factors[.kronecker1B])?.shape[0] ?? 0
        } else if let difference = factors[.difference] {
            kind = .difference(difference)
            rank = 0
        } else if biasDifference != nil {
            kind = nil
            rank = 0
        } else {
            throw Misfit(fact: "are not complete")
        }
    }

    private static func side(
        _ factors: [Factor: StoredTensor], _ whole: Factor, _ a: Factor, _ b: Factor
    ) -> Side? {
        if let whole = factors[whole] { return .whole(whole) }
        guard let a = factors[a], let b = factors[b], a.shape.count == 2, b.shape.count >= 2,
            a.shape[1] == b.shape[0], a.count > 0, b.count > 0
        else { return nil }
        return .product(a, b)
    }

    // MARK: Applying

    func touches(_ leaf: String) -> Bool { leaf == "weight" ? kind != nil : biasDifference != nil }

    /// Whether the change has as many elements as a tensor of this shape, in rows of the same length.
    func fits(_ shape: [Int], _ leaf: String) -> Bool {
        let count = shape.reduce(1, *)
        guard leaf == "weight" else { return biasDifference?.count == count }
        switch kind {
        case .product(let up, let down):
            return up.shape[0] == shape.first && up.count / up.shape[1] * (down.count / down.shape[0]) == count
        case .hadamard(let a, let b, _, _): return a.shape[0] == shape.first && a.shape[0] * b.shape[1] == count
        case .kronecker(let a, let b): return a.shape.reduce(1, *) * b.shape.reduce(1, *) == count
        case .difference(let difference): return difference.count == count
        case nil: return false
        }
    }

    /// What is added at full strength.
    func delta(_ shape: [Int], _ leaf: String) throws -> Tensor {
        guard leaf == "weight", let kind else {
            guard let biasDifference else { preconditionFailure("no change of the bias") }
            return try biasDifference.tensor().reshaped(shape)
        }
        switch kind {
        case .product(let up, let down):
            return matmul(flat(try up.tensor()), flat(try down.tensor())).reshaped(shape)
        case .hadamard(let a1, let b1, let a2, let b2):
            let first = matmul(try a1.tensor(), try b1.tensor())
            return (first * matmul(try a2.tensor(), try b2.tensor())).reshaped(shape)
        case .kronecker(let a, let b): return Self.kroneckerProduct(try a.tensor(), try b.tensor()).reshaped(shape)
        case .difference(let difference): return try difference.tensor().reshaped(shape)
        }
    }

    /// The two factors of a change that is their product; nil for others, and where they are not thinner than the product.
    var thinFactors: (up: StoredTensor, down: StoredTensor)? {
        guard case .product(let up, let down) = kind, rank < min(up.shape[0], down.count / rank) / 2 else { return nil }
        return (up, down)
    }

    /// Factor of the change beside the user's strength.
    func scale() throws -> Double {
        guard rank > 0, let alpha else { return 1 }
        return Double(try alpha.tensor().array.first ?? 1) / Double(rank)
    }

    /// - Shapes: `a` [M, N], `b` [O, P, ...] → [M · O, N · P, ...].
    private static func kroneckerProduct(_ a: Tensor, _ b: Tensor) -> Tensor {
        let (rows, columns) = (a.shape[0], a.shape[1])
        let outputs = b.shape[0]
        let outer = matmul(a.reshaped([a.count, 1]), b.reshaped([1, b.count]))
        return transposed(
            outer.reshaped([rows, columns, outputs, b.count / outputs]), [0, 2, 1, 3]
        ).reshaped([rows * outputs, columns * (b.count / outputs)])
    }
}

/// A tensor as a matrix of its rows.
private func flat(_ tensor: Tensor) -> Tensor {
    tensor.reshaped([tensor.shape[0], tensor.count / tensor.shape[0]])
}

extension WeightChange.Factor {
    private static let endings: [(String, Self)] = [
        (".lora_up.weight", .up), (".lora_down.weight", .down), (".lora_mid.weight", .mid), (".alpha", .alpha),
        (".lora_B.weight", .up), (".lora_A.weight", .down), (".lora_B.default.weight", .up),
        (".lora_A.default.weight", .down), ("_lora.up.weight", .up), ("_lora.down.weight", .down),
        (".lora.up.weight", .up), (".lora.down.weight", .down), (".lora_linear_layer.up.weight", .up),
        (".lora_linear_layer.down.weight", .down), (".hada_w1_a", .hadamard1A), (".hada_w1_b", .hadamard1B),
        (".hada_w2_a", .hadamard2A), (".hada_w2_b", .hadamard2B), (".hada_t1", .hadamard1T), (".hada_t2", .hadamard2T),
        (".lokr_w1", .kronecker1), (".lokr_w1_a", .kronecker1A), (".lokr_w1_b", .kronecker1B),
        (".lokr_w2", .kronecker2), (".lokr_w2_a", .kronecker2A), (".lokr_w2_b", .kronecker2B),
        (".lokr_t2", .kroneckerT), (".diff", .difference), (".diff_b", .biasDifference), (".dora_scale", .magnitude),
    ]

    /// The part of a model that a name speaks of, and the factor that it is.
    static func split(_ name: String) -> (target: String, factor: Self)? {
        for (ending, factor) in endings where name.hasSuffix(ending) {
            return (String(name.dropLast(ending.count)), factor)
        }
        return nil
    }
}
