import Foundation
import JSON
import Models
import Tensors

/// What is measured of a language model.
struct LanguageWork {
    /// Tokens of a prompt.
    let prompt: Int
    /// Tokens written, one after the other.
    let decoded: Int
    /// The best round counts.
    let rounds: Int

    /// Seconds from nothing to the first token; tokens per second of a prompt, and of writing.
    func run(_ path: String) throws -> JSONValue {
        var loaded = 0.0
        let start = ContinuousClock.now
        let network = try LanguageModel(path: path).network
        loaded = seconds(since: start)
        var cache = network.emptyCache()
        let first = network.logits(try network.read([1, 5, 9], &cache))
        let firstToken = seconds(since: start)

        let words = first.shape[1]
        let ids = (0..<prompt).map { 3 + 7919 * $0 % (words - 3) }
        var (promptTime, tokenTime) = (Double.infinity, Double.infinity)
        for _ in 0..<rounds {
            cache = network.emptyCache()
            promptTime = min(promptTime, try time { _ = try likeliest(network, ids, &cache) })
            cache.truncate(to: 8)
            tokenTime = min(
                tokenTime, try time { for id in ids[..<decoded] { _ = try likeliest(network, [id], &cache) } })
        }
        return [
            "loaded": .double(loaded), "load": .double(firstToken), "prompt": .double(Double(prompt) / promptTime),
            "decode": .double(Double(decoded) / tokenTime),
        ]
    }

    private func likeliest(_ network: LlamaModel, _ tokens: [Int], _ cache: inout KeyValueCache) throws -> Int {
        let states = try network.read(tokens, &cache)
        let logits = network.logits(states[rows: states.shape[0] - 1..<states.shape[0]]).array
        return logits.indices.max { logits[$0] < logits[$1] } ?? 0
    }

    private func seconds(since start: ContinuousClock.Instant) -> Double { (ContinuousClock.now - start) / .seconds(1) }

    private func time(_ body: () throws -> Void) rethrows -> Double {
        let start = ContinuousClock.now
        try body()
        return seconds(since: start)
    }
}
