import Tensors

/// What a network has added to its input, prompt by prompt, and whether that still does.
///
/// Used by the one task that walks.
///
/// - Source: EasyCache, as ComfyUI's `nodes_easycache.py` has it.
public final class NetworkReuse {
    /// Evaluations of the first prompt that were left out.
    public private(set) var skipped = 0

    private let window: ReuseWindow
    private let channels: Int
    private var estimate: ChangeEstimate
    private var additions: [Int: Tensor] = [:]
    /// The prompt by which all are judged: the first of the first call on the way.
    private var watched: Int?
    private var isLeftOut = false
    /// Of the inputs, without the batch.
    private var shape: [Int]?

    /// - Parameter channels: of the latent; further ones of an input are not looked at.
    public init(_ reuse: StepReuse, _ sampling: ModelSampling, channels: Int) {
        window = ReuseWindow(reuse, sampling)
        self.channels = channels
        estimate = ChangeEstimate(threshold: reuse.threshold)
    }

    /// Told before the prompts of one evaluation are asked, in one call or in several.
    public func beginEvaluation() {
        isLeftOut = false
    }

    /// What `network` answers, or what it would answer about.
    public func callAsFunction(_ call: ModelCall, _ network: (ModelCall) throws -> Tensor) throws -> Tensor {
        guard !window.isPast(call.sigma) else { return try network(call) }
        let input = call.input.shape[1] == channels ? call.input : call.input.sliced(axis: 1, 0..<channels)
        estimate.skipEstimate()
        if window.hasBegun(call.sigma) {
            forgetOtherShapes(than: input)
            let canReuse = call.prompts.allSatisfy { additions[$0] != nil }
            if !isLeftOut || !canReuse {
                let own = watched ?? call.prompts[0]
                watched = own
                if let seen = part(of: input, own, call), estimate.isSmall(at: seen, canReuse: canReuse) {
                    isLeftOut = true
                }
            }
            if isLeftOut && canReuse { return reused(input, call) }
        }
        return try answered(call, input, network)
    }

    private func reused(_ input: Tensor, _ call: ModelCall) -> Tensor {
        if let watched, call.prompts.contains(watched) { skipped += 1 }
        return input + concatenate(call.prompts.compactMap { additions[$0] }, axis: 0)
    }

    private func answered(
        _ call: ModelCall, _ input: Tensor, _ network: (ModelCall) throws -> Tensor
    ) throws -> Tensor {
        let output = try network(call)
        let added = output - input
        for (index, prompt) in call.prompts.enumerated() {
            additions[prompt] = added[rows: index * call.imagesPerPrompt..<(index + 1) * call.imagesPerPrompt]
        }
        if let watched, let seen = part(of: input, watched, call), let said = part(of: output, watched, call) {
            estimate.remember(seen, gave: said, in: output)
        }
        return output
    }

    /// The rows of one prompt; nil if it is not in the call.
    private func part(of tensor: Tensor, _ prompt: Int, _ call: ModelCall) -> Tensor? {
        call.prompts.firstIndex(of: prompt).map { index in
            tensor[rows: index * call.imagesPerPrompt..<(index + 1) * call.imagesPerPrompt]
        }
    }

    /// A prompt for another part of the picture makes all earlier answers useless, as in ComfyUI.
    private func forgetOtherShapes(than input: Tensor) {
        let own = Array(input.shape.dropFirst())
        if let shape, shape != own {
            estimate.reset()
            additions = [:]
            watched = nil
            isLeftOut = false
            self.shape = nil
        } else {
            shape = own
        }
    }
}
