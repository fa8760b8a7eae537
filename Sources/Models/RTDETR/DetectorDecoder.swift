import Layers
import Tensors

/// Turns what the encoder made of a picture into rectangles: the most promising places become queries, which look around and
/// move their four sides layer by layer.
///
/// - Source: DFINETransformer of D-FINE (Peng et al. 2024).
struct DetectorDecoder: Sendable {
    private let width: Int
    private let classes: Int
    private let queries: Int
    private let projections: [Conv2d?]
    private let memoryProjection: Linear
    private let memoryNorm: LayerNorm
    private let memoryScores: Linear
    private let memoryBoxes: Perceptron
    private let places: Perceptron
    private let firstBoxes: Perceptron
    private let layers: [DecoderLayer]
    private let corners: [Perceptron]
    private let scores: Linear
    private let quality: Perceptron
    private let sides: SideDistribution

    /// - Parameter queries: how many rectangles are given.
    init(_ weights: Weights, from encoderWidth: Int, queries: Int) throws(WeightsError) {
        self.queries = queries
        width = try weights.shape("enc_output.proj.weight", rank: 2)[0]
        guard width.isMultiple(of: 8) else {
            throw weights.error(.unsupported("a decoder of \(width) features"))
        }
        classes = try weights.shape("enc_score_head.weight", rank: 2)[0]
        var projections: [Conv2d?] = []
        for index in 0..<3 {
            projections.append(
                encoderWidth == width
                    ? nil
                    : try Conv2d(weights / "input_proj.\(index).conv", from: encoderWidth, to: width, kernel: 1))
        }
        self.projections = projections
        memoryProjection = try Linear(weights / "enc_output.proj", from: width, to: width)
        memoryNorm = try LayerNorm(weights / "enc_output.norm", width: width)
        memoryScores = try Linear(weights / "enc_score_head", from: width, to: classes)
        memoryBoxes = try Perceptron(weights / "enc_bbox_head", from: width, to: 4)
        places = try Perceptron(weights / "query_pos_head", from: 4, to: width)
        firstBoxes = try Perceptron(weights / "pre_bbox_head", from: width, to: 4)
        let own = weights / "decoder"
        var layers: [DecoderLayer] = []
        var corners: [Perceptron] = []
        for index in 0..<own.count(of: "layers") {
            layers.append(try DecoderLayer(own / "layers.\(index)", width: width))
            corners.append(
                try Perceptron(weights / "dec_bbox_head.\(index)", from: width, to: corners.first?.outputs))
        }
        guard let last = layers.indices.last else { throw weights.error(.unsupported("a decoder without layers")) }
        self.layers = layers
        self.corners = corners
        scores = try Linear(weights / "dec_score_head.\(last)", from: width, to: classes)
        quality = try Perceptron(own / "lqe_layers.\(last).reg_conf", from: 20, to: 1)
        guard corners[last].outputs.isMultiple(of: 4) else {
            throw weights.error(.unsupported("four sides of \(corners[last].outputs) numbers"))
        }
        sides = try SideDistribution(weights, bins: corners[last].outputs / 4)
    }

    /// For one picture.
    ///
    /// - Shapes: `scales` three of [1, H, W, C] → rectangles [queries, 4] as centre and size, scores [queries, classes]
    ///   before the sigmoid.
    func callAsFunction(_ scales: [Tensor]) throws -> (boxes: Tensor, scores: Tensor) {
        var grids: [(height: Int, width: Int)] = []
        var tokens: [Tensor] = []
        for (scale, projection) in zip(scales, projections) {
            let own = try projection?(scale) ?? scale
            grids.append((own.shape[1], own.shape[2]))
            tokens.append(own.reshaped([own.shape[1] * own.shape[2], width]))
        }
        let memory = concatenate(tokens, axis: 0)
        var (content, reference) = try chosen(memory, grids)
        reference = sigmoid(reference)
        var (offsets, before): (Tensor?, Tensor?)
        var initial = reference
        for (index, layer) in layers.enumerated() {
            let position = clamp(try places(reference), -10...10)
            content = try layer(content, at: position, around: reference, memory, grids)
            if index == 0 {
                let bounded = clamp(reference, 1e-5...(1 - 1e-5))
                let logits = Tensor(shape: bounded.shape) { values in
                    for place in 0..<values.count {
                        values[place] = logarithm(bounded.values[place] / (1 - bounded.values[place]))
                    }
                }
                initial = sigmoid(try firstBoxes(content) + logits)
            }
            var moved = try corners[index](before.map { content + $0 } ?? content)
            if let offsets { moved += offsets }
            reference = sides.boxes(moved, around: initial)
            (offsets, before) = (moved, content)
        }
        guard let offsets else { preconditionFailure("a decoder without layers") }
        let sure = try quality(sides.certainty(offsets))
        return (reference, try scores(content) + sure.repeated(classes, axis: 1))
    }

    /// The tokens that most look like something, and where they are, before the sigmoid.
    private func chosen(
        _ memory: Tensor, _ grids: [(height: Int, width: Int)]
    ) throws -> (content: Tensor, reference: Tensor) {
        let anchors = Anchors(grids)
        let visible = Tensor(shape: memory.shape) { values in
            let own = memory.values
            for index in 0..<values.count { values[index] = anchors.isValid[index / width] ? own[index] : 0 }
        }
        let seen = try memoryNorm(memoryProjection(visible))
        let scores = try memoryScores(seen)
        let best = (0..<memory.shape[0]).map { row -> Float in
            let own = scores[rows: row..<row + 1].array
            return own.max() ?? 0
        }
        let rows = Array(best.indices.sorted { (best[$0], $1) > (best[$1], $0) }.prefix(queries))
        let content = gatherRows(seen, rows)
        return (content, try memoryBoxes(content) + gatherRows(anchors.logits, rows))
    }
}

/// Where each token of the encoder is, as a small rectangle, before the sigmoid.
struct Anchors {
    /// - Shapes: [tokens, 4]; infinite at the border, where no rectangle begins.
    let logits: Tensor
    let isValid: [Bool]

    init(_ grids: [(height: Int, width: Int)]) {
        var values: [Float] = []
        var isValid: [Bool] = []
        for (level, grid) in grids.enumerated() {
            let size = Float(0.05) * Float(1 << level)
            for row in 0..<grid.height {
                for column in 0..<grid.width {
                    let box = [
                        (Float(column) + 0.5) / Float(grid.width), (Float(row) + 0.5) / Float(grid.height), size, size,
                    ]
                    let isInside = box.allSatisfy { $0 > 0.01 && $0 < 1 - 0.01 }
                    isValid.append(isInside)
                    values += box.map { isInside ? logarithm($0 / (1 - $0)) : .infinity }
                }
            }
        }
        logits = Tensor(values, shape: [isValid.count, 4])
        self.isValid = isValid
    }
}
