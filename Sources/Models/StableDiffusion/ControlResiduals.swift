import Tensors

/// What a control network adds to the hidden state of a U-Net.
public struct ControlResiduals: Sendable {
    /// For the output of the first convolution and of each input block, in their order; channels last, as that output.
    public var skips: [Tensor]
    /// For the output of the middle block.
    public var middle: Tensor?

    public init(skips: [Tensor], middle: Tensor?) {
        self.skips = skips
        self.middle = middle
    }

    /// All residuals times `strength`.
    public static func * (residuals: ControlResiduals, strength: Float) -> ControlResiduals {
        ControlResiduals(skips: residuals.skips.map { $0 * strength }, middle: residuals.middle.map { $0 * strength })
    }

    /// What two control networks add together.
    ///
    /// - Throws: `ModelInputError` if they are made for different models.
    public static func + (a: ControlResiduals, b: ControlResiduals) throws -> ControlResiduals {
        guard a.skips.map(\.shape) == b.skips.map(\.shape) else { throw ModelInputError.control }
        return ControlResiduals(skips: try zip(a.skips, b.skips).map(sum), middle: try sum(a.middle, b.middle))
    }

    func add(to descent: inout UNetTrunk.Descent) throws {
        guard skips.count == descent.skips.count else { throw ModelInputError.control }
        for (index, added) in skips.enumerated() {
            descent.skips[index] = try Self.sum(descent.skips[index], added)
        }
        if let middle { descent.middle = try Self.sum(descent.middle, middle) }
    }

    private static func sum(_ a: Tensor, _ b: Tensor) throws -> Tensor {
        guard a.shape == b.shape else { throw ModelInputError.control }
        return a + b
    }

    private static func sum(_ a: Tensor?, _ b: Tensor?) throws -> Tensor? {
        guard let a, let b else { return a ?? b }
        return try sum(a, b)
    }
}
