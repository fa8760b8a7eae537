import Engine

/// All node types that Darkroom has; the one public name of this target.
public let builtInNodes: [any Node.Type] = [
    // Loaders
    CheckpointLoaderSimple.self,
    VAELoader.self,

    // Conditioning
    CLIPTextEncode.self,
    CLIPSetLastLayer.self,

    // Sampling
    KSampler.self,
    KSamplerAdvanced.self,

    // Latent
    EmptyLatentImage.self,
    VAEDecode.self,
    VAEEncode.self,

    // Image
    LoadImage.self,
    SaveImage.self,
    PreviewImage.self,
    ImageScale.self,
    ImageBatch.self,

    // Mask
    MaskToImage.self,
]
