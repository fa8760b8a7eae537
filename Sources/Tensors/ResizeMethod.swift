/// How pictures and latents are brought to another size; the raw values are ComfyUI's names.
public enum ResizeMethod: String, Sendable, CaseIterable {
    case nearestExact = "nearest-exact"
    case bilinear
    case area
    case bicubic
    case lanczos
    case bislerp
}

/// What happens to a picture whose aspect ratio is not that of its new size; the raw values are ComfyUI's names.
public enum ResizeCrop: String, Sendable, CaseIterable {
    /// It is stretched.
    case disabled

    /// It is cut to the new aspect ratio on two opposite sides, and then resized.
    case center
}

/// How torch would hold a block of images, which decides how it rounds when it mixes more than three channels.
public enum ChannelOrder: Sendable {
    /// [N, H, W, C] in memory: pictures as they were loaded.
    case last

    /// [N, C, H, W] in memory, or a part of something larger: latents, pictures as they come from a decoder.
    case first
}
