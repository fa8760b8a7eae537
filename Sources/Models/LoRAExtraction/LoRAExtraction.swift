import Foundation
import Layers
import Tensors

/// Makes a LoRA of a model whose weights are differences.
///
/// - Source: `nodes_lora_extract.py` of ComfyUI for names, which tensors are taken, and where values are cut off.
public struct LoRAExtraction: Sendable {
    /// Whether matrices become products of thin ones, or stay whole.
    public enum Form: Sendable {
        case product(rank: Int)
        case whole
    }

    private let form: Form
    private let takesBiases: Bool

    public init(_ form: Form, takesBiases: Bool) {
        self.form = form
        self.takesBiases = takesBiases
    }

    /// The tensors of the file, in 32 bits; `made` is told how many of how many weights are done.
    public func tensors(
        of network: UNet, made: (Int, Int) throws -> Void = { _, _ in }
    ) throws -> [String: Tensor] {
        try tensors(of: network.weights, prefix: "diffusion_model.", made: made)
    }

    public func tensors(
        of encoder: TextEncoder, made: (Int, Int) throws -> Void = { _, _ in }
    ) throws -> [String: Tensor] {
        var all: [String: Tensor] = [:]
        for part in encoder.parts {
            let weights = part.encoder.model.weights
            let inside = weights.has("embeddings.token_embedding.weight") ? "text_model." : ""
            let own = try tensors(
                of: weights, prefix: "text_encoders.\(part.name).transformer.\(inside)", made: made)
            all.merge(own) { first, _ in first }
        }
        return all
    }

    private func tensors(
        of weights: Weights, prefix: String, made: (Int, Int) throws -> Void
    ) throws -> [String: Tensor] {
        var all: [String: Tensor] = [:]
        let names = weights.names.sorted()
        for (index, name) in names.enumerated() {
            try made(index, names.count)
            guard let shape = weights.shape(name), let dot = name.lastIndex(of: ".") else { continue }
            let (part, leaf) = (prefix + name[..<dot], name[name.index(after: dot)...])
            switch leaf {
            case "bias" where takesBiases:
                all["\(part).diff_b"] = try weights(name, shape).tensor()
            case "weight":
                try add(weights(name, shape).tensor(), as: part, to: &all)
            default: continue
            }
        }
        try made(names.count, names.count)
        return all
    }

    private func add(_ difference: Tensor, as part: String, to all: inout [String: Tensor]) throws {
        guard case .product(let rank) = form else {
            all["\(part).diff"] = difference
            return
        }
        guard difference.shape.count >= 2 else {
            if takesBiases { all["\(part).diff"] = difference }
            return
        }
        let (up, down) = Self.factors(of: difference, rank: rank)
        all["\(part).lora_up.weight"] = up
        all["\(part).lora_down.weight"] = down
    }

    /// - Shapes: `difference` [O, I] or [O, I, H, W] → [O, rank] and [rank, I], with an edge of 1 or the kernel's.
    static func factors(of difference: Tensor, rank: Int) -> (up: Tensor, down: Tensor) {
        let shape = difference.shape
        let rank = min(rank, shape[0], shape[1])
        let flat = difference.reshaped([shape[0], difference.count / shape[0]])
        let vectors = SingularVectors(of: flat, rank: rank)
        let up = transposed(transposed(vectors.left, [1, 0]).scaledPerRow(by: vectors.values), [1, 0])
        // A few large values would spoil what 16 bits can hold.
        let highest = quantile(up.array + vectors.right.array, 0.99)
        func cut(_ tensor: Tensor) -> Tensor { highest >= 0 ? clamp(tensor, -highest...highest) : tensor }
        let kernel = Array(shape.dropFirst(2))
        return (
            cut(up).reshaped([shape[0], rank] + kernel.map { _ in 1 }),
            cut(vectors.right).reshaped([rank, shape[1]] + kernel)
        )
    }

    /// The value that a part of all are no larger than, between the two nearest.
    private static func quantile(_ values: [Float], _ part: Double) -> Float {
        let sorted = values.sorted()
        let place = part * Double(sorted.count - 1)
        let below = Int(place)
        let above = min(below + 1, sorted.count - 1)
        return sorted[below] + Float(place - Double(below)) * (sorted[above] - sorted[below])
    }
}
