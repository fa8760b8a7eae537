import Foundation
import Tensors

/// A picture of 8 bits with transparency, as layers are turned and resized: as Pillow does it.
struct LayerBitmap: Equatable {
    let width: Int
    let height: Int
    /// Red, green, blue and alpha of every pixel, row by row.
    var bytes: [UInt8]

    /// - Shapes: `pixels` [H, W, 3 or more]; `alpha` [H, W], opaque if there is none.
    init(_ pixels: Tensor, alpha: Tensor?) {
        (height, width) = (pixels.shape[0], pixels.shape[1])
        let channels = pixels.shape[2]
        let values = pixels.array
        let opacities = alpha?.array
        bytes = (0..<height * width).flatMap { pixel in
            (0..<3).map { Self.byte(values[pixel * channels + $0]) } + [opacities.map { Self.byte($0[pixel]) } ?? 255]
        }
    }

    init(width: Int, height: Int, bytes: [UInt8]) {
        precondition(bytes.count == width * height * 4, "\(bytes.count) bytes for \(width)×\(height) pixels")
        (self.width, self.height, self.bytes) = (width, height, bytes)
    }

    /// The nearest of 256 levels.
    private static func byte(_ value: Float) -> UInt8 {
        let scaled = (value * 255).rounded(.toNearestOrEven)
        return scaled > 0 ? UInt8(min(scaled, 255)) : 0
    }

    func mirrored(across: Bool, down: Bool) -> LayerBitmap {
        guard across || down else { return self }
        return rearranged(width: width, height: height) { x, y in
            (across ? width - 1 - x : x, down ? height - 1 - y : y)
        }
    }

    func resized(width newWidth: Int, height newHeight: Int) -> LayerBitmap {
        guard newWidth != width || newHeight != height else { return self }
        // Half a level more: the resizing cuts off.
        let levels = Tensor(bytes.map { (Float($0) + 0.5) / 255 }, shape: [1, height, width, 4])
        let result = Tensors.resized(levels, height: newHeight, width: newWidth, method: .lanczos)
        return LayerBitmap(
            width: newWidth, height: newHeight, bytes: result.array.map { UInt8(($0 * 255).rounded()) })
    }

    /// Each pixel of the result from where `source` says.
    private func rearranged(width: Int, height: Int, source: (Int, Int) -> (Int, Int)) -> LayerBitmap {
        var result = [UInt8](repeating: 0, count: bytes.count)
        for y in 0..<height {
            for x in 0..<width {
                let (column, row) = source(x, y)
                let (to, from) = ((y * width + x) * 4, (row * self.width + column) * 4)
                for channel in 0..<4 { result[to + channel] = bytes[from + channel] }
            }
        }
        return LayerBitmap(width: width, height: height, bytes: result)
    }
}

// MARK: - Turning

extension LayerBitmap {
    /// Turned about the middle onto a bitmap that holds all of it; corners are transparent.
    ///
    /// - Units: `radians` clockwise.
    /// - Source: `rotate` of Pillow's `Image.py`, with cubic interpolation of colours times alpha.
    func turned(by radians: Double) -> LayerBitmap {
        let degrees = Self.remainder(-radians * 180 / .pi, 360)
        switch degrees {
        case 0: return self
        case 90: return rearranged(width: height, height: width) { x, y in (self.width - 1 - y, x) }
        case 180: return mirrored(across: true, down: true)
        case 270: return rearranged(width: height, height: width) { x, y in (y, self.height - 1 - x) }
        default: return Turn(width: width, height: height, degrees: degrees).applied(to: self)
        }
    }

    /// Not negative, as Python's `%`.
    private static func remainder(_ value: Double, _ divisor: Double) -> Double {
        let rest = fmod(value, divisor)
        return rest < 0 ? rest + divisor : rest
    }

    /// Where the pixels of a turned bitmap come from.
    private struct Turn {
        let width: Int
        let height: Int
        /// Two rows of three: what a place of the result is multiplied with, and what is added.
        let matrix: [Double]

