import Diffusion
import Engine
import Models

/// Encodes a prompt with the picture's size, as PixArt is told both.
struct CLIPTextEncodePixArtAlpha: ReadsFiles {
    static let displayName = "CLIP Text Encode (PixArt Alpha)"
    static let category = "model/conditioning/pixart"
    static let summary = "Encode a prompt with the size of the picture."

    @Input("The picture's width, in pixels.", in: 0...16_384) var width = 1024
    @Input("The picture's height, in pixels.", in: 0...16_384) var height = 1024
    @Input("The prompt.", multiline: true, dynamicPrompts: true) var text: String
    @Input("The text encoder.") var clip: CLIP

    @Output var conditioning: Conditioning

    func files(in folders: Folders) throws -> [String] {
        Embeddings(folders).paths(for: [$text.literal])
    }

    func run(_ context: RunContext) throws {
        conditioning = try clip.encode(text, context.folders).mapping {
            $0.parameters = ["width": Double(width), "height": Double(height)]
        }
    }
}
