import Tensors

/// The noise that a run starts from: one draw for the whole batch.
///
/// - Shapes: `shape` [N, C, H, W].
/// - Parameter batchIndices: for each image of the batch, the image of an earlier, larger batch that it was; its noise is
///   then the one that it had there, drawn image by image.
/// - Source: ComfyUI's `prepare_noise`.
public func initialNoise(seed: UInt64, shape: [Int], batchIndices: [Int]? = nil) -> Tensor {
    var generator = TorchGenerator(seed: seed)
    guard let batchIndices, let last = batchIndices.max() else { return generator.normal(shape) }
    precondition(batchIndices.allSatisfy { $0 >= 0 }, "batch indices \(batchIndices)")
    let wanted = Set(batchIndices)
    var noises: [Int: Tensor] = [:]
    for index in 0...last {
        let noise = generator.normal([1] + shape.dropFirst())
        if wanted.contains(index) { noises[index] = noise }
    }
    return concatenate(batchIndices.compactMap { noises[$0] }, axis: 0)
}
