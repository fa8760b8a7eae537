import Diffusion
import Engine
import Models
import Tensors

/// A prompt that tells what to make of up to three pictures, and the pictures' latents.
struct TextEncodeQwenImageEditPlus: ReadsFiles {
    static let category = "model/conditioning/qwen image"
    static let summary = "Encode what to make of up to three pictures, and attach the pictures' latents."

    @Input("The text encoder.") var clip: CLIP
    @Input("What to make of them.", multiline: true, dynamicPrompts: true) var prompt: String
    @Input("The VAE; without it no latents are attached.") var vae: VAE?
    @Input("The first picture.", name: "image1") var first: Image?
    @Input("The second picture.", name: "image2") var second: Image?
    @Input("The third picture.", name: "image3") var third: Image?

    @Output var conditioning: Conditioning

    func files(in folders: Folders) throws -> [String] {
        Embeddings(folders).paths(for: [$prompt.literal])
    }

    /// The marks for pictures stand before the prompt even where the text encoder sees words only: ComfyUI's encoders get
    /// the same words.
    func run(_ context: RunContext) throws {
        let pictures = [first, second, third].enumerated().compactMap { index, image in image.map { (index + 1, $0) } }
        let marks = pictures.map { "Picture \($0.0): <|vision_start|><|image_pad|><|vision_end|>" }.joined()
        conditioning = try clip.encode(marks + prompt, context.folders)
        guard let vae else { return }
        for (_, image) in pictures {
            try context.checkCancellation()
            let seen = image.pixels.scaledToArea(of: 1024 * 1024, multipleOf: 8)
            let reference = try vae.autoencoder.get().encode(seen)
            conditioning = conditioning.mapping { $0.addReference(reference) }
        }
    }
}
