import Kernels

/// A convolution that sees one channel at a time.
///
/// - Shapes: `image` [N, H, W, C], `weights` [kernel, kernel, C] → [N, H', W', C].
public func convolveDepthwise(_ image: Tensor, _ weights: Tensor, stride: Int, padding: Int) -> Tensor {
    precondition(image.shape.count == 4 && weights.shape.last == image.shape[3], "\(image.shape) by \(weights.shape)")
    let shape = DepthwiseShape(
        images: image.shape[0], height: image.shape[1], width: image.shape[2], channels: image.shape[3],
        kernel: weights.shape[0], stride: stride, padding: padding)
    return Tensor(shape: [image.shape[0], shape.outputHeight, shape.outputWidth, image.shape[3]]) {
        Kernels.convolveDepthwise(image.values, weights.values, shape: shape, into: &$0)
    }
}

/// scale · x + shift for each channel, negative numbers cut off if it is `rectified`.
///
/// - Shapes: `x` [..., C], `scale` and `shift` [C] → as `x`.
public func scaledChannels(_ x: consuming Tensor, by scale: Tensor, shift: Tensor, rectified: Bool) -> Tensor {
    x.withMutableValues { scaleChannels(&$0, by: scale.values, shift: shift.values, rectified: rectified) }
    return x
}

/// What queries find at places in grids of tokens, as `sampleDeformably` of `Kernels` has it.
///
/// - Shapes: `values` [tokens, D], `places` [queries, heads, points, 2], `weights` [queries, heads, points]
///   → [queries, D].
public func deformableAttention(
    _ values: Tensor, places: Tensor, weights: Tensor, grids: [(height: Int, width: Int)], points: [Int]
) -> Tensor {
    let shape = DeformableShape(
        queries: weights.shape[0], heads: weights.shape[1], width: values.shape[1], grids: grids, points: points)
    return Tensor(shape: [weights.shape[0], values.shape[1]]) {
        sampleDeformably(values.values, places: places.values, weights: weights.values, shape: shape, into: &$0)
    }
}

/// The largest of each square of 2 × 2, with zeros right of and below the image.
///
/// - Shapes: [N, H, W, C] → same.
public func largestOfNeighbours(_ image: Tensor) -> Tensor {
    let beside = concatenate(
        [
            image.sliced(axis: 2, 1..<image.shape[2]),
            Tensor(zeros: [image.shape[0], image.shape[1], 1, image.shape[3]]),
        ], axis: 2)
    let rows = maximum(image, beside)
    let below = concatenate(
        [
            rows.sliced(axis: 1, 1..<image.shape[1]),
            Tensor(zeros: [image.shape[0], 1, image.shape[2], image.shape[3]]),
        ], axis: 1)
    return maximum(rows, below)
}

/// Planes blurred with a curve that is the same on both sides; beyond the edges there are zeros.
///
/// - Shapes: `planes` [planes, H, W] → same; `half` the curve from its middle on.
public func blurredPlanes(_ planes: Tensor, by half: [Double]) -> Tensor {
    precondition(planes.shape.count == 3, "blurredPlanes: \(planes.shape)")
    return Tensor(shape: planes.shape) {
        blurPlanes(planes.values, by: half.span, height: planes.shape[1], width: planes.shape[2], into: &$0)
    }
}

/// Where each plane is highest, and how high: the first of equal places, counted row by row.
///
/// - Shapes: `planes` [planes, H, W].
public func highestPlaces(_ planes: Tensor) -> [(place: Int, height: Float)] {
    let size = planes.shape.dropFirst().reduce(1, *)
    precondition(size > 0, "highestPlaces: \(planes.shape)")
    var places = [Int](repeating: 0, count: planes.shape[0])
    var heights = [Float](repeating: 0, count: planes.shape[0])
    var placeSpan = places.mutableSpan
    var heightSpan = heights.mutableSpan
    findHighestPlaces(planes.values, columns: size, places: &placeSpan, heights: &heightSpan)
    return Array(zip(places, heights))
}
