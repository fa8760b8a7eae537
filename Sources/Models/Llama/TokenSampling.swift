import Foundation
import Grammars

/// How the next token is chosen among the likely ones.
public struct TokenSampling: Hashable, Sendable {
    /// Over 1 flattens the choice, under 1 sharpens it; 0 always takes the likeliest.
    public var temperature: Float = 0.8
    /// Only this many of the likeliest are in the draw; 0 for all.
    public var topK = 40
    /// Only the likeliest that together have this share are in the draw (Holtzman et al. 2020).
    public var topP: Float = 0.95
    /// Only those with this share of the likeliest's share are in the draw.
    public var minP: Float = 0.05
    /// Only those that surprise about as much as one expects, up to this share together (Meister et al. 2023); 1 for all.
    public var typicalP: Float = 1
    /// Divides the logits of tokens that occurred (Keskar et al. 2019); 1 for none.
    public var repetitionPenalty: Float = 1
    /// Taken off the logits of tokens that occurred.
    public var presencePenalty: Float = 0
    /// Taken off the logits of tokens, once for each time they occurred.
    public var frequencyPenalty: Float = 0
    /// How many of the last tokens the penalties look at.
    public var penaltyWindow = 64
    public var seed: UInt64 = 0

    public init() {}

    /// Always the likeliest token.
    public static var greedy: TokenSampling {
        var sampling = TokenSampling()
        sampling.temperature = 0
        return sampling
    }
}

/// Draws tokens; the same seed and logits give the same tokens on every machine.
struct TokenSampler {
    let sampling: TokenSampling
    private var random: SplitMix
    private var constraint: ConstrainedText?

    /// - Parameter constraint: what the text must follow; of an ended text nothing may be drawn any more.
    init(_ sampling: TokenSampling, following constraint: ConstrainedText? = nil) {
        self.sampling = sampling
        self.constraint = constraint
        random = SplitMix(state: sampling.seed)
    }

    private struct Candidate {
        let token: Int
        var share: Float
    }

    /// Whether a grammar lets nothing follow.
    mutating func isOver() -> Bool { constraint?.isOver() ?? false }

    /// - Parameters:
    ///   - logits: one for each token of the vocabulary; -∞ for tokens that may not be drawn.
    ///   - past: the tokens so far, oldest first.
    mutating func next(_ logits: [Float], past: [Int]) -> Int {
        guard var constraint else { return draw(logits, past) }
        // While it is elsewhere, its tables are not copied.
        self.constraint = nil
        let token = constraint.next(logits) { draw($0, past) }
        self.constraint = constraint
        return token
    }

    private mutating func draw(_ logits: [Float], _ past: [Int]) -> Int {
        let logits = penalized(logits, past)
        guard sampling.temperature > 0, let best = logits.max(), best > -.infinity else {
            return Self.likeliest(logits)
        }
        var candidates = candidates(logits, best)
        keepTypical(&candidates)
        keepShare(&candidates)
        if sampling.minP > 0, let first = candidates.first {
            candidates.removeAll { $0.share < sampling.minP * first.share }
        }
        return draw(candidates)
    }

    private static func likeliest(_ logits: [Float]) -> Int {
        logits.indices.max { (logits[$0], $1) < (logits[$1], $0) } ?? 0
    }

    private func penalized(_ logits: [Float], _ past: [Int]) -> [Float] {
        guard sampling.repetitionPenalty != 1 || sampling.presencePenalty != 0 || sampling.frequencyPenalty != 0 else {
            return logits
        }
        var counts: [Int: Int] = [:]
        for token in past.suffix(sampling.penaltyWindow) { counts[token, default: 0] += 1 }
        var logits = logits
        for (token, count) in counts {
            let logit = logits[token]
            let scaled = logit > 0 ? logit / sampling.repetitionPenalty : logit * sampling.repetitionPenalty
            logits[token] = scaled - sampling.presencePenalty - Float(count) * sampling.frequencyPenalty
        }
        return logits
    }

    /// Those in the draw with their shares, likeliest first.
    private func candidates(_ logits: [Float], _ best: Float) -> [Candidate] {
        if sampling.topK > 0 {
            return normalized(
                logits.largest(sampling.topK).map {
                    Candidate(token: $0, share: exp((logits[$0] - best) / sampling.temperature))
                })
        }
        // Vocabularies are large, and the unlikely are sorted for nothing where they cannot be drawn.
        let least = sampling.typicalP < 1 ? 0 : sampling.minP
        var total: Float = 0
        var candidates: [Candidate] = []
        for (token, logit) in logits.enumerated() where logit > -.infinity {
            let exponent = (logit - best) / sampling.temperature
            // 10⁻¹³ of the likeliest changes no sum.
            if exponent < -30, least > 0 { continue }
            let share = exp(exponent)
            total += share
            if share >= least { candidates.append(Candidate(token: token, share: share)) }
        }
        candidates.sort { ($1.share, $0.token) < ($0.share, $1.token) }
        return candidates.map { Candidate(token: $0.token, share: $0.share / total) }
    }

    private func keepTypical(_ candidates: inout [Candidate]) {
        guard sampling.typicalP < 1 else { return }
        let entropy = candidates.reduce(Float(0)) { $1.share > 0 ? $0 - $1.share * log($1.share) : $0 }
        let order = candidates.indices.sorted { first, second in
            let (a, b) = (surprise(candidates[first], entropy), surprise(candidates[second], entropy))
            return (a, first) < (b, second)
        }
        var sum: Float = 0
        var kept: Set<Int> = []
        for index in order {
            kept.insert(index)
            sum += candidates[index].share
            if sum > sampling.typicalP { break }
        }
        candidates = normalized(candidates.indices.filter(kept.contains).map { candidates[$0] })
    }

    private func surprise(_ candidate: Candidate, _ entropy: Float) -> Float {
        candidate.share > 0 ? abs(-log(candidate.share) - entropy) : .infinity
    }

    private func keepShare(_ candidates: inout [Candidate]) {
        guard sampling.topP < 1 else { return }
        var sum: Float = 0
        let count = candidates.firstIndex { candidate in
            sum += candidate.share
            return sum >= sampling.topP
        }
        if let count { candidates = normalized(Array(candidates[...count])) }
    }

    private func normalized(_ candidates: [Candidate]) -> [Candidate] {
        let sum = candidates.reduce(Float(0)) { $0 + $1.share }
        return candidates.map { Candidate(token: $0.token, share: $0.share / sum) }
    }

    private mutating func draw(_ candidates: [Candidate]) -> Int {
        let sum = candidates.reduce(Float(0)) { $0 + $1.share }
        var rest = Float(random.next() >> 40) * 0x1p-24 * sum
        for candidate in candidates {
            rest -= candidate.share
            if rest < 0 { return candidate.token }
        }
        return candidates.last?.token ?? 0
    }
}

/// Steele et al. 2014, "Fast splittable pseudorandom number generators".
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return word ^ word >> 31
    }
}
