import Diffusion
import Engine
import Models
import Tensors

/// A prompt that tells what to change in a picture, and the picture's latent.
struct TextEncodeQwenImageEdit: ReadsFiles {
    static let category = "model/conditioning/qwen image"
    static let summary = "Encode what to change in a picture, and attach the picture's latent."

    @Input("The text encoder.") var clip: CLIP
    @Input("What to change.", multiline: true, dynamicPrompts: true) var prompt: String
    @Input("The VAE; without it no latent is attached.") var vae: VAE?
    @Input("The picture.") var image: Image?

    @Output var conditioning: Conditioning

    func files(in folders: Folders) throws -> [String] {
        Embeddings(folders).paths(for: [$prompt.literal])
    }

    /// Text encoders that Darkroom has see words only, so that the picture comes to them as ComfyUI's come to theirs: not
    /// at all.
    func run(_ context: RunContext) throws {
        conditioning = try clip.encode(prompt, context.folders)
        guard let image, let vae else { return }
        let seen = image.pixels.scaledToArea(of: 1024 * 1024, multipleOf: 1)
        let reference = try vae.autoencoder.get().encode(seen)
        conditioning = conditioning.mapping { $0.addReference(reference) }
    }
}

extension Tensor {
    /// Pictures of the same aspect ratio with about so many pixels, without alpha.
    ///
    /// - Shapes: [N, H, W, 3 or more] → [N, H', W', 3].
    func scaledToArea(of pixels: Int, multipleOf step: Int) -> Tensor {
        let (height, width) = (Double(shape[1]), Double(shape[2]))
        let factor = (Double(pixels) / (width * height)).squareRoot()
        func side(_ length: Double) -> Int { max(pythonRound(length * factor / Double(step)), 1) * step }
        let scaled = resized(self, height: side(height), width: side(width), method: .area)
        return scaled.shape[3] > 3 ? scaled.sliced(axis: 3, 0..<3) : scaled
    }
}
