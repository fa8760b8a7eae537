import Tensors

/// A network with its prompts: predicts the clean latent for each side of the guidance.
///
/// - Source: `calc_cond_batch` in ComfyUI's `samplers.py`.
public struct ConditionedModel {
    public let sampling: ModelSampling

    private let network: (ModelCall) throws -> Tensor
    private let sides: [[Prompt]]
    private let shape: [Int]

    /// How much attention each place of the middle received from the others under the prompts of a side, in the model's
    /// latest call for it [N, places]; nil if nobody watches.
    public var attention: ((_ side: Int) -> Tensor?)?

    /// Told before the network is asked for the prompts of one evaluation.
    public var onEvaluation: (() -> Void)?

    /// The first of the sides that patches have added.
    public var firstAddedSide = 2

    /// Where the strengths of the prompts' hooks have come to.
    private let hooks: HookWalk

    /// Latents, times prompts, that go into one call at most.
    private let largestBatch: Int

    /// An entry with all that does not change during a run.
    private struct Prompt {
        let number: Int
        let side: Int
        let prepared: PreparedEntry
        let window: Window?
        let weights: Tensor
    }

    /// - Parameters:
    ///   - sides: positive, negative, and whatever else guidance compares.
    ///   - highest: the noise level at which the walk begins; strengths of hooks go by it.
    ///   - encode: lets the model add what it makes of an entry, such as its `label`.
    ///   - network: its output for a batch, in the meaning of `sampling.prediction`.
    /// - Shapes: `shape` [N, C, H, W] of the latents to come; `network` [B, C', H, W] → [B, C, H, W].
    /// - Throws: `SamplingError` where an entry does not fit the latent; whatever `encode` throws.
    public init(
        _ sides: [Conditioning], shape: [Int], sampling: ModelSampling, largestBatch: Int = .max,
        highest: Float = .infinity,
        encode: (_ entry: ConditioningEntry, _ side: Int) throws -> ConditioningEntry = { entry, _ in entry },
        network: @escaping (ModelCall) throws -> Tensor
    ) throws {
        guard shape.count == 4 else {
            throw SamplingError.misshapen(what: "the latent", expected: [1, 4, 64, 64], found: shape)
        }
        self.sampling = sampling
        self.network = network
        self.shape = shape
        self.largestBatch = largestBatch
        hooks = HookWalk(sampling, highest: highest)
        let preparation = try ConditioningPreparation(sides, shape: shape, sampling, encode: encode)
        var number = 0
        self.sides = try preparation.sides.enumerated().map { side, entries in
            try entries.map { prepared in
                defer { number += 1 }
                let window = try prepared.window?.cut(rows: shape[2], columns: shape[3])
                return Prompt(
                    number: number, side: side, prepared: prepared, window: window,
                    weights: prepared.weights(shape: shape, in: window))
            }
        }
    }

    /// Whether anything is asked for on this side, at any noise level.
    func hasPrompts(onSide side: Int) -> Bool { sides.indices.contains(side) && !sides[side].isEmpty }

    /// What the model takes `latent` to be without noise, under the prompts of each of the `wanted` sides.
    ///
    /// A side without any prompt that counts at this level gives zeros.
    ///
    /// - Parameter perturbation: how the network is made worse meanwhile.
    /// - Shapes: `latent` [N, C, H, W] → as many of the same.
    public func callAsFunction(
        _ latent: Tensor, _ sigma: Float, sides wanted: [Int], perturbed perturbation: Perturbation? = nil
    ) throws -> [Tensor] {
        precondition(latent.shape == shape, "a latent \(latent.shape) where \(shape) was announced")
        onEvaluation?()
        var waiting = wanted.flatMap { side in
            sides[side].filter { !$0.prepared.entry.isDefault && $0.prepared.counts(at: sigma) }
        }
        waiting += wanted.flatMap { defaults(of: $0, beside: waiting, at: sigma) }

        var sums: [Int: WeighedSum] = [:]
        for side in wanted {
            let own = waiting.filter { $0.side == side }
            sums[side] = WeighedSum(shape: shape, isPlain: own.count == 1 && own[0].prepared.isPlain)
        }
        while let first = waiting.first {
            // Last come, first in the batch: ComfyUI's order.
            let limit = max(1, largestBatch / shape[0])
            let fitting = waiting.indices.filter { Self.share(waiting[$0], first) }.reversed().suffix(limit)
            let batch = fitting.map { waiting[$0] }
            for index in fitting { waiting.remove(at: index) }
            let active = hooks.active(first.prepared.entry.hooks, at: sigma)
            for (prompt, part) in zip(batch, try predict(batch, latent, sigma, active, perturbation)) {
                sums[prompt.side]?.add(part, prompt.weights, prompt.window)
            }
        }
        return wanted.map { sums[$0]?.mean ?? Tensor(zeros: shape) }
    }

