import Diffusion
import Engine

/// Limits a prompt to a part of a video, in time and place.
///
/// The numbers stand for the axes of a latent in turn. Those of a picture are height and width only, so that there the
/// first two count, as in ComfyUI: the part in time for the height, the height for the width.
struct ConditioningSetAreaPercentageVideo: Node {
    static let displayName = "Conditioning (Set Area with Percentage for Video)"
    static let category = "model/conditioning/transform"
    static let summary = "Let a prompt count in a part of a video only; in pictures, the first two axes count."

    @Input("The prompt.") var conditioning: Conditioning
    @Input("Width of the part.", in: 0...1) var width = 1.0
    @Input("Height of the part.", in: 0...1) var height = 1.0
    @Input("Length of the part in time.", in: 0...1) var temporal = 1.0
    @Input("Left edge of the part.", in: 0...1) var x = 0.0
    @Input("Upper edge of the part.", in: 0...1) var y = 0.0
    @Input("Where the part begins in time.", in: 0...1) var z = 0.0
    @Input("How much it counts beside other prompts.", in: 0...10) var strength = 1.0

    @Output var limited: Conditioning

    func run(_ context: RunContext) {
        limited = conditioning.mapping { entry in
            entry.area = .parts(height: temporal, width: height, y: z, x: y)
            entry.strength = strength
            entry.isCutToMask = false
        }
    }
}
