import Layers
import Tensors

/// The half of CLIP that sees pictures: a picture's patches to vectors, and one vector for the whole.
///
/// Source: `CLIPVisionModelWithProjection` of Hugging Face transformers, whose weight names it reads.
public struct CLIPVisionModel: Sendable {
    private let patches: Linear
    private let whole: StoredTensor
    private let places: StoredTensor
    private let normBefore: LayerNorm, normAfter: LayerNorm
    private let layers: [CLIPLayer]
    private let projections: [VisionProjection]
    private let patch: Int, width: Int
    /// Pixels along the edge of the pictures that it sees.
    public let pictureSize: Int

    /// All known models have as many, whatever their width.
    private static let heads = 16

    /// - Parameters:
    ///   - weights: seen from where `vision_model` lies.
    ///   - projections: names of the matrices behind the vector of the whole, whose results stand side by side.
    init(
        _ weights: Weights, activation: CLIPActivation, projections: [String] = ["visual_projection"]
    ) throws(WeightsError) {
        let model = weights / "vision_model"
        let shape = try model.shape("embeddings.patch_embedding.weight", rank: 4)
        (width, patch) = (shape[0], shape[2])
        patches = try Linear(
            Weights(
                ["weight": try model("embeddings.patch_embedding.weight", width, 3, patch, patch).flat],
                origin: weights.origin), from: 3 * patch * patch, to: width, bias: false)
        whole = try model("embeddings.class_embedding", width)
        let count = try model.shape("embeddings.position_embedding.weight", rank: 2)[0]
        places = try model("embeddings.position_embedding.weight", count, width)
        let side = Int(Double(count - 1).squareRoot())
        guard side > 0, side * side == count - 1, width.isMultiple(of: Self.heads) else {
            throw weights.error(.unsupported("\(count) places of \(width) numbers are no grid of patches"))
        }
        pictureSize = side * patch
        normBefore = try LayerNorm(model / "pre_layrnorm", width: width)
        normAfter = try LayerNorm(model / "post_layernorm", width: width)
        let feedForward = try model.shape("encoder.layers.0.mlp.fc1.weight", rank: 2)[0]
        var layers: [CLIPLayer] = []
        for index in 0..<model.count(of: "encoder.layers") {
            layers.append(
                try CLIPLayer(
                    model / "encoder.layers.\(index)", width: width, feedForwardWidth: feedForward, heads: Self.heads,
                    activation))
        }
        self.layers = layers
        var found: [VisionProjection] = []
        for name in projections { found.append(try VisionProjection(weights, name, from: width)) }
        self.projections = found
    }

    /// What the model sees in pictures.
    public struct Output: Sendable {
        /// A vector for the whole and one for each patch, after the last layer [N, 1 + P, D].
        public let last: Tensor
        /// The same after the last but one layer.
        public let penultimate: Tensor
        /// What the whole is, in the space that CLIP's words share [N, E].
        public let embedding: Tensor

        public init(last: Tensor, penultimate: Tensor, embedding: Tensor) {
            self.last = last
            self.penultimate = penultimate
            self.embedding = embedding
        }
    }

    /// - Parameter crop: whether the middle is cut out; otherwise pictures are squeezed to a square.
    /// - Shapes: `pictures` [N, H, W, 3 or more].
    /// - Units: `pictures` in 0...1.
    /// - Throws: `CancellationError`; if the weights cannot be read.
    public func callAsFunction(_ pictures: Tensor, crop: Bool = true) throws -> Output {
        try see(ClipPicture.prepared(pictures, size: pictureSize, crop: crop))
    }

    /// - Shapes: `pictures` [N, size, size, 3], normalised.
    func see(_ pictures: Tensor) throws -> Output {
        let (count, side) = (pictures.shape[0], pictureSize / patch)
        let cut = transposed(pictures.reshaped([count, side, patch, side, patch * 3]), [0, 1, 3, 2, 4])
        // The checkpoint's matrix has channels first.
        let rows = transposed(cut.reshaped([count * side * side, patch * patch, 3]), [0, 2, 1])
        let seen = try patches(rows.reshaped([count, side * side, 3 * patch * patch]))
        let first = try whole.tensor().reshaped([1, 1, width]).repeated(count, axis: 0)
        let grid = try places.tensor().reshaped([1, side * side + 1, width]).repeated(count, axis: 0)
        var hidden = try normBefore(concatenate([first, seen], axis: 1) + grid)
        var penultimate = hidden
        for (index, layer) in layers.enumerated() {
            try Task.checkCancellation()
            if index == layers.count - 1 { penultimate = hidden }
            hidden = try layer(hidden, causal: false)
        }
        let pooled = try normAfter(hidden.sliced(axis: 1, 0..<1).reshaped([count, width]))
        return Output(
            last: hidden, penultimate: penultimate,
            embedding: concatenate(try projections.map { try $0(pooled) }, axis: 1))
    }
}

extension CLIPVisionModel {
    /// In files of its own, of unCLIP, of Zero123 and of Stable Video Diffusion.
    private static let placesOfOpenCLIP = [
        "visual", "embedder.model.visual", "cond_stage_model.model.visual",
        "conditioner.embedders.0.open_clip.model.visual",
    ]

    /// A vision model from a file: in the layout of transformers or of OpenCLIP.
    ///
    /// - Parameter prefix: of OpenCLIP's names, as in `embedder.model.visual`; nil to look for it.
    /// - Throws: if the file has none, or a damaged one.
    public init(
        file tensors: [String: StoredTensor], origin: String, below prefix: String? = nil
    ) throws(WeightsError) {
        let known = ([prefix].compactMap(\.self) + Self.placesOfOpenCLIP).first {
            tensors["\($0).transformer.resblocks.0.attn.in_proj_weight"] != nil
        }
        let named = known.map { OpenCLIPNames.vision(tensors, below: $0) } ?? tensors
        let weights = Weights(
            named, origin: origin, remedy: "This file has no CLIP vision model that Darkroom knows; choose another.")
        // ViT-L is OpenAI's; the larger ones are OpenCLIP's.
        let layers = weights.count(of: "vision_model.encoder.layers")
        try self.init(weights, activation: layers > 24 ? .gelu : .quickGELU)
    }
}

/// The matrix behind the vector of a whole picture.
private enum VisionProjection: Sendable {
    case linear(Linear)
    /// As OpenCLIP keeps it, [D, outputs].
    case matrix(StoredTensor)

    init(_ weights: Weights, _ name: String, from width: Int) throws(WeightsError) {
        if weights.has(name) {
            self = .matrix(try weights(name, width, weights.shape(name, rank: 2)[1]))
        } else {
            let outputs = try weights.shape("\(name).weight", rank: 2)[0]
            self = .linear(try Linear(weights / name, from: width, to: outputs, bias: false))
        }
    }

    /// - Shapes: [N, D] → [N, outputs].
    func callAsFunction(_ pooled: Tensor) throws -> Tensor {
        switch self {
        case .linear(let linear): try linear(pooled)
        case .matrix(let matrix): matmul(pooled, try matrix.tensor())
        }
    }
}

extension StoredTensor {
    /// As a matrix of its rows.
    fileprivate var flat: StoredTensor {
        StoredTensor(shape: [shape[0], shape.dropFirst().reduce(1, *)], element: element, source: source)
    }
}
