import Engine

/// A direction of a latent, as nodes name it. Latents of pictures have no time; there, as in ComfyUI, it is the channels.
enum LatentAxis: String, Choice {
    case x
    case y
    case t

    /// Counted from the end of [N, C, H, W] or [N, C, T, H, W].
    var fromEnd: Int {
        switch self {
        case .x: 1
        case .y: 2
        case .t: 3
        }
    }
}
