import Layers
import Tensors

/// Puts what a face looks like in place of a word of a prompt for Stable Diffusion XL.
///
/// - Source: Li et al. 2024, "PhotoMaker"; weight names of its checkpoint.
public struct PhotoMaker: Sendable {
    private let vision: CLIPVisionModel
    private let mix: Mixer, refine: Mixer
    private let norm: LayerNorm

    /// - Throws: if the file is no PhotoMaker, or a damaged one.
    public init(file tensors: [String: StoredTensor], origin: String) throws(WeightsError) {
        let all = Weights(
            tensors, origin: origin, remedy: "Choose a PhotoMaker file such as photomaker-v1.bin.")
        let weights = all.hasAny(below: "id_encoder") ? all / "id_encoder" : all
        vision = try CLIPVisionModel(
            weights, activation: .quickGELU, projections: ["visual_projection", "visual_projection_2"])
        let fuse = weights / "fuse_module"
        let width = try fuse.shape("layer_norm.weight", rank: 1)[0]
        mix = try Mixer(fuse / "mlp1", from: 2 * width, to: width)
        refine = try Mixer(fuse / "mlp2", from: width, to: width)
        norm = try LayerNorm(fuse / "layer_norm", width: width)
    }

    /// - Parameter place: of the word among the tokens.
    /// - Shapes: `prompt` [1, T, D], `pictures` [N, H, W, 3 or more] → [1, T, D].
    /// - Throws: `CancellationError`; `ModelInputError`; if the weights cannot be read.
    public func callAsFunction(_ prompt: Tensor, _ pictures: Tensor, at place: Int) throws -> Tensor {
        let faces = try vision(pictures).embedding
        let (count, width) = (prompt.shape[1], prompt.shape[2])
        guard width == faces.shape[1] else {
            throw ModelInputError.contextWidth(wanted: faces.shape[1], found: width)
        }
        guard place < count else { return prompt }
        let word = prompt.sliced(axis: 1, place..<place + 1).reshaped([1, width])
        var fused = try mix(concatenate([word, faces[rows: 0..<1]], axis: 1)) + word
        fused = try norm(refine(fused) + fused)
        var parts = [fused.reshaped([1, 1, width])]
        if place > 0 { parts.insert(prompt.sliced(axis: 1, 0..<place), at: 0) }
        if place + 1 < count { parts.append(prompt.sliced(axis: 1, place + 1..<count)) }
        return concatenate(parts, axis: 1)
    }
}

/// A norm and two matrices around a curve.
private struct Mixer: Sendable {
    private let norm: LayerNorm
    private let first: Linear, second: Linear

    init(_ weights: Weights, from inputs: Int, to outputs: Int) throws(WeightsError) {
        norm = try LayerNorm(weights / "layernorm", width: inputs)
        let hidden = try weights.shape("fc1.weight", rank: 2)[0]
        first = try Linear(weights / "fc1", from: inputs, to: hidden)
        second = try Linear(weights / "fc2", from: hidden, to: outputs)
    }

    func callAsFunction(_ input: Tensor) throws -> Tensor {
        try second(gelu(first(norm(input))))
    }
}
