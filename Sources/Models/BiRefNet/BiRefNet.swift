import Layers
import Tensors

/// A network that tells the foreground of a picture from its background.
///
/// - Source: Zheng et al. 2024, "Bilateral Reference for High-Resolution Dichotomous Image Segmentation".
public struct BiRefNet: Sendable {
    /// Pictures are seen at this size, whatever theirs is.
    private let size: Int
    private let backbone: SwinTransformer
    private let squeeze: RefinementBlock
    private let decoder: MaskDecoder

    /// Parts of the work, of about equal length.
    public var steps: Int { 2 * backbone.blocks + 1 + decoder.steps }

    /// Whether a file holds such a network.
    public static func isIn(_ tensors: [String: StoredTensor]) -> Bool {
        tensors["bb.layers.1.blocks.0.attn.relative_position_bias_table"] != nil
            && tensors["squeeze_module.0.conv_in.weight"] != nil
    }

    /// - Throws: if the file has no such network, or a damaged one.
    public init(file tensors: [String: StoredTensor], origin: String) throws(WeightsError) {
        let weights = Weights(tensors, origin: origin, remedy: "Choose a BiRefNet model in ComfyUI's form.")
        if !Self.isIn(tensors), let family = ModelFamily(of: tensors) {
            throw weights.error(.unsupported("this is no background remover, but another model: \(family)"))
        }
        try self.init(weights)
    }

    init(_ weights: Weights, size: Int = 1024) throws(WeightsError) {
        self.size = size
        backbone = try SwinTransformer(weights / "bb")
        // Seen twice, at two sizes.
        let widths = backbone.widths.map { 2 * $0 }
        squeeze = try RefinementBlock(weights / "squeeze_module.0", from: widths.reduce(0, +))
        decoder = try MaskDecoder(
            weights / "decoder", from: [widths[0], widths[1], widths[2], squeeze.outputs])
    }

    /// How surely each pixel of a picture belongs to its foreground.
    ///
    /// - Shapes: `picture` [1, H, W, 3 or more] → [1, H, W].
    /// - Units: 0 to 1.
    /// - Parameter advance: called `steps` times on the way.
    /// - Throws: if the weights cannot be read; what `advance` throws.
    public func callAsFunction(_ picture: Tensor, advance: () throws -> Void = {}) throws -> Tensor {
        let seen = ClipPicture.levels(of: picture, size: size, crop: false)
        let logits = try logits(seen, advance)
        let (height, width) = (picture.shape[1], picture.shape[2])
        return sigmoid(resized(logits, height: height, width: width, method: .bicubic)).reshaped([1, height, width])
    }

    /// - Shapes: `picture` [1, H, W, 3], edges whole multiples of 64 → [1, H, W, 1].
    func logits(_ picture: Tensor, _ advance: () throws -> Void = {}) throws -> Tensor {
        try decoder(picture, squeezed(picture, advance), advance)
    }

    /// What is seen at four scales, the finest first; the coarsest knows of all.
    func squeezed(_ picture: Tensor, _ advance: () throws -> Void = {}) throws -> [Tensor] {
        var seen = try scales(of: picture, advance)
        try advance()
        let last = seen.removeLast()
        let (height, width) = (last.shape[1], last.shape[2])
        let coarse = seen.map { resizedBetweenCorners($0, height: height, width: width) } + [last]
        return seen + [try squeeze(concatenate(coarse, axis: 3))]
    }

    /// What the backbone sees at four scales, of the picture and of the picture at half its size.
    private func scales(of picture: Tensor, _ advance: () throws -> Void) throws -> [Tensor] {
        let half = resizedBetweenCorners(picture, height: picture.shape[1] / 2, width: picture.shape[2] / 2)
        var scales = try backbone(picture, advance)
        // Scale by scale in place: the finest are large.
        for (index, coarse) in try backbone(half, advance).enumerated() {
            let shape = scales[index].shape
            let enlarged = resizedBetweenCorners(coarse, height: shape[1], width: shape[2])
            scales[index] = concatenate([scales[index], enlarged], axis: 3)
        }
        return scales
    }
}
