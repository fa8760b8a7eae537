import Engine
import Models

/// A network that steers a diffusion model by a picture.
struct ControlNetwork: Port {
    static let portType = "CONTROL_NET"

    let network: ControlNet

    /// Whether only the mean over the picture of what it adds counts, as with nets that shuffle contents.
    var isAveraged = false

    let memoryCost: Int
}
