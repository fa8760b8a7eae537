import Layers
import Tensors

/// A network that finds things in pictures: RT-DETRv4.
public struct RTDETR: Sendable {
    /// Something that was found.
    public struct Detection: Hashable, Sendable {
        /// By number.
        public let label: Int
        /// Left, top, right, bottom, as parts of the picture.
        public let sides: [Float]
        /// 0 to 1.
        public let score: Float
    }

    /// Pictures are seen at this size, whatever theirs is.
    public static let size = 640

    private let backbone: DetectorBackbone
    private let encoder: DetectorEncoder
    private let decoder: DetectorDecoder
    private let queries: Int

    /// Whether a file holds such a network.
    public static func isIn(_ tensors: [String: StoredTensor]) -> Bool { prefix(in: tensors) != nil }

    private static func prefix(in tensors: [String: StoredTensor]) -> String? {
        ["", "model.diffusion_model.", "diffusion_model."].first {
            tensors["\($0)encoder.pan_blocks.1.cv4.conv.weight"] != nil
        }
    }

    /// - Throws: if the file has no such network, or a damaged one.
    public init(file tensors: [String: StoredTensor], origin: String) throws(WeightsError) {
        let weights = Weights(tensors, origin: origin)
        let prefix = Self.prefix(in: tensors) ?? ""
        try self.init(prefix.isEmpty ? weights : weights / String(prefix.dropLast()), queries: 300)
    }

    init(_ weights: Weights, queries: Int) throws(WeightsError) {
        self.queries = queries
        backbone = try DetectorBackbone(weights / "backbone")
        encoder = try DetectorEncoder(weights / "encoder", from: backbone.widths)
        decoder = try DetectorDecoder(weights / "decoder", from: encoder.width, queries: queries)
    }

    /// What is in a picture, the surest first.
    ///
    /// - Shapes: `picture` [1, size, size, 3].
    /// - Units: 0 to 1.
    public func callAsFunction(_ picture: Tensor) throws -> [Detection] {
        let (boxes, scores) = try decoder(encoder(backbone(picture)))
        let classes = scores.shape[1]
        let (logits, places) = (scores.array, boxes.array)
        let order = logits.indices.sorted { (logits[$0], $1) > (logits[$1], $0) }.prefix(queries)
        return order.map { index in
            let box = places[index / classes * 4..<index / classes * 4 + 4]
            let (x, y, width, height) = (
                box[box.startIndex], box[box.startIndex + 1], box[box.startIndex + 2], box[box.startIndex + 3]
            )
            return Detection(
                label: index % classes,
                sides: [x - 0.5 * width, y - 0.5 * height, x + 0.5 * width, y + 0.5 * height],
                score: 1 / (1 + exponential(-logits[index])))
        }
    }

    /// The rectangles and scores as the decoder gives them, for tests.
    func raw(_ picture: Tensor) throws -> (boxes: Tensor, scores: Tensor) {
        try decoder(encoder(backbone(picture)))
    }
}
