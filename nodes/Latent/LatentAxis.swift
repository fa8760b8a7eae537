import Engine

/// A direction of a latent, as nodes name it. Latents of pictures have no time; there, as in ComfyUI, it is the channels.
enum LatentAxis: String, Choice {
    case x
    case y
    case t

    /// In [N, C, H, W].
    var index: Int {
        switch self {
        case .x: 3
        case .y: 2
        case .t: 1
        }
    }
}
