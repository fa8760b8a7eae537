import Diffusion
import Engine
import Models

/// Gives control networks a prompt of their own.
struct CLIPTextEncodeControlnet: ReadsFiles {
    static let displayName = "CLIP Text Encode (Controlnet)"
    static let category = "model/conditioning"
    static let summary = "Encode a prompt for the control networks alone."

    @Input("The text encoder.") var clip: CLIP
    @Input("The prompt of the model.") var conditioning: Conditioning
    @Input("The prompt of the control networks.", multiline: true, dynamicPrompts: true) var text: String

    @Output var extended: Conditioning

    func files(in folders: Folders) throws -> [String] {
        Embeddings(folders).paths(for: [$text.literal])
    }

    func run(_ context: RunContext) throws {
        let own = try clip.encodeOnce(text, context.folders)
        extended = conditioning.mapping { $0.controlContext = own.context }
    }
}
