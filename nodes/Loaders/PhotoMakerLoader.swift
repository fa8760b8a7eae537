import Engine
import Formats
import Models

/// What puts a face in place of a word.
struct FaceModel: Port {
    static let portType = "PHOTOMAKER"

    let network: PhotoMaker

    let memoryCost: Int
}

/// Opens a PhotoMaker model.
struct PhotoMakerLoader: Node {
    static let displayName = "Load PhotoMaker Model"
    static let category = "model/loaders"
    static let summary = "Load what puts a face in place of a word."

    @Input("The PhotoMaker file.", from: .models("photomaker")) var photomakerModelName: FileName

    @Output var photomaker: FaceModel

    func run(_ context: RunContext) throws {
        let tensors = try loadWeightsFile(photomakerModelName.path)
        photomaker = FaceModel(
            network: try PhotoMaker(file: tensors, origin: photomakerModelName.path),
            memoryCost: byteCount(of: tensors, below: ""))
    }
}
