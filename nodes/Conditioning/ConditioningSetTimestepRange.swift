import Diffusion
import Engine

/// Limits a prompt to a part of the way from noise to picture.
struct ConditioningSetTimestepRange: Node {
    static let category = "model/conditioning/transform"
    static let summary = "Let a prompt count over a part of the steps only."

    @Input("The prompt.") var conditioning: Conditioning
    @Input("Where it begins to count: 0 is pure noise.", in: 0...1, step: 0.001) var start = 0.0
    @Input("Where it ceases to count: 1 is the finished picture.", in: 0...1, step: 0.001) var end = 1.0

    @Output var limited: Conditioning

    func run(_ context: RunContext) {
        limited = conditioning.mapping { entry in
            entry.start = start
            entry.end = end
        }
    }
}
