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
        case product(up: StoredTensor, down: StoredTensor, middle: StoredTensor?)
        case hadamard(HadamardSide, HadamardSide)
        case kronecker(Side, Side)
        case difference(StoredTensor)
    }

    /// One of two products that are multiplied element by element.
    private struct HadamardSide: Sendable {
        let a: StoredTensor, b: StoredTensor
        /// Of a convolution's kernel.
        let middle: StoredTensor?

        /// How many rows, and how many elements each.
        var size: (Int, Int) {
            guard let middle else { return (a.shape[0], b.shape[1]) }
            return (a.shape[1], b.shape[1] * middle.shape[2] * middle.shape[3])
        }

        func tensor() throws -> Tensor {
            guard let middle else { return matmul(try a.tensor(), try b.tensor()) }
            return WeightChange.kernel(try middle.tensor(), outputs: try a.tensor(), inputs: try b.tensor())
        }
    }

    /// One side of a Kronecker product.
    private enum Side: Sendable {
        case whole(StoredTensor)
        case product(StoredTensor, StoredTensor)
        case kernel(StoredTensor, outputs: StoredTensor, inputs: StoredTensor)

        var shape: [Int] {
            switch self {
            case .whole(let tensor): tensor.shape
            case .product(let a, let b): [a.shape[0]] + b.shape.dropFirst()
            case .kernel(let middle, let a, let b): [a.shape[1], b.shape[1], middle.shape[2], middle.shape[3]]
            }
        }

        func tensor() throws -> Tensor {
            switch self {
            case .whole(let tensor): return try tensor.tensor()
            case .product(let a, let b): return matmul(try a.tensor(), flat(try b.tensor())).reshaped(shape)
            case .kernel(let middle, let a, let b):
                return WeightChange.kernel(try middle.tensor(), outputs: try a.tensor(), inputs: try b.tensor())
            }
        }
    }

    private let kind: Kind?
    private let biasDifference: StoredTensor?
    /// Divided by the rank; 1 if the file has none.
    private let alpha: StoredTensor?
    private let rank: Int
    /// The length that each row, or each column, of the changed tensor gets (DoRA).
    private let magnitude: StoredTensor?

    init(_ factors: [Factor: StoredTensor]) throws(Misfit) {
        magnitude = factors[.magnitude]
        alpha = factors[.alpha]
        biasDifference = factors[.biasDifference]
        if let up = factors[.up], let down = factors[.down] {
            let middle = factors[.mid]
            guard up.shape.count >= 2, down.shape.count >= 2, middle != nil || up.shape[1] == down.shape[0],
                up.count > 0, up.count == up.shape[0] * up.shape[1]
            else {
                throw Misfit(fact: "do not fit each other: \(up.shape) and \(down.shape)")
            }
            if let middle {
                guard middle.shape.count == 4, middle.count > 0, middle.shape[0] == up.shape[1],
                    middle.shape[1] == down.shape[0], down.count == down.shape[0] * down.shape[1]
                else { throw Misfit(fact: "do not fit their middle: \(middle.shape)") }
            }
            kind = .product(up: up, down: down, middle: middle)
            rank = down.shape[0]
        } else if let a1 = factors[.hadamard1A], let b1 = factors[.hadamard1B], let a2 = factors[.hadamard2A],
            let b2 = factors[.hadamard2B]
        {
            let sides = [
                HadamardSide(a: a1, b: b1, middle: factors[.hadamard1T]),
                HadamardSide(a: a2, b: b2, middle: factors[.hadamard2T]),
            ]
            guard sides.allSatisfy(Self.isWhole), sides[0].size == sides[1].size else {
                throw Misfit(fact: "do not fit each other")
            }
            kind = .hadamard(sides[0], sides[1])
            rank = b1.shape[0]
        } else if let first = Self.side(factors, .kronecker1, .kronecker1A, .kronecker1B),
            let second = Self.side(factors, .kronecker2, .kronecker2A, .kronecker2B, middle: .kroneckerT)
        {
            guard first.shape.count == 2, second.shape.count >= 2 else { throw Misfit(fact: "do not fit each other") }
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

    private static func isWhole(_ side: HadamardSide) -> Bool {
        let (a, b) = (side.a.shape, side.b.shape)
        guard a.count == 2, b.count == 2, side.a.count > 0, side.b.count > 0 else { return false }
        guard let middle = side.middle?.shape else { return a[1] == b[0] }
        return middle.count == 4 && middle[0] == a[0] && middle[1] == b[0] && middle[2] * middle[3] > 0
    }

    private static func side(
        _ factors: [Factor: StoredTensor], _ whole: Factor, _ a: Factor, _ b: Factor, middle: Factor? = nil
    ) -> Side? {
        if let whole = factors[whole] { return .whole(whole) }
        if let middle = middle.flatMap({ factors[$0] }) {
            guard let a = factors[a], let b = factors[b],
                isWhole(HadamardSide(a: a, b: b, middle: middle))
            else { return nil }
            return .kernel(middle, outputs: a, inputs: b)
        }
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
        if let magnitude {
            guard shape.count >= 2, magnitude.count == (magnitude.shape.first == shape[0] ? shape[0] : shape[1]) else {
                return false
            }
        }
        switch kind {
        case .product(let up, let down, let middle):
            let kernel = middle.map { $0.shape[2] * $0.shape[3] } ?? 1
            return up.shape[0] == shape.first && up.count / up.shape[1] * (down.count / down.shape[0]) * kernel == count
        case .hadamard(let side, _): return side.size.0 == shape.first && side.size.0 * side.size.1 == count
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
        case .product(let up, let down, let middle?):
            // Of every place of the kernel, the middle mixes what goes in.
            let inputs = transposed(flat(try down.tensor()), [1, 0])
            let mixed = matmul(inputs, flat(transposed(try middle.tensor(), [1, 0, 2, 3])))
            let columns = transposed(
                mixed.reshaped([inputs.shape[0], up.shape[1], middle.shape[2] * middle.shape[3]]), [1, 0, 2])
            return matmul(flat(try up.tensor()), flat(columns)).reshaped(shape)
        case .product(let up, let down, nil):
            return matmul(flat(try up.tensor()), flat(try down.tensor())).reshaped(shape)
        case .hadamard(let first, let second):
            return (try first.tensor().reshaped(shape)) * (try second.tensor().reshaped(shape))
        case .kronecker(let a, let b): return Self.kroneckerProduct(try a.tensor(), try b.tensor()).reshaped(shape)
        case .difference(let difference): return try difference.tensor().reshaped(shape)
        }
    }

    /// The factors of a change that is their product; nil for others, and where a layer of this shape would take more than
    /// half as long again with them: weights that are so small, or factors so large, are added up instead.
    func thinFactors(for shape: [Int]) -> (up: StoredTensor, middle: StoredTensor?, down: StoredTensor)? {
        guard case .product(let up, let down, let middle) = kind, magnitude == nil, shape.count == 2 || shape.count == 4
        else { return nil }
        let factors = up.count + (middle?.count ?? 0) + down.count
        return factors <= shape.reduce(1, *) / 2 ? (up, middle, down) : nil
    }

    /// Factor of the change beside the user's strength.
    func scale() throws -> Double {
        guard rank > 0, let alpha else { return 1 }
        return Double(try alpha.tensor().array.first ?? 1) / Double(rank)
    }

    /// The tensor after the change.
    ///
    /// - Source: Liu et al. 2024, “DoRA”, as ComfyUI computes it: rows are measured before the change, columns after it.
    func changed(_ original: Tensor, _ leaf: String, strength: Double) throws -> Tensor {
        let delta = try delta(original.shape, leaf)
        guard leaf == "weight", let magnitude else {
            return original.adding(delta, times: Float(strength * (try scale())))
        }
        let (rows, columns) = (original.shape[0], original.shape[1])
        let isByRow = magnitude.shape.first == rows
        precondition(magnitude.count == (isByRow ? rows : columns), "a magnitude of \(magnitude.shape)")
        let whole = original.adding(delta, times: Float(try scale()))
        let wanted = try magnitude.tensor().array
        let cells = original.count / max(rows * columns, 1)
        let measured = isByRow ? original.array : whole.array
        var squares = [Float](repeating: 0, count: wanted.count)
        for (index, value) in measured.enumerated() {
            squares[isByRow ? index / (columns * cells) : index / cells % columns] += value * value
        }
        let factors = zip(wanted, squares).map { $0 / ($1.squareRoot() + Float.ulpOfOne) }
        let (before, after) = (original.array, whole.array)
        let share = Float(strength)
        let values = after.indices.map { index in
            let scaled = after[index] * factors[isByRow ? index / (columns * cells) : index / cells % columns]
            return share == 1 ? scaled : before[index] + share * (scaled - before[index])
        }
        return Tensor(values, shape: original.shape)
    }

    /// A convolution's kernel from its middle and a matrix for either side.
    ///
    /// - Shapes: `middle` [I, J, h, w], `outputs` [I, O], `inputs` [J, N] → [O, N, h, w].
    private static func kernel(_ middle: Tensor, outputs: Tensor, inputs: Tensor) -> Tensor {
        let (first, second, cells) = (middle.shape[0], middle.shape[1], middle.shape[2] * middle.shape[3])
        // [O, I] · [I, J · cells], then over J.
        let mixed = matmul(transposed(outputs, [1, 0]), middle.reshaped([first, second * cells]))
        let rows = outputs.shape[1]
        let byPlace = transposed(mixed.reshaped([rows, second, cells]), [0, 2, 1]).reshaped([rows * cells, second])
        let product = matmul(byPlace, inputs).reshaped([rows, cells, inputs.shape[1]])
        return transposed(product, [0, 2, 1]).reshaped([rows, inputs.shape[1], middle.shape[2], middle.shape[3]])
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
