import Tensors

/// Pictures as CLIP was trained to see them: square, on 256 levels, with the mean and deviation of its training set.
///
/// - Source: `clip_preprocess` in ComfyUI's `clip_vision.py`; the interpolation is PyTorch's bicubic one with antialiasing.
enum ClipPicture {
    private static let means: [Float] = [0.48145466, 0.4578275, 0.40821073]
    private static let deviations: [Float] = [0.26862954, 0.26130258, 0.27577711]

    /// - Shapes: `pictures` [N, H, W, 3 or more] → [N, size, size, 3].
    static func prepared(_ pictures: Tensor, size: Int, crop: Bool) -> Tensor {
        var picture = pictures.shape[3] > 3 ? pictures.sliced(axis: 3, 0..<3) : pictures
        let (height, width) = (picture.shape[1], picture.shape[2])
        if height != size || width != size {
            let scale = Double(size) / Double(min(height, width))
            func length(_ old: Int) -> Int {
                crop ? Int((scale * Double(old)).rounded(.toNearestOrEven)) : size
            }
            picture = resizedSmoothly(resizedSmoothly(picture, axis: 2, to: length(width)), axis: 1, to: length(height))
            let (top, left) = ((picture.shape[1] - size) / 2, (picture.shape[2] - size) / 2)
            picture = picture.sliced(axis: 1, top..<top + size).sliced(axis: 2, left..<left + size)
        }
        return Tensor(shape: picture.shape) { result in
            let values = picture.values
            for index in 0..<values.count {
                let level = min(max(255 * values[index], 0), 255).rounded(.toNearestOrEven) / 255
                result[index] = (level - means[index % 3]) / deviations[index % 3]
            }
        }
    }

    /// One axis of pictures in another length, each new pixel a weighted sum of all old ones that it covers.
    private static func resizedSmoothly(_ picture: Tensor, axis: Int, to length: Int) -> Tensor {
        let old = picture.shape[axis]
        guard old != length else { return picture }
        let scale = Double(old) / Double(length)
        let stretch = max(scale, 1)
        let rows = (0..<length).map { index -> [Float] in
            let center = scale * (Double(index) + 0.5)
            let first = max(0, Int(center - 2 * stretch + 0.5))
            let last = min(old, Int(center + 2 * stretch + 0.5))
            var weights = [Double](repeating: 0, count: old)
            for place in first..<max(last, first) {
                weights[place] = bicubic((Double(place) - center + 0.5) / stretch)
            }
            let sum = weights.reduce(0, +)
            return weights.map { Float($0 / sum) }
        }
        let matrix = Tensor(rows.flatMap(\.self), shape: [length, old])
        let front = picture.shape[..<axis].reduce(1, *)
        let back = picture.shape[(axis + 1)...].reduce(1, *)
        let parts = picture.reshaped([front, old, back])
        let resized = matmul(matrix.reshaped([1, length, old]).repeated(front, axis: 0), parts)
        var shape = picture.shape
        shape[axis] = length
        return resized.reshaped(shape)
    }

    /// Keys' cubic with a = -0.5, as with antialiasing PyTorch and Pillow take it.
    private static func bicubic(_ x: Double) -> Double {
        let x = abs(x)
        if x < 1 { return (1.5 * x - 2.5) * x * x + 1 }
        if x < 2 { return ((-0.5 * x + 2.5) * x - 4) * x + 2 }
        return 0
    }
}
