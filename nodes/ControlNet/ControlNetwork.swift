import Engine
import Models

/// A network that steers a diffusion model by a picture.
struct ControlNetwork: Port {
    static let portType = "CONTROL_NET"

    enum Kind: Sendable {
        /// A copy of the model's way down.
        case copy(ControlNet)
        /// What differs from the model's way down.
        case thin(ThinControl)
        /// A small network of its own.
        case adapter(T2IAdapter)
    }

    let kind: Kind

    /// What its picture is, for networks that know several kinds.
    var pictureKinds: [ControlKind] = []

    /// Whether only the mean over the picture of what it adds counts, as with nets that shuffle contents.
    var isAveraged = false

    let memoryCost: Int
}
