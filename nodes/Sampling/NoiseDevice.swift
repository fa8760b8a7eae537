import Engine

/// Where ComfyUI draws a sampler's noise. Here there is one place, so that both words mean the same.
enum NoiseDevice: String, Choice {
    case gpu
    case cpu
}