    /// Default prompts with the weights that the other prompts of their side leave.
    private func defaults(of side: Int, beside others: [Prompt], at sigma: Float) -> [Prompt] {
        let defaults = sides[side].filter { $0.prepared.entry.isDefault && $0.prepared.counts(at: sigma) }
        guard !defaults.isEmpty else { return [] }
        var rest = Tensor(repeating: 1, shape: shape)
        for prompt in others where prompt.side == side {
            if let window = prompt.window {
                window.add(-prompt.weights, to: &rest)
            } else {
                rest = rest - prompt.weights
            }
        }
        rest = clamp(rest, 0...Float.greatestFiniteMagnitude)
        guard rest.array.contains(where: { $0 > 0 }) else { return [] }
        return defaults.map { prompt in
            Prompt(
                number: prompt.number, side: side, prepared: prompt.prepared, window: prompt.window,
                weights: prompt.window.map { $0.part(of: rest) } ?? rest)
        }
    }

    private func predict(
        _ batch: [Prompt], _ latent: Tensor, _ sigma: Float, _ hooks: [ActiveHook], _ perturbation: Perturbation?
    ) throws -> [Tensor] {
        let images = shape[0]
        let latents = concatenate(batch.map { $0.window?.part(of: latent) ?? latent }, axis: 0)

        var inputs = [sampling.input(latents, at: sigma)]
        let extra = batch.compactMap { prompt in
            prompt.prepared.entry.concatenated.map { channels in
                fitted(prompt.window?.part(of: channels) ?? channels, images)
            }
        }
        if extra.count == batch.count { inputs.append(concatenate(extra, axis: 0)) }
        let labels = batch.compactMap { $0.prepared.entry.label.map { fitted($0, images) } }
        func joined(_ contexts: [Tensor]) -> Tensor {
            let length = contexts.map { $0.shape[1] }.reduce(1, leastCommonMultiple)
            return concatenate(
                contexts.map { fitted($0, images).repeated(length / $0.shape[1], axis: 1) }, axis: 0)
        }
        let controlContexts = batch.compactMap(\.prepared.entry.controlContext)
        let output = try network(
            ModelCall(
                input: concatenate(inputs, axis: 1), latent: latents, sigma: sigma,
                timestep: sampling.timestep(sigma), context: joined(batch.map(\.prepared.entry.context)),
                controlContext: controlContexts.count == batch.count ? joined(controlContexts) : nil,
                label: labels.count == batch.count ? concatenate(labels, axis: 0) : nil,
                control: batch[0].prepared.entry.control, grounding: batch[0].prepared.entry.grounding,
                prompts: batch.map(\.number), sides: batch.map(\.side), hooks: hooks,
                imagesPerPrompt: images, perturbation: perturbation))
        let clean = sampling.denoised(output, from: latents, at: sigma)
        return batch.indices.map { clean[rows: $0 * images..<($0 + 1) * images] }
    }

    /// Whether two prompts can share a batch.
    private static func share(_ a: Prompt, _ b: Prompt) -> Bool {
        let (one, other) = (a.prepared.entry, b.prepared.entry)
        guard a.weights.shape == b.weights.shape, one.control === other.control,
            one.hooks.isSame(as: other.hooks),
            a.number == b.number || (one.grounding == nil && other.grounding == nil),
            one.label?.shape == other.label?.shape, one.concatenated?.shape == other.concatenated?.shape
        else { return false }
        guard (one.controlContext == nil) == (other.controlContext == nil) else { return false }
        if let own = one.controlContext, let others = other.controlContext, !canJoin(own.shape, others.shape) {
            return false
        }
        return canJoin(one.context.shape, other.context.shape)
    }

    /// Whether prompts of these shapes can be repeated to a common length.
    private static func canJoin(_ first: [Int], _ second: [Int]) -> Bool {
        guard first[0] == second[0], first[2] == second[2] else { return false }
        // ComfyUI's limit: beyond it, repeating costs more than a call of its own.
        return leastCommonMultiple(first[1], second[1]) / min(first[1], second[1]) <= 4
    }

    /// The first rows of `tensor`, over and over again if there are too few.
    private func fitted(_ tensor: Tensor, _ count: Int) -> Tensor {
        let repeats = (count + tensor.shape[0] - 1) / tensor.shape[0]
        return tensor.repeated(repeats, axis: 0)[rows: 0..<count]
    }
}

private func leastCommonMultiple(_ a: Int, _ b: Int) -> Int {
    var (x, y) = (a, b)
    while y != 0 { (x, y) = (y, x % y) }
    return a / x * b
}

/// The mean of predictions, each weighed element by element.
private struct WeighedSum {
    private var sum: Tensor
    private var weights: Tensor

    /// Whether a single prediction counts everywhere, and so is the mean.
    private let isPlain: Bool

    init(shape: [Int], isPlain: Bool) {
        sum = Tensor(zeros: shape)
        // Above zero, so that there is something to divide by where nothing counts.
        weights = isPlain ? sum : Tensor(repeating: 1e-37, shape: shape)
        self.isPlain = isPlain
    }

    mutating func add(_ prediction: Tensor, _ weight: Tensor, _ window: Window?) {
        if isPlain {
            sum = prediction
        } else if let window {
            window.add(prediction * weight, to: &sum)
            window.add(weight, to: &weights)
        } else {
            sum += prediction * weight
            weights += weight
        }
    }

    var mean: Tensor { isPlain ? sum : sum / weights }
}
