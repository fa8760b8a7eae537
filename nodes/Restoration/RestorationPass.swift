import Diffusion
import Models
import Tensors

/// What a restoring network makes of the picture in each step of a walk. What is the same in every step is computed once.
///
/// Used by the one task that walks.
final class RestorationPass {
    private let applied: AppliedRestoration?
    private var guide: Tensor?
    private var contexts: [[Int]: PreparedContext] = [:]

    init(_ applied: AppliedRestoration?) {
        self.applied = applied
    }

    /// - Returns: nil if nothing is restored at this noise level.
    /// - Throws: `CancellationError`; `RestorationError`; `ModelInputError`; if weights cannot be read.
    func restoration(for call: ModelCall) throws -> Restoration? {
        guard let applied else { return nil }
        let strength = applied.strength(at: call.sigma)
        guard strength > 0 else { return nil }
        let guide = try self.guide ?? applied.network.guide(applied.hint)
        self.guide = guide
        let count = call.input.shape[0]
        return try applied.network(
            call.input, timesteps: [Float](repeating: call.timestep, count: count),
            context: context(of: call, applied.network), guide: guide.fitted(toBatch: count), label: call.label,
            strength: Float(strength))
    }

    private func context(of call: ModelCall, _ network: SUPIR) throws -> PreparedContext {
        if let known = contexts[call.prompts] { return known }
        let made = try network.prepare(call.context)
        contexts[call.prompts] = made
        return made
    }
}
