import Engine
import Formats
import Foundation
import Layers
import Models
import Text

/// Opens a model whose parts have a folder each, as the diffusers library writes them.
struct DiffusersLoader: ReadsFiles {
    static let displayName = "Load Diffusers Model (DEPRECATED)"
    static let category = "model/loaders"
    static let summary =
        "Load the diffusion model, text encoders and VAE of a folder as the diffusers library writes it."

    @Input("The folder, below the folder 'diffusers' of the models.", from: .models("diffusers")) var modelPath:
        FileName

    @Output var model: Model
    @Output var clip: CLIP
    @Output var vae: VAE

    func files(in folders: Folders) -> [String] {
        $modelPath.literal.map { DiffusersFolder($0).weights } ?? []
    }

    func run(_ context: RunContext) throws {
        let folder = DiffusersFolder(modelPath)
        model = try network(folder)
        clip = try encoder(folder)
        vae = try autoencoder(folder)
    }

    private func network(_ folder: DiffusersFolder) throws -> Model {
        guard let path = folder.unet else { return Model(network: .failure(folder.lacking("unet")), memoryCost: 0) }
        let tensors = try loadWeightsFile(path)
        return try Model(
            .success(try UNet(file: tensors, origin: path)), in: tensors, memoryCost: byteCount(of: tensors, below: ""))
    }

    private func encoder(_ folder: DiffusersFolder) throws -> CLIP {
        let files = try folder.textEncoders.map { (tensors: try loadWeightsFile($0), origin: $0) }
        guard let first = files.first else {
            return CLIP(encoder: .failure(folder.lacking("text_encoder")), memoryCost: 0)
        }
        let encoder =
            try files.count == 1
            ? TextEncoder(file: first.tensors, origin: first.origin, ClipTokenizer())
            : TextEncoder(files: files, ClipTokenizer())
        return CLIP(
            encoder: .success(encoder), memoryCost: files.reduce(0) { $0 + byteCount(of: $1.tensors, below: "") })
    }

    private func autoencoder(_ folder: DiffusersFolder) throws -> VAE {
        guard let path = folder.vae else { return VAE(autoencoder: .failure(folder.lacking("vae")), memoryCost: 0) }
        let tensors = try loadWeightsFile(path)
        return VAE(
            autoencoder: .success(try Autoencoder(file: tensors, origin: path)),
            memoryCost: byteCount(of: tensors, below: ""))
    }
}

/// Where the parts of a model lie that the diffusers library has written.
struct DiffusersFolder {
    let path: String

    /// - Parameter list: its list of parts.
    init(_ list: FileName) {
        path = URL(filePath: list.path).deletingLastPathComponent().path
    }

    var unet: String? { file("unet", Self.networks) }
    var vae: String? { file("vae", Self.networks) }

    /// One, or two for Stable Diffusion XL; of the refiner, only the second is there.
    var textEncoders: [String] {
        ["text_encoder", "text_encoder_2"].compactMap { file($0, Self.encoders) }
    }

    var weights: [String] { [unet, vae].compactMap(\.self) + textEncoders }

    /// Why a part cannot be used.
    func lacking(_ part: String) -> WeightsError {
        WeightsError(
            .unsupported("the folder '\(part)' has no weights in one file"), origin: path,
            remedy:
                "Put \((part == "unet" || part == "vae" ? Self.networks : Self.encoders)[1]) there, or load that part "
                + "from elsewhere.")
    }

    // In the order in which ComfyUI looks for them.
    private static let networks = [
        "diffusion_pytorch_model.fp16.safetensors", "diffusion_pytorch_model.safetensors",
        "diffusion_pytorch_model.fp16.bin", "diffusion_pytorch_model.bin",
    ]
    private static let encoders = [
        "model.fp16.safetensors", "model.safetensors", "pytorch_model.fp16.bin", "pytorch_model.bin",
    ]

    private func file(_ part: String, _ names: [String]) -> String? {
        names.map { "\(path)/\(part)/\($0)" }.first { FileManager.default.fileExists(atPath: $0) }
    }
}
