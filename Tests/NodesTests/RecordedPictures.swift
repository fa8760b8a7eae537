import Tensors

/// The pictures that the recording scripts of `Tests/Golden` make: a pattern of hundredths, another in each channel and picture.
///
/// - Shapes: `shape` [N, H, W, C].
func recordedPictures(_ shape: [Int]) -> Tensor {
    var values: [Float] = []
    for n in 0..<shape[0] {
        for y in 0..<shape[1] {
            for x in 0..<shape[2] {
                let place = x * x / 5 + y * 7 + x * y / 9
                for c in 0..<shape[3] { values.append(Float(Double((place + c * 29 + n * 57) % 101) / 100)) }
            }
        }
    }
    return Tensor(values, shape: shape)
}
