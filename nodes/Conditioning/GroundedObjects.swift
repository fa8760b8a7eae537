import Diffusion
import Engine
import Models
import Tensors

/// What tells a model where in the picture objects lie.
struct GroundingModel: Port {
    static let portType = "GLIGEN"

    let network: GLIGEN

    let memoryCost: Int
}

/// Objects that a prompt brings along, each with its place.
final class GroundedObjects: Control {
    let network: GLIGEN
    let objects: [GLIGEN.Object]

    init(_ network: GLIGEN, _ objects: [GLIGEN.Object]) {
        self.network = network
        self.objects = objects
    }
}

/// What the objects add to a model in each step of a walk; it is the same in every step.
///
/// Used by the one task that walks.
final class GroundingPass {
    private var placed: [Place: PlacedObjects] = [:]

    private struct Place: Hashable {
        let objects: ObjectIdentifier
        let height: Int, width: Int
    }

    /// - Throws: `ModelInputError`; if the weights cannot be read.
    func objects(for call: ModelCall) throws -> PlacedObjects? {
        guard let grounded = call.grounding as? GroundedObjects else { return nil }
        let (height, width) = (call.latent.shape[2], call.latent.shape[3])
        let key = Place(objects: ObjectIdentifier(grounded), height: height, width: width)
        if let known = placed[key] { return known }
        let made = try grounded.network.placed(grounded.objects, height: height, width: width)
        placed[key] = made
        return made
    }
}
