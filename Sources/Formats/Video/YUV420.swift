import Tensors

/// A frame as video codecs keep it: brightness for each pixel, colour for each two by two, in 8 bits of limited range.
struct YUV420 {
    let width: Int
    let height: Int
    let y: [UInt8]
    /// ⌈width/2⌉ × ⌈height/2⌉ each.
    let u: [UInt8]
    let v: [UInt8]

    init(width: Int, height: Int, y: [UInt8], u: [UInt8], v: [UInt8]) {
        self.width = width
        self.height = height
        self.y = y
        self.u = u
        self.v = v
    }

    /// How much red and blue there is in brightness.
    enum Matrix {
        /// BT.601, of standard definition.
        case standard
        /// BT.709, of high definition.
        case high
        /// BT.2020.
        case wide

        var red: Float {
            switch self {
            case .standard: 0.299
            case .high: 0.2126
            case .wide: 0.2627
            }
        }

        var blue: Float {
            switch self {
            case .standard: 0.114
            case .high: 0.0722
            case .wide: 0.0593
            }
        }
    }

    /// - Shapes: `pixels` [1, H, W, 3 or more].
    /// - Units: 0...1.
    init(_ pixels: Tensor, _ matrix: Matrix) {
        let (height, width, channels) = (pixels.shape[1], pixels.shape[2], pixels.shape[3])
        let (halfHeight, halfWidth) = ((height + 1) / 2, (width + 1) / 2)
        var y = [UInt8](repeating: 0, count: height * width)
        var blues = [Float](repeating: 0, count: height * width)
        var reds = blues
        let values = pixels.values
        let (red, blue) = (matrix.red, matrix.blue)
        func sample(_ index: Int) -> Float { max(0, min(1, values[index])) }
        for pixel in 0..<height * width {
            let (r, g, b) = (sample(pixel * channels), sample(pixel * channels + 1), sample(pixel * channels + 2))
            let light = red * r + (1 - red - blue) * g + blue * b
            y[pixel] = Self.byte(16 + 219 * light)
            blues[pixel] = (b - light) / (2 * (1 - blue))
            reds[pixel] = (r - light) / (2 * (1 - red))
        }
        /// Colour sits on every second column, and between two rows.
        func halved(_ plane: [Float]) -> [UInt8] {
            var half = [UInt8](repeating: 0, count: halfHeight * halfWidth)
            for row in 0..<halfHeight {
                for column in 0..<halfWidth {
                    var sum: Float = 0
                    for line in [2 * row, min(2 * row + 1, height - 1)] {
                        let start = line * width
                        let (left, right) = (max(2 * column - 1, 0), min(2 * column + 1, width - 1))
                        sum += plane[start + left] + 2 * plane[start + 2 * column] + plane[start + right]
                    }
                    half[row * halfWidth + column] = Self.byte(128 + 224 * sum / 8)
                }
            }
            return half
        }
        self.init(width: width, height: height, y: y, u: halved(blues), v: halved(reds))
    }

    private static func byte(_ value: Float) -> UInt8 { UInt8(max(0, min(255, value.rounded()))) }

    /// - Shapes: → [1, H, W, 3].
    /// - Units: 0...1.
    func pixels(_ matrix: Matrix) -> Tensor {
        let halfWidth = (width + 1) / 2
        let halfHeight = (height + 1) / 2
        let (red, blue) = (matrix.red, matrix.blue)
        return Tensor(shape: [1, height, width, 3]) { pixels in
            for row in 0..<height {
                // Colour sits between rows: the nearer of two counts three quarters.
                let near = row / 2
                let far = max(0, min(halfHeight - 1, row.isMultiple(of: 2) ? near - 1 : near + 1))
                for column in 0..<width {
                    let left = column / 2
                    let right = column.isMultiple(of: 2) ? left : min(left + 1, halfWidth - 1)
                    func colour(_ plane: [UInt8]) -> Float {
                        func level(_ line: Int) -> Float {
                            (Float(plane[line * halfWidth + left]) + Float(plane[line * halfWidth + right])) / 2
                        }
                        return (0.75 * level(near) + 0.25 * level(far) - 128) / 224
                    }
                    let light = (Float(y[row * width + column]) - 16) / 219
                    let (u, v) = (colour(u), colour(v))
                    let r = light + 2 * (1 - red) * v
                    let b = light + 2 * (1 - blue) * u
                    let g = (light - red * r - blue * b) / (1 - red - blue)
                    let start = (row * width + column) * 3
                    pixels[start] = max(0, min(1, r))
                    pixels[start + 1] = max(0, min(1, g))
                    pixels[start + 2] = max(0, min(1, b))
                }
            }
        }
    }
}
