import Tensors

/// What layers are drawn on.
struct LayerCanvas {
    static let longest = 16_384

    let width: Int
    let height: Int
    /// Light of red, green and blue, and how opaque each pixel is.
    private var pixels: [SIMD4<Float>]

    /// - Throws: `LayerError` if it is too large.
    init(width: Int, height: Int) throws(LayerError) {
        guard width <= Self.longest, height <= Self.longest else { throw .tooLarge(width: width, height: height) }
        (self.width, self.height) = (width, height)
        pixels = Array(repeating: .zero, count: width * height)
    }

    /// As large as layers reach to the right and down.
    init(around frames: [LayerFrame]) throws(LayerError) {
        var (width, height) = (1, 1)
        for frame in frames {
            let bounds = try frame.bounds
            width = max(width, bounds.x + bounds.width)
            height = max(height, bounds.y + bounds.height)
        }
        try self.init(width: width, height: height)
    }

    /// - Units: `levels` 0 to 1 in sRGB.
    mutating func fill(with levels: SIMD3<Float>, opacity: Double) {
        let colour = SIMD4(lightOfLevels(levels), 1)
        for index in pixels.indices {
            pixels[index] = LayerBlending.normal.composite(colour, over: pixels[index], opacity: Float(opacity))
        }
    }

    /// - Throws: `LayerError` if it lies too far away.
    mutating func draw(_ frame: LayerFrame) throws(LayerError) {
        let placement = frame.placement
        guard placement.isVisible else { return }
        let bounds = try frame.bounds
        let size = frame.size
        let bitmap = LayerBitmap(frame.pixels, alpha: frame.alpha)
            .mirrored(across: placement.isMirroredAcross, down: placement.isMirroredDown)
            .resized(width: Self.pixels(size.width), height: Self.pixels(size.height))
            .turned(by: placement.rotation)
        // In the middle of its bounds; half a pixel goes up and to the left.
        let left = bounds.x + (bounds.width - bitmap.width) >> 1
        let top = bounds.y + (bounds.height - bitmap.height) >> 1
        let light = (0..<256).map { lightOfLevel(Float($0) / 255) }
        for y in max(bounds.y, 0)..<max(bounds.y, 0, min(bounds.y + bounds.height, height)) {
            for x in max(bounds.x, 0)..<max(bounds.x, 0, min(bounds.x + bounds.width, width)) {
                let (column, row) = (x - left, y - top)
                guard (0..<bitmap.width).contains(column), (0..<bitmap.height).contains(row) else { continue }
                let start = (row * bitmap.width + column) * 4
                let above = SIMD4(
                    light[Int(bitmap.bytes[start])], light[Int(bitmap.bytes[start + 1])],
                    light[Int(bitmap.bytes[start + 2])], Float(bitmap.bytes[start + 3]) / 255)
                let index = y * width + x
                pixels[index] = placement.blending.composite(
                    above, over: pixels[index], opacity: Float(placement.opacity))
            }
        }
    }

    /// The nearest whole number of pixels, at least one.
    private static func pixels(_ length: Double) -> Int { max(1, Int(length.rounded(.toNearestOrEven))) }

    /// - Shapes: → [1, H, W, 4].
    var picture: Tensor {
        let values = pixels.flatMap { pixel -> [Float] in
            let clamped = pixel.clamped(lowerBound: .zero, upperBound: .one)
            return [levelOfLight(clamped.x), levelOfLight(clamped.y), levelOfLight(clamped.z), clamped.w]
        }
        return Tensor(values, shape: [1, height, width, 4])
    }
}

extension LayerFrame {
    fileprivate var bounds: LayerBounds {
        get throws(LayerError) {
            let size = size
            return try LayerBounds(
                x: placement.x, y: placement.y, width: size.width, height: size.height, rotation: placement.rotation)
        }
    }
}
