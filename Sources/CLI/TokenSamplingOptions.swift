import ArgumentParser
import Models

/// How a language model chooses its words.
struct TokenSamplingOptions: ParsableArguments {
    @Flag(help: "Always take the likeliest token.")
    var greedy = false

    @Option(help: "Over 1 makes the choice freer, under 1 surer.")
    var temperature: Float = 0.8

    @Option(name: .customLong("top-k"), help: "Choose among this many; 0 for all.")
    var topK = 40

    @Option(name: .customLong("top-p"), help: "Choose among the likeliest with this share together.")
    var topP: Float = 0.95

    @Option(name: .customLong("min-p"), help: "Choose among those with this share of the likeliest's.")
    var minP: Float = 0.05

    @Option(name: .customLong("typical-p"), help: "Choose among those about as surprising as expected; 1 for all.")
    var typicalP: Float = 1

    @Option(name: .customLong("repetition-penalty"), help: "Over 1 makes words that were used less likely.")
    var repetitionPenalty: Float = 1

    @Option(name: .customLong("presence-penalty"), help: "Taken off words that were used.")
    var presencePenalty: Float = 0

    @Option(name: .customLong("frequency-penalty"), help: "Taken off words for each time they were used.")
    var frequencyPenalty: Float = 0

    @Option(help: "The same seed writes the same text.")
    var seed: UInt64 = 0

    func validate() throws {
        guard temperature >= 0, repetitionPenalty > 0, topK >= 0 else {
            throw ValidationError("Temperature and top-k are at least 0, the repetition penalty over 0.")
        }
        for (name, share) in [("top-p", topP), ("min-p", minP), ("typical-p", typicalP)] where !(0...1 ~= share) {
            throw ValidationError("'--\(name) \(share)' is out of range. Use 0...1.")
        }
    }

    var sampling: TokenSampling {
        var sampling = TokenSampling()
        sampling.temperature = greedy ? 0 : temperature
        sampling.topK = topK
        sampling.topP = topP
        sampling.minP = minP
        sampling.typicalP = typicalP
        sampling.repetitionPenalty = repetitionPenalty
        sampling.presencePenalty = presencePenalty
        sampling.frequencyPenalty = frequencyPenalty
        sampling.seed = seed
        return sampling
    }
}
