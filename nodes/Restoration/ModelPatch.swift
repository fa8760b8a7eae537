import Engine
import Layers
import Models
import Tensors

/// A network that joins in with a diffusion model.
struct ModelPatch: Port {
    static let portType = "MODEL_PATCH"

    let network: SUPIR

    let memoryCost: Int
}

extension ModelPatch {
    /// - Throws: if the file holds no such network, one of a family that Darkroom does not have, or a damaged one.
    init(file tensors: [String: StoredTensor], origin: String) throws {
        switch ModelPatchKind(of: tensors) {
        case .supir: network = try SUPIR(file: tensors, origin: origin)
        case let other?:
            throw WeightsError(
                .unsupported("this model patch belongs to \(other.rawValue), a family that Darkroom does not have"),
                origin: origin, remedy: "Choose a SUPIR file, which belongs to Stable Diffusion XL.")
        case nil:
            throw WeightsError(
                .unsupported("this file holds no model patch that is known here"), origin: origin,
                remedy: "Choose a SUPIR file; control networks are opened by ControlNetLoader.")
        }
        memoryCost = byteCount(of: tensors, below: "")
    }
}
