import Tensors

/// What a control network adds to the hidden state of a U-Net.
public struct ControlResiduals: Sendable {
    /// For the output of the first convolution and of each input block, in their order; channels last, as that output.
    public var skips: [Tensor]
    /// For the output of the middle block.
    public var middle: Tensor?
    /// For what an input block hands on and leaves for the way up, by its number; adapters steer there.
    public var inputs: [Int: Tensor]

    public init(skips: [Tensor], middle: Tensor?, inputs: [Int: Tensor] = [:]) {
        self.skips = skips
        self.middle = middle
        self.inputs = inputs
    }

    /// Each residual changed by itself.
    public func mapping(_ change: (Tensor) -> Tensor) -> ControlResiduals {
        ControlResiduals(skips: skips.map(change), middle: middle.map(change), inputs: inputs.mapValues(change))
    }

    /// All residuals times `strength`.
    public static func * (residuals: ControlResiduals, strength: Float) -> ControlResiduals {
        residuals.mapping { $0 * strength }
    }

    /// What two control networks add together.
    ///
    /// - Throws: `ModelInputError` if they are made for different models.
    public static func + (a: ControlResiduals, b: ControlResiduals) throws -> ControlResiduals {
        let skips: [Tensor]
        if a.skips.isEmpty || b.skips.isEmpty {
            skips = a.skips + b.skips
        } else {
            guard a.skips.map(\.shape) == b.skips.map(\.shape) else { throw ModelInputError.control }
            skips = try zip(a.skips, b.skips).map(sum)
        }
        var inputs = a.inputs
        for (block, added) in b.inputs { inputs[block] = try sum(inputs[block], added) }
        return ControlResiduals(skips: skips, middle: try sum(a.middle, b.middle), inputs: inputs)
    }

    func add(to descent: inout UNetTrunk.Descent) throws {
        guard skips.isEmpty || skips.count == descent.skips.count else { throw ModelInputError.control }
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
