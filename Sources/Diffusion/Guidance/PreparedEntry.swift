import Tensors

/// A conditioning entry, made ready for latents of one shape.
struct PreparedEntry {
    var entry: ConditioningEntry

    /// Nil for the whole latent. Not yet cut to it, as windows are compared before they are cut.
    var window: Window?

    /// In the latent's size [N, H, W].
    var mask: Tensor?

    /// Noise levels between which it counts, the higher first.
    let highestSigma: Float?
    let lowestSigma: Float?

    /// - Shapes: `shape` [N, C, H, W] of the latent.
    init(_ entry: ConditioningEntry, shape: [Int], _ sampling: ModelSampling) throws(SamplingError) {
        self.entry = entry
        let (rows, columns) = (shape[2], shape[3])
        window = entry.area.map { Window($0, rows: rows, columns: columns) }
        if let mask = entry.mask {
            let fitted = try fittedMask(mask, rows: rows, columns: columns)
            if entry.isCutToMask { window = Window(boundsOf: fitted) }
            self.mask = fitted
        }
        var (start, end) = (entry.start, entry.end)
        if let span = entry.encodedFor {
            (start, end) = (max(span.lowerBound, start ?? 0), min(span.upperBound, end ?? 1))
        }
        highestSigma = start.map { Float(sampling.sigma(progress: $0)) }
        lowestSigma = end.map { Float(sampling.sigma(progress: $0)) }
    }

    func counts(at sigma: Float) -> Bool {
        if let highestSigma, sigma > highestSigma { return false }
        if let lowestSigma, sigma < lowestSigma { return false }
        return true
    }

    /// Whether it is all there is of the picture, so that nothing has to be weighed.
    var isPlain: Bool { window == nil && mask == nil && entry.strength == 1 }

    /// How much it counts in each element of its window.
    ///
    /// - Shapes: `shape` [N, C, H, W] of the whole latent → [N, C, height, width] of the window.
    func weights(shape: [Int], in window: Window?) -> Tensor {
        let (rows, columns) = (shape[2], shape[3])
        let area = window ?? Window(height: rows, width: columns, y: 0, x: 0)
        let size = [shape[0], shape[1], area.height, area.width]
        guard let mask else {
            let weights = Tensor(repeating: Float(entry.strength), shape: size)
            return window == nil ? weights : feathered(weights, area, rows: rows, columns: columns)
        }
        // One plane for each mask, for all channels and as often as the batch asks for it.
        let used = mask[rows: 0..<min(mask.shape[0], shape[0])]
        let planes = area.part(of: used.reshaped([used.shape[0], 1, rows, columns]))
        let weighed = planes * Float(entry.maskStrength) * Float(entry.strength)
        let repeats = (shape[0] + used.shape[0] - 1) / used.shape[0]
        return weighed.repeated(shape[1], axis: 1).repeated(repeats, axis: 0)[rows: 0..<shape[0]]
    }

    /// Fades out towards those edges of the window that are not the latent's.
    private func feathered(_ weights: Tensor, _ area: Window, rows: Int, columns: Int) -> Tensor {
        var weights = weights
        let planes = weights.shape[0] * weights.shape[1]
        let vertical = Feather(area.height, from: area.y, of: rows)
        let horizontal = Feather(area.width, from: area.x, of: columns)
        weights.withMutableValues { values in
            for plane in 0..<planes {
                for row in 0..<area.height {
                    let start = (plane * area.height + row) * area.width
                    for column in 0..<area.width {
                        values[start + column] = horizontal.apply(
                            to: vertical.apply(to: values[start + column], row), column)
                    }
                }
            }
        }
        return weights
    }
}

/// Factors that rise from an edge, a quarter of the way in at most.
private struct Feather {
    private let factors: [[Float]]

    init(_ length: Int, from offset: Int, of whole: Int) {
        let width = min(8, length / 4)
        var factors = [[Float]](repeating: [], count: length)
        // A place that is near both edges gets both factors, one after the other.
        for step in 0..<width where offset != 0 { factors[step].append(Float(1 / Double(width) * Double(step + 1))) }
        for step in 0..<width where offset + length < whole {
            factors[length - 1 - step].append(Float(1 / Double(width) * Double(step + 1)))
        }
        self.factors = factors
    }

    func apply(to value: Float, _ place: Int) -> Float {
        factors[place].reduce(value) { $0 * $1 }
    }
}

/// A mask in the latent's size.
///
/// - Shapes: `mask` [H, W] or [N, H, W] or [N, 1, H, W] → [N, rows, columns].
func fittedMask(_ mask: Tensor, rows: Int, columns: Int) throws(SamplingError) -> Tensor {
    guard mask.shape.count >= 2, mask.count > 0 else {
        throw .misshapen(what: "the mask", expected: [rows, columns], found: mask.shape)
    }
    let (height, width) = (mask.shape[mask.shape.count - 2], mask.shape[mask.shape.count - 1])
    let count = mask.count / (height * width)
    let planes = mask.reshaped([count, height, width, 1])
    let fitted =
        height == rows && width == columns
        ? planes : resized(planes, height: rows, width: columns, method: .bilinear)
    return fitted.reshaped([count, rows, columns])
}
