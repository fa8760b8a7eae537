import Foundation
import Tensors

/// The numbers that `torch.Generator().manual_seed(seed)` gives on the CPU, bit for bit.
///
/// A value: a copy goes on from the same place. Successive calls continue one stream.
///
/// - Source: ATen's `CPUGeneratorImpl` and `DistributionTemplates.h`, as of PyTorch 2.13 on x86-64 with AVX2.
public struct TorchGenerator: Sendable {
    private var engine: MersenneTwister

    /// The second value of the last pair, when fewer than 16 normals were asked for; it comes first the next time.
    private var kept: Double?

    /// PyTorch seeds its generator with the low 32 bits alone, so `seed` and `seed + 2³²` are the same stream.
    public init(seed: UInt64) {
        engine = MersenneTwister(seed: UInt32(truncatingIfNeeded: seed))
    }

    /// `torch.randn(shape, generator=…)`.
    public mutating func normal(_ shape: [Int]) -> Tensor {
        let count = shape.reduce(1, *)
        return Tensor(shape: shape) { values in
            if count < 16 {
                for index in 0..<count { values[index] = Float(normal()) }
            } else {
                fill(&values)
            }
        }
    }

    /// `torch.rand(shape, generator=…)`: in 0..<1.
    public mutating func uniform(_ shape: [Int]) -> Tensor {
        let count = shape.reduce(1, *)
        return Tensor(shape: shape) { values in
            for index in 0..<count { values[index] = uniform() }
        }
    }

    /// One element of `torch.randint(bound, …, generator=…)`: in 0..<bound.
    public mutating func integer(below bound: UInt64) -> UInt64 {
        precondition(bound > 0, "no integer below 0")
        return bound >= 1 << 32 ? word() % bound : UInt64(engine()) % bound
    }

    /// All uniforms are drawn first, and then turned in place, 16 by 16; an incomplete last block is drawn afresh, with
    /// the values before it, to make it whole.
    private mutating func fill(_ values: inout MutableSpan<Float>) {
        let count = values.count
        for index in 0..<count { values[index] = uniform() }
        for start in stride(from: 0, through: count - 16, by: 16) { Self.turn(&values, from: start) }
        guard !count.isMultiple(of: 16) else { return }
        for index in count - 16..<count { values[index] = uniform() }
        Self.turn(&values, from: count - 16)
    }

    private static func turn(_ values: inout MutableSpan<Float>, from start: Int) {
        for index in start..<start + 8 {
            let pair = BoxMuller.normals(values[index], values[index + 8])
            values[index] = pair.cosine
            values[index + 8] = pair.sine
        }
    }

    /// In 0..<1, a multiple of 2⁻²⁴.
    private mutating func uniform() -> Float {
        Float(engine() & 0xFF_FFFF) * 0x1p-24
    }

    private mutating func normal() -> Double {
        if let kept {
            self.kept = nil
            return kept
        }
        let angle = 2 * Double.pi * preciseUniform()
        let radius = (-2 * log1p(-preciseUniform())).squareRoot()
        kept = radius * sin(angle)
        return radius * cos(angle)
    }

    /// In 0..<1, a multiple of 2⁻⁵³.
    private mutating func preciseUniform() -> Double {
        Double(word() & (1 << 53 - 1)) * 0x1p-53
    }

    private mutating func word() -> UInt64 {
        let high = UInt64(engine())
        return high << 32 | UInt64(engine())
    }
}
