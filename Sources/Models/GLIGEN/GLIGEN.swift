import Foundation
import Layers
import Tensors

/// Layers that tell a U-Net where in the picture objects lie.
///
/// - Source: Li et al. 2023, "GLIGEN: Open-Set Grounded Text-to-Image Generation"; weight names of its checkpoints.
public struct GLIGEN: Sendable {
    private let gates: [ObjectGate]
    private let encoder: ObjectEncoder

    /// Objects that a picture has room for.
    private static let places = 30

    /// - Throws: if the file has no such layers, or damaged ones.
    public init(file tensors: [String: StoredTensor], origin: String) throws(WeightsError) {
        let weights = Weights(
            tensors, origin: origin, remedy: "Choose a GLIGEN file with text boxes, such as gligen_sd14_textbox_pruned."
        )
        // The order of the forward pass.
        var gates: [ObjectGate] = []
        for side in ["input_blocks", "middle_block", "output_blocks"] {
            for block in 0..<20 {
                let paths = Set(
                    tensors.keys.filter { $0.contains("\(side).\(block).") }.compactMap { name -> String? in
                        name.range(of: ".fuser.").map { String(name[..<$0.lowerBound]) + ".fuser" }
                    })
                for path in paths.sorted() { gates.append(try ObjectGate(weights / path)) }
            }
        }
        self.gates = gates
        encoder = try ObjectEncoder(weights / "position_net")
    }

    /// Width of the vector that describes an object.
    public var objectWidth: Int { encoder.objectWidth }

    /// An object, and the rectangle that it is to fill.
    public struct Object: Sendable {
        /// [1, D]
        public let vector: Tensor
        /// In cells of the latent.
        public let height: Int, width: Int, y: Int, x: Int

        public init(vector: Tensor, height: Int, width: Int, y: Int, x: Int) {
            self.vector = vector
            (self.height, self.width, self.y, self.x) = (height, width, y, x)
        }
    }

    /// Objects, made ready for latents of a size.
    ///
    /// - Throws: `ModelInputError` if there are too many or a vector is of another width; if the weights cannot be read.
    public func placed(_ objects: [Object], height: Int, width: Int) throws -> PlacedObjects {
        guard objects.count <= Self.places else {
            throw ModelInputError.objects(found: objects.count, most: Self.places)
        }
        if let other = objects.first(where: { $0.vector.shape.last != objectWidth }) {
            throw ModelInputError.contextWidth(wanted: objectWidth, found: other.vector.shape.last ?? 0)
        }
        return PlacedObjects(
            objects: try encoder(objects, places: Self.places, height: Float(height), width: Float(width)), gates: gates
        )
    }
}

/// What GLIGEN's layers add to the tokens of a picture.
public struct PlacedObjects: Sendable {
    /// [1, 30, D]
    fileprivate let objects: Tensor
    fileprivate let gates: [ObjectGate]

    /// - Shapes: `tokens` [N, T, D] → same.
    func callAsFunction(_ tokens: Tensor, in transformer: Int) throws -> Tensor {
        guard gates.indices.contains(transformer) else { return tokens }
        return try gates[transformer](tokens, objects)
    }
}

/// Attention of a picture's tokens to each other and to objects, behind a gate that training opened.
private struct ObjectGate: Sendable {
    private let linear: Linear
    private let attention: Attention
    private let norm1: LayerNorm, norm2: LayerNorm
    private let widen: GatedLinear, narrow: Linear
    private let openings: [StoredTensor]

    init(_ weights: Weights) throws(WeightsError) {
        let shape = try weights.shape("linear.weight", rank: 2)
        let (width, objectWidth) = (shape[0], shape[1])
        linear = try Linear(weights / "linear", from: objectWidth, to: width)
        let attn = weights / "attn"
        // As the U-Nets do that it was made for.
        let heads = objectWidth == 768 ? 8 : max(1, width / 64)
        attention = Attention(
            query: try Linear(attn / "to_q", from: width, to: width, bias: false),
            key: try Linear(attn / "to_k", from: width, to: width, bias: false),
            value: try Linear(attn / "to_v", from: width, to: width, bias: false),
            output: try Linear(attn / "to_out.0", from: width, to: width), heads: heads)
        norm1 = try LayerNorm(weights / "norm1", width: width)
        norm2 = try LayerNorm(weights / "norm2", width: width)
        widen = try GatedLinear(weights / "ff.net.0.proj", from: width, to: 4 * width)
        narrow = try Linear(weights / "ff.net.2", from: 4 * width, to: width)
        openings = [try weights("alpha_attn", []), try weights("alpha_dense", [])]
    }

    /// - Shapes: `tokens` [N, T, D], `objects` [1, O, E] → [N, T, D].
    func callAsFunction(_ tokens: Tensor, _ objects: Tensor) throws -> Tensor {
        let gates = try openings.map { tanh(try $0.tensor().array.first ?? 0) }
        let count = tokens.shape[1]
        let known = try linear(objects).repeated(tokens.shape[0], axis: 0)
        let mixed = try attention(norm1(concatenate([tokens, known], axis: 1))).sliced(axis: 1, 0..<count)
        let attended = tokens.adding(mixed, times: gates[0])
        return attended.adding(try narrow(widen(norm2(attended))), times: gates[1])
    }
}

/// From an object's description and its rectangle to the vector that the picture's tokens attend to.
private struct ObjectEncoder: Sendable {
    let objectWidth: Int
    private let layers: [Linear]
    private let noObject: StoredTensor, noPlace: StoredTensor

    /// Waves for each edge of a rectangle.
    private static let waves = 8

    init(_ weights: Weights) throws(WeightsError) {
        objectWidth = try weights.shape("null_positive_feature", rank: 1)[0]
        let placeWidth = 8 * Self.waves
        noObject = try weights("null_positive_feature", objectWidth)
        noPlace = try weights("null_position_feature", placeWidth)
        var layers: [Linear] = []
        var inputs = objectWidth + placeWidth
        for number in [0, 2, 4] {
            let outputs = try weights.shape("linears.\(number).weight", rank: 2)[0]
            layers.append(try Linear(weights / "linears.\(number)", from: inputs, to: outputs))
            inputs = outputs
        }
        self.layers = layers
    }

    /// - Shapes: → [1, places, D].
    func callAsFunction(_ objects: [GLIGEN.Object], places: Int, height: Float, width: Float) throws -> Tensor {
        let empty = concatenate([try noObject.tensor(), try noPlace.tensor()], axis: 0)
        var rows = objects.map { object in
            let edges = [
                Float(object.x) / width, Float(object.y) / height, Float(object.x + object.width) / width,
                Float(object.y + object.height) / height,
            ]
            let place = (0..<Self.waves).flatMap { wave -> [Float] in
                let frequency = pow(100, Float(wave) / Float(Self.waves))
                return edges.map { sin(frequency * $0) } + edges.map { cos(frequency * $0) }
            }
            return concatenate(
                [object.vector.reshaped([objectWidth]), Tensor(place, shape: [place.count])], axis: 0)
        }
        while rows.count < places { rows.append(empty) }
        var hidden = concatenate(rows.map { $0.reshaped([1, 1, $0.count]) }, axis: 1)
        for (index, layer) in layers.enumerated() { hidden = try layer(index == 0 ? hidden : silu(hidden)) }
        return hidden
    }
}
