import Diffusion
import Engine
import Models

/// Encodes a prompt for the refiner of Stable Diffusion XL, with how beautiful the picture is to be.
struct CLIPTextEncodeSDXLRefiner: ReadsFiles {
    static let displayName = "CLIP Text Encode (SDXL Refiner)"
    static let category = "model/conditioning/stable diffusion"
    static let summary = "Encode a prompt for the SDXL refiner, with a score of beauty and the picture's size."

    @Input("How beautiful the picture is to be: about 6, and 2.5 for what to avoid.", in: 0...1000) var ascore = 6.0
    @Input("The picture's width as the model is told, in pixels.", in: 0...16_384) var width = 1024
    @Input("The picture's height as the model is told, in pixels.", in: 0...16_384) var height = 1024
    @Input("What to show, or to avoid.", multiline: true, dynamicPrompts: true) var text: String
    @Input("The text encoder.") var clip: CLIP

    @Output var conditioning: Conditioning

    func files(in folders: Folders) throws -> [String] {
        Embeddings(folders).paths(for: [$text.literal])
    }

    func run(_ context: RunContext) throws {
        conditioning = try clip.encode(text, context.folders).mapping {
            $0.parameters = ["aesthetic_score": ascore, "width": Double(width), "height": Double(height)]
        }
    }
}
