import Diffusion
import Engine
import Models

/// Encodes a prompt in which the word `photomaker` stands for a face.
struct PhotoMakerEncode: ReadsFiles {
    static let displayName = "PhotoMaker Encode"
    static let category = "model/conditioning/photomaker"
    static let summary = "Encode a prompt in which the word 'photomaker' stands for the face in a picture."

    @Input("The PhotoMaker model.") var photomaker: FaceModel
    @Input("A picture of the face.") var image: Image
    @Input("The text encoder.") var clip: CLIP
    @Input("The prompt, with the word photomaker.", multiline: true, dynamicPrompts: true)
    var text = "photograph of photomaker"

    @Output var conditioning: Conditioning

    func files(in folders: Folders) throws -> [String] {
        Embeddings(folders).paths(for: [$text.literal])
    }

    func run(_ context: RunContext) throws {
        var words = text.split(separator: " ", omittingEmptySubsequences: false)
        let place = words.firstIndex(of: "photomaker")
        if let place { words.remove(at: place) }
        var entry = try clip.encodeOnce(words.joined(separator: " "), context.folders)
        // As in ComfyUI, the word's number is taken for the token's.
        if let place { entry.context = try photomaker.network(entry.context, image.pixels, at: place) }
        conditioning = Conditioning([entry])
    }
}
