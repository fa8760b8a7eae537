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

    /// Texts that are written together.
    private static let texts = 8

    /// Seconds from nothing to the first token; tokens per second of a prompt and of writing, and the most memory up to there;
    /// tokens per second of writing eight texts at once.
    func run(_ path: String) throws -> JSONValue {
        let start = ContinuousClock.now
        let network = try LanguageModel(path: path).network
        var cache = network.emptyCache()
        let first = try network.logits(network.read([1, 5, 9], &cache))
        let firstToken = seconds(since: start)

        let words = first.shape[1]
        let ids = (0..<prompt).map { 3 + 7919 * $0 % (words - 3) }
        var (promptTime, tokenTime, togetherTime) = (Double.infinity, Double.infinity, Double.infinity)
        for _ in 0..<rounds {
            cache = network.emptyCache()
            promptTime = min(promptTime, try time { _ = try likeliest(network, ids, &cache) })
            cache.truncate(to: 8)
            tokenTime = min(
                tokenTime, try time { for id in ids[..<decoded] { _ = try likeliest(network, [id], &cache) } })
        }
        var result = JSONObject([
            ("load", .double(firstToken)), ("prompt", .double(Double(prompt) / promptTime)),
            ("decode", .double(Double(decoded) / tokenTime)),
        ])
        if let memory = Self.peakMemory { result["memory"] = .double(memory) }
        for _ in 0..<rounds {
            cache.truncate(to: 8)
            var caches = [KeyValueCache](repeating: cache, count: Self.texts)
            togetherTime = min(
                togetherTime,
                try time {
                    for id in ids[..<decoded] {
                        let states = try network.read((0..<Self.texts).map { [(id + $0) % words] }, &caches)
                        _ = try network.logits(states).array
                    }
                })
        }
        result["together"] = .double(Double(Self.texts * decoded) / togetherTime)
        return .object(result)
    }

    /// The most memory so far, in MiB; nil where the system does not tell.
    private static var peakMemory: Double? {
        guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
            let kibibytes = line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({ Double($0) })
        else { return nil }
        return kibibytes / 1024
    }

    private func likeliest(_ network: LlamaModel, _ tokens: [Int], _ cache: inout KeyValueCache) throws -> Int {
        let states = try network.read(tokens, &cache)
        let logits = try network.logits(states[rows: states.shape[0] - 1..<states.shape[0]]).array
        return logits.indices.max { logits[$0] < logits[$1] } ?? 0
    }

    private func seconds(since start: ContinuousClock.Instant) -> Double { (ContinuousClock.now - start) / .seconds(1) }

    private func time(_ body: () throws -> Void) rethrows -> Double {
        let start = ContinuousClock.now
        try body()
        return seconds(since: start)
    }
}
