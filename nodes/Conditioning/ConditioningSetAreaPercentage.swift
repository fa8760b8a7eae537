import Diffusion
import Engine

/// Limits a prompt to a rectangle, given in parts of the picture.
struct ConditioningSetAreaPercentage: Node {
    static let displayName = "Conditioning (Set Area with Percentage)"
    static let category = "model/conditioning/transform"
    static let summary = "Let a prompt count in a rectangle of the picture only, given in parts of its size."

    @Input("The prompt.") var conditioning: Conditioning
    @Input("Width of the rectangle, as a part of the picture's.", in: 0...1) var width = 1.0
    @Input("Height of the rectangle, as a part of the picture's.", in: 0...1) var height = 1.0
    @Input("Left edge of the rectangle, as a part of the picture's width.", in: 0...1) var x = 0.0
    @Input("Upper edge of the rectangle, as a part of the picture's height.", in: 0...1) var y = 0.0
    @Input("How much it counts beside other prompts.", in: 0...10) var strength = 1.0

    @Output var limited: Conditioning

    func run(_ context: RunContext) {
        limited = conditioning.mapping { entry in
            entry.area = .parts(height: height, width: width, y: y, x: x)
            entry.strength = strength
            entry.isCutToMask = false
        }
    }
}
