import Tensors

/// Pictures as CLIP was trained to see them: square, on 256 levels, with the mean and deviation of its training set.
///
/// - Source: `clip_preprocess` in ComfyUI's `clip_vision.py`; the interpolation is PyTorch's bicubic one with antialiasing.
enum ClipPicture {
    private static let means: [Float] = [0.48145466, 0.4578275, 0.40821073]
    private static let deviations: [Float] = [0.26862954, 0.26130258, 0.27577711]

    /// - Shapes: `pictures` [N, H, W, 3 or more] → [N, size, size, 3].
    static func prepared(_ pictures: Tensor, size: Int, crop: Bool) -> Tensor {
        let levels = levels(of: pictures, size: size, crop: crop)
        return Tensor(shape: levels.shape) { result in
            let values = levels.values
            for index in 0..<values.count {
                result[index] = (values[index] - means[index % 3]) / deviations[index % 3]
            }
        }
    }

    /// Square pictures on 256 levels.
    ///
    /// - Parameter crop: whether what does not fit a square is cut off; the picture is squeezed otherwise.
    /// - Shapes: `pictures` [N, H, W, 3 or more] → [N, size, size, 3].
    /// - Units: 0 to 1.
    static func levels(of pictures: Tensor, size: Int, crop: Bool) -> Tensor {
        var picture = pictures.shape[3] > 3 ? pictures.sliced(axis: 3, 0..<3) : pictures
        let (height, width) = (picture.shape[1], picture.shape[2])
        if height != size || width != size {
            let scale = Double(size) / Double(min(height, width))
            func length(_ old: Int) -> Int {
                crop ? Int((scale * Double(old)).rounded(.toNearestOrEven)) : size
            }
            picture = resizedSmoothly(picture, height: length(height), width: length(width))
            let (top, left) = ((picture.shape[1] - size) / 2, (picture.shape[2] - size) / 2)
            picture = picture.sliced(axis: 1, top..<top + size).sliced(axis: 2, left..<left + size)
        }
        return rounded(clamp(255 * picture, 0...255)) / 255
    }
}
