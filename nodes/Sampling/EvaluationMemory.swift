import Diffusion
import Engine
import Formats
import Tensors

/// What a model has said of latents before, kept on disk step by step.
///
/// A walk that was cut off is walked again with every step that it had taken known already; since equal latents give equal
/// predictions, and samplers draw their noise from the seed alone, it comes to the same place, bit for bit. Walks that begin
/// alike share the steps that they have in common: one of more steps at the same noise levels, or one that is split in two.
struct EvaluationMemory {
    private let values: Intermediates
    private let model: ResultKey
    private let tally: EvaluationTally

    /// Raised whenever models predict other numbers from the same inputs.
    private static let version = 1

    /// - Parameters:
    ///   - inputs: names of the inputs that decide what the model predicts for a latent.
    ///   - prepared: digests of what the model was given besides, such as channels made of the latent to start from.
    ///   - tally: notes which predictions were known.
    init(_ values: Intermediates, inputs: [String], prepared: [UInt8], tally: EvaluationTally = EvaluationTally()) {
        self.values = values
        self.tally = tally
        model = values.key("prediction", version: Self.version, of: inputs).joined(with: prepared)
    }

    /// The same as `inner`, asked only where nothing is known.
    func denoiser(_ inner: Denoiser) -> Denoiser {
        Denoiser(guided: { latent, sigma, needsUnconditional in
            let key = key(latent, sigma, needsUnconditional)
            if let known = known(key, latent.shape, needsUnconditional) {
                tally.known += 1
                return known
            }
            tally.made += 1
            let clock = ContinuousClock()
            let start = clock.now
            let made = needsUnconditional ? try inner.both(latent, sigma) : Denoised(try inner(latent, sigma))
            let kept = needsUnconditional ? [made.guided, made.unconditional] : [made.guided]
            values.keep(kept.map { Latent(samples: $0) }, for: key, seconds: (clock.now - start) / .seconds(1))
            return made
        })
    }

    private func known(_ key: ResultKey, _ shape: [Int], _ needsUnconditional: Bool) -> Denoised? {
        guard let known = values.values(for: key)?.compactMap({ ($0 as? Latent)?.samples }),
            known.count == (needsUnconditional ? 2 : 1), known.allSatisfy({ $0.shape == shape })
        else { return nil }
        return needsUnconditional ? Denoised(known[0], unconditional: known[1]) : Denoised(known[0])
    }

    private func key(_ latent: Tensor, _ sigma: Float, _ needsUnconditional: Bool) -> ResultKey {
        var digest = Digest()
        digest.append(latent)
        digest.append(Array("\(sigma.bitPattern) \(needsUnconditional)".utf8))
        return model.joined(with: digest.bytes)
    }
}

/// Predictions of the step under way. Used by the one task that walks.
final class EvaluationTally {
    var known = 0
    var made = 0

    /// Whether the step that has just ended was nothing but known predictions; the next one begins.
    func endStep() -> Bool {
        defer { (known, made) = (0, 0) }
        return known > 0 && made == 0
    }
}
