import Engine
import Formats
import Models
import Tensors

/// How the weights of a LoRA are kept.
enum LoRAForm: String, Choice {
    case standard
    case whole = "full_diff"
}

/// Makes a LoRA of what two models differ in, and saves it to the output folder.
struct LoraSave: ChecksInputs {
    static let displayName = "Extract and Save Lora"
    static let category = "experimental"
    static let summary =
        "Save the difference of two models as a LoRA: what ModelMergeSubtract and CLIPMergeSubtract give."
    static let isOutput = true

    @Input("How file names begin; may hold subfolders.", isTemplate: true) var filenamePrefix =
        "loras/ComfyUI_extracted_lora"
    @Input("Rank of the LoRA: higher ones are more faithful and larger.", in: 1...4096) var rank = 8
    @Input("Whether matrices are kept as products of thin ones, or whole.") var loraType: LoRAForm
    @Input("Whether biases and norms are kept as well.") var biasDiff = true
    @Input("What two models differ in.") var modelDiff: Model?
    @Input("What two text encoders differ in.") var textEncoderDiff: CLIP?

    func check(in folders: Folders) throws {
        guard let prefix = $filenamePrefix.literal else { return }
        _ = try SavedPictures.place(of: prefix)
    }

    func run(_ context: RunContext) throws {
        guard modelDiff != nil || textEncoderDiff != nil else { return }
        let extraction = LoRAExtraction(loraType == .whole ? .whole : .product(rank: rank), takesBiases: biasDiff)
        var tensors =
            try modelDiff.map {
                try extraction.tensors(of: $0.network.get(), made: { try context.progress($0, of: $1) })
            } ?? [:]
        if let textEncoderDiff {
            let own = try extraction.tensors(
                of: textEncoderDiff.encoder.get(), made: { try context.progress($0, of: $1) })
            tensors.merge(own) { first, _ in first }
        }
        let stored = tensors.mapValues { tensor in
            StoredTensor(shape: tensor.shape, element: .float16, source: NarrowedWeights(.float16) { tensor })
        }
        try SavedModel(tensors: stored).write(prefix: filenamePrefix, context)
    }
}