        init(width: Int, height: Int, degrees: Double) {
            let angle = -degrees * .pi / 180
            func digits(_ value: Double) -> Double { (value * 1e15).rounded(.toNearestOrEven) / 1e15 }
            let (cosine, sine) = (digits(cos(angle)), digits(sin(angle)))
            var matrix = [cosine, sine, 0, digits(-sin(angle)), cosine, 0]
            func moved(_ x: Double, _ y: Double) -> (Double, Double) {
                (
                    matrix[0] * x + matrix[1] * y + matrix[2],
                    matrix[3] * x + matrix[4] * y + matrix[5]
                )
            }
            let (w, h) = (Double(width), Double(height))
            let start = moved(-w / 2, -h / 2)
            (matrix[2], matrix[5]) = (start.0 + w / 2, start.1 + h / 2)
            let corners = [moved(0, 0), moved(w, 0), moved(w, h), moved(0, h)]
            func extent(_ values: [Double]) -> Double {
                ceil(values.max() ?? 0) - floor(values.min() ?? 0)
            }
            let (newWidth, newHeight) = (extent(corners.map(\.0)), extent(corners.map(\.1)))
            (matrix[2], matrix[5]) = moved(-(newWidth - w) / 2, -(newHeight - h) / 2)
            self.matrix = matrix
            self.width = Int(newWidth)
            self.height = Int(newHeight)
        }

        func applied(to bitmap: LayerBitmap) -> LayerBitmap {
            let source = bitmap.timesAlpha()
            var result = [UInt8](repeating: 0, count: width * height * 4)
            for y in 0..<height {
                for x in 0..<width {
                    let (column, row) = (Double(x) + 0.5, Double(y) + 0.5)
                    let place = (
                        matrix[0] * column + matrix[1] * row + matrix[2],
                        matrix[3] * column + matrix[4] * row + matrix[5]
                    )
                    guard let pixel = source.cubic(at: place) else { continue }
                    for channel in 0..<4 { result[(y * width + x) * 4 + channel] = pixel[channel] }
                }
            }
            return LayerBitmap(width: width, height: height, bytes: result).overAlpha()
        }
    }

    /// Between pixels, by cubic curves through four each way; nil outside.
    private func cubic(at place: (x: Double, y: Double)) -> SIMD4<UInt8>? {
        guard place.x >= 0, place.x < Double(width), place.y >= 0, place.y < Double(height) else { return nil }
        let (x, y) = (place.x - 0.5, place.y - 0.5)
        let (left, top) = (floor(x), floor(y))
        let (dx, dy) = (x - left, y - top)
        func pixel(_ column: Int, _ row: Int) -> SIMD4<Double> {
            let start = (row * width + min(max(column, 0), width - 1)) * 4
            return SIMD4(
                Double(bytes[start]), Double(bytes[start + 1]), Double(bytes[start + 2]), Double(bytes[start + 3]))
        }
        func along(_ row: Int) -> SIMD4<Double> {
            let first = Int(left) - 1
            return Self.curve(
                (0..<4).map { pixel(first + $0, row) }, at: dx)
        }
        let first = Int(top) - 1
        // Beyond the last row, and before the first, the row before is taken again.
        var rows = [along(min(max(first, 0), height - 1))]
        for row in first + 1...first + 3 {
            rows.append((0..<height).contains(row) ? along(row) : rows[rows.count - 1])
        }
        let value = Self.curve(rows, at: dy)
        return SIMD4<UInt8>(
            truncatingIfNeeded: SIMD4<Int32>(value.clamped(lowerBound: .zero, upperBound: .init(repeating: 255))))
    }

    private static func curve(_ v: [SIMD4<Double>], at d: Double) -> SIMD4<Double> {
        let linear = v[2] - v[0]
        let square = 2 * (v[0] - v[1]) + v[2] - v[3]
        let cube = v[1] - v[0] - v[2] + v[3]
        return v[1] + d * (linear + d * (square + d * cube))
    }

    private func timesAlpha() -> LayerBitmap {
        changingColours { colour, alpha in
            // Division by 255 with rounding.
            let product = colour * alpha + 128
            return (product + product >> 8) >> 8
        }
    }

    private func overAlpha() -> LayerBitmap {
        changingColours { colour, alpha in
            alpha == 0 || alpha == 255 ? colour : min(255 * colour / alpha, 255)
        }
    }

    private func changingColours(_ change: (Int, Int) -> Int) -> LayerBitmap {
        var result = self
        for pixel in stride(from: 0, to: bytes.count, by: 4) {
            let alpha = Int(bytes[pixel + 3])
            for channel in pixel..<pixel + 3 { result.bytes[channel] = UInt8(change(Int(bytes[channel]), alpha)) }
        }
        return result
    }
}
