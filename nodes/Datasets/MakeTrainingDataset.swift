import Diffusion
import Engine
import Models

/// Turns pictures and texts into latents and encoded prompts.
struct MakeTrainingDataset: ReadsFiles {
    static let displayName = "Make Training Dataset"
    static let category = "model/training"
    static let summary = "Turn pictures into latents, and the text of each into an encoded prompt."

    @Input("The pictures.") var images: [Image]
    @Input("The VAE.") var vae: VAE
    @Input("The text encoder.") var clip: CLIP
    @Input("A text for each picture, or one for all; none is an empty one.") var texts: [String]?

    @Output("latents") var latents: [Latent]
    @Output("conditioning") var conditioning: [Conditioning]

    func files(in folders: Folders) throws -> [String] {
        Embeddings(folders).allPaths
    }

    func run(_ context: RunContext) throws {
        var prompts = texts ?? []
        if prompts.isEmpty { prompts = [""] }
        if prompts.count == 1 { prompts = Array(repeating: prompts[0], count: images.count) }
        guard prompts.count == images.count else {
            throw DatasetError.otherNumbers(images.count, "pictures", prompts.count, "texts")
        }
        let steps = 2 * images.count
        var encoded: [String: Conditioning] = [:]
        latents = try images.enumerated().map { index, image in
            try context.progress(index, of: steps)
            return Latent(samples: try vae.autoencoder.get().encode(image.pixels))
        }
        conditioning = try prompts.enumerated().map { index, prompt in
            try context.progress(images.count + index, of: steps)
            if let known = encoded[prompt] { return known }
            let made = try clip.encode(prompt, context.folders)
            encoded[prompt] = made
            return made
        }
    }
}
