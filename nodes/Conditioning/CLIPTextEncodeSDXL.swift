import Diffusion
import Engine
import Models

/// Encodes a prompt for Stable Diffusion XL, with one text for each of its text encoders and the sizes that it is told.
struct CLIPTextEncodeSDXL: ReadsFiles {
    static let displayName = "CLIP Text Encode (SDXL)"
    static let category = "model/conditioning/stable diffusion"
    static let summary = "Encode a prompt for SDXL, with a text for each encoder and the picture's sizes."

    @Input("The text encoders.") var clip: CLIP
    @Input("The picture's width as the model is told, in pixels.", in: 0...16_384) var width = 1024
    @Input("The picture's height as the model is told, in pixels.", in: 0...16_384) var height = 1024
    @Input("Pixels that were cut off at the left.", in: 0...16_384) var cropW = 0
    @Input("Pixels that were cut off at the top.", in: 0...16_384) var cropH = 0
    @Input("Width after cutting, in pixels.", in: 0...16_384) var targetWidth = 1024
    @Input("Height after cutting, in pixels.", in: 0...16_384) var targetHeight = 1024
    @Input("The prompt for the larger encoder.", multiline: true, dynamicPrompts: true) var textG: String
    @Input("The prompt for the smaller encoder.", multiline: true, dynamicPrompts: true) var textL: String

    @Output var conditioning: Conditioning

    func files(in folders: Folders) throws -> [String] {
        Embeddings(folders).paths(for: [$textG.literal, $textL.literal])
    }

    func run(_ context: RunContext) throws {
        let numbers = [
            "width": width, "height": height, "crop_w": cropW, "crop_h": cropH, "target_width": targetWidth,
            "target_height": targetHeight,
        ]
        conditioning = try clip.encode(byPart: [textL, textG], context.folders).mapping {
            $0.parameters = numbers.mapValues(Double.init)
        }
    }
}
