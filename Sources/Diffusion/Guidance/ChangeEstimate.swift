import Tensors

/// Tells from how far what a model sees has moved, how far what it answers will have moved.
///
/// - Source: Zhou et al. 2025, “Less is Enough: Training-Free Video Diffusion Acceleration via Runtime-Adaptive Caching”
///   (EasyCache), with the sparse sampling of ComfyUI's `nodes_easycache.py`.
struct ChangeEstimate {
    /// The sum of expected changes, as parts of the answer's size, up to which an earlier answer will do.
    private let threshold: Float

    private var input: Tensor?
    private var output: Tensor?
    private var outputSize: Float?
    /// How far an answer moves for each unit that its question moves.
    private var rate: Float?
    private var expected: Float = 0

    /// How far the latest question has moved; nil if nobody asked, or if it was the first.
    private var inputChange: Float?

    init(threshold: Double) {
        self.threshold = Float(threshold)
    }

    /// Forgets all questions and answers. A rate of zero is what ComfyUI is left with.
    mutating func reset() {
        self = ChangeEstimate(threshold: Double(threshold))
        rate = 0
    }

    /// Begins a call in which nothing is estimated.
    mutating func skipEstimate() {
        inputChange = nil
    }

    /// Whether the answer to `input` will have moved so little that an earlier one does.
    ///
    /// - Parameter canReuse: whether there is an earlier one.
    /// - Shapes: `input` [N, C, H, W], of the same prompt in every call.
    mutating func isSmall(at input: Tensor, canReuse: Bool) -> Bool {
        inputChange = self.input.map { meanMagnitude(input.sparse - $0) }
        guard let outputSize, let rate, let inputChange else { return false }
        expected += rate * inputChange / outputSize
        if expected < threshold && canReuse { return true }
        expected = 0
        return false
    }

    /// Takes in what the model has answered.
    ///
    /// - Shapes: `input` and `output` of the prompt that is watched, `whole` the answer to all prompts of the call.
    mutating func remember(_ input: Tensor, gave output: Tensor, in whole: Tensor) {
        let sample = output.sparse
        if outputSize != nil, let earlier = self.output, let inputChange {
            rate = meanMagnitude(sample - earlier) / inputChange
        }
        self.input = input.sparse
        self.output = sample
        outputSize = meanMagnitude(whole)
    }
}

private func meanMagnitude(_ tensor: Tensor) -> Float { magnitude(tensor).mean }

extension Tensor {
    /// Every eighth row and column.
    ///
    /// - Shapes: [N, C, H, W] → [N, C, ⌈H/8⌉, ⌈W/8⌉].
    fileprivate var sparse: Tensor {
        gathered(axis: 2, Array(stride(from: 0, to: shape[2], by: 8)))
            .gathered(axis: 3, Array(stride(from: 0, to: shape[3], by: 8)))
    }
}
