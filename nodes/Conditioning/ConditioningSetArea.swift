import Diffusion
import Engine

/// Limits a prompt to a rectangle of the picture.
struct ConditioningSetArea: Node {
    static let displayName = "Conditioning (Set Area)"
    static let category = "model/conditioning/transform"
    static let summary = "Let a prompt count in a rectangle of the picture only."

    @Input("The prompt.") var conditioning: Conditioning
    @Input("Width of the rectangle, in pixels.", in: 64...16_384, step: 8) var width = 64
    @Input("Height of the rectangle, in pixels.", in: 64...16_384, step: 8) var height = 64
    @Input("Left edge of the rectangle, in pixels.", in: 0...16_384, step: 8) var x = 0
    @Input("Upper edge of the rectangle, in pixels.", in: 0...16_384, step: 8) var y = 0
    @Input("How much it counts beside other prompts.", in: 0...10) var strength = 1.0

    @Output var limited: Conditioning

    func run(_ context: RunContext) {
        limited = conditioning.mapping { entry in
            entry.area = .cells(height: height / 8, width: width / 8, y: y / 8, x: x / 8)
            entry.strength = strength
            entry.isCutToMask = false
        }
    }
}
