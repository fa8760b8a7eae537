import Diffusion
import Engine
import Models

/// Gives an object a rectangle of the picture.
struct GLIGENTextBoxApply: ReadsFiles {
    static let displayName = "Apply GLIGEN Text Box"
    static let category = "model/conditioning/gligen"
    static let summary = "Say where in the picture an object lies; boxes add up."

    @Input("The prompt of the whole picture.") var conditioningTo: Conditioning
    @Input("The text encoder.") var clip: CLIP
    @Input("What tells the model about places.") var gligenTextboxModel: GroundingModel
    @Input("The object.", multiline: true, dynamicPrompts: true) var text: String
    @Input("Width of its rectangle, in pixels.", in: 8...16_384, step: 8) var width = 64
    @Input("Height of its rectangle, in pixels.", in: 8...16_384, step: 8) var height = 64
    @Input("Left edge of its rectangle, in pixels.", in: 0...16_384, step: 8) var x = 0
    @Input("Upper edge of its rectangle, in pixels.", in: 0...16_384, step: 8) var y = 0

    @Output var conditioning: Conditioning

    func files(in folders: Folders) throws -> [String] {
        Embeddings(folders).paths(for: [$text.literal])
    }

    func run(_ context: RunContext) throws {
        let embeddings = Embeddings(context.folders)
        let encoded = try clip.hookedEncoder().encode(text) { try embeddings.vectors(named: $0, for: $1) }
        let object = GLIGEN.Object(
            vector: encoded.unprojected, height: height / 8, width: width / 8, y: y / 8, x: x / 8)
        conditioning = conditioningTo.mapping { entry in
            let known = (entry.grounding as? GroundedObjects)?.objects ?? []
            entry.grounding = GroundedObjects(gligenTextboxModel.network, known + [object])
        }
    }
}
