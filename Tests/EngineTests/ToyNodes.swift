import Engine

/// A latent of the toy world: one number that remembers how it came about.
struct ToyLatent: Port {
    static let portType = "LATENT"
    var text: String
    var memoryCost = 100
}

struct ToyModel: Port {
    static let portType = "MODEL"
    var name: String
    var memoryCost = 1000
}

struct ToyClip: Port {
    static let portType = "CLIP"
    var memoryCost: Int { 500 }
}

struct ToyConditioning: Port {
    static let portType = "CONDITIONING"
    var text: String
    var memoryCost: Int { 50 }
}

struct ToyImage: Port {
    static let portType = "IMAGE"
    var text: String
    var memoryCost: Int { 400 }
}

enum ToySampler: String, Choice {
    case euler
    case heun
    case ancestral = "euler_ancestral"
}

/// Stands for CheckpointLoaderSimple.
struct ToyLoader: Node {
    static let category = "loaders"
    static let summary = "Load a toy checkpoint."

    @Input("The checkpoint.", from: .models("checkpoints"), name: "ckpt_name") var checkpoint: FileName

    @Output var model: ToyModel
    @Output var clip: ToyClip

    func run(_ context: RunContext) {
        model = ToyModel(name: checkpoint.name)
        clip = ToyClip()
    }
}

/// Stands for CLIPTextEncode.
struct ToyPrompt: Node {
    static let category = "conditioning"
    static let summary = "Turn text into conditioning."

    @Input("The words.", multiline: true, dynamicPrompts: true) var text: String
    @Input("The text encoder.") var clip: ToyClip

    @Output var conditioning: ToyConditioning

    func run(_ context: RunContext) {
        conditioning = ToyConditioning(text: text)
    }
}

/// Stands for EmptyLatentImage.
struct ToyCanvas: Node {
    static let category = "latent"
    static let summary = "Make an empty latent."

    @Input("Width, in pixels.", in: 16...16_384, step: 8) var width = 512
    @Input("Height, in pixels.", in: 16...16_384, step: 8) var height = 512
    @Input("Images to make at once.", in: 1...4096) var batchSize = 1

    @Output var latent: ToyLatent

    func run(_ context: RunContext) {
        latent = ToyLatent(text: "\(width)x\(height)x\(batchSize)")
    }
}

/// Stands for KSampler.
struct ToySampling: Node {
    static let displayName = "Sampling"
    static let category = "model/sampling"
    static let summary = "Denoise a latent."

    @Input("The model.") var model: ToyModel
    @Input("The noise to start from.", in: 0...UInt64.max, isSeed: true) var seed: UInt64 = 0
    @Input("Denoising steps.", in: 1...10_000) var steps = 20
    @Input("How closely to follow the prompt.", in: 0...100, step: 0.1, rounding: 0.01) var cfg = 8.0
    @Input("The sampler.") var samplerName: ToySampler
    @Input("What to show.") var positive: ToyConditioning
    @Input("What to avoid.") var negative: ToyConditioning?
    @Input("Where to start.") var latentImage: ToyLatent
    @Input("The part of the steps to do.", in: 0...1, step: 0.01) var denoise: Float = 1

    @Output var latent: ToyLatent

    func run(_ context: RunContext) throws {
        for step in 1...steps { try context.progress(step, of: steps) }
        latent = ToyLatent(
            text:
                "\(model.name) \(seed) \(steps) \(cfg) \(samplerName) \(positive.text) - \(negative?.text ?? "nothing")"
                + " \(latentImage.text) \(denoise)")
    }
}

/// Stands for VAEDecode.
struct ToyDecoder: Node {
    static let category = "latent"
    static let summary = "Turn a latent into an image."

    @Input("The latent.") var samples: ToyLatent

    @Output var image: ToyImage

    func run(_ context: RunContext) {
        image = ToyImage(text: samples.text)
    }
}
