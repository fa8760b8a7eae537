import Foundation
import Tensors

/// One picture of a stack, with its transparency and place.
struct LayerFrame {
    /// [H, W, 3 or more].
    let pixels: Tensor
    /// How opaque each pixel is [H, W]; nil if all are.
    let alpha: Tensor?
    var placement: LayerPlacement

    var height: Int { pixels.shape[0] }
    var width: Int { pixels.shape[1] }
    var size: (width: Double, height: Double) {
        (placement.width ?? Double(width), placement.height ?? Double(height))
    }
}

extension LayerStack {
    static let mostFrames = 50

    /// From the lowest to the highest; the pictures of a batch follow each other.
    ///
    /// - Throws: `LayerError` if there are too many.
    func frames() throws(LayerError) -> [LayerFrame] {
        let sorted = layers.enumerated().sorted {
            ($0.element.depth, $0.offset) < ($1.element.depth, $1.offset)
        }.map(\.element)
        let count = sorted.reduce(0) { $0 + $1.pixels.shape[0] }
        guard count <= Self.mostFrames else { throw .tooMany(count) }
        return sorted.flatMap { layer in
            (0..<layer.pixels.shape[0]).map { index in
                let pixels = layer.pixels[rows: index..<index + 1]
                return LayerFrame(
                    pixels: pixels.reshaped(Array(pixels.shape.dropFirst())),
                    alpha: Self.alpha(pixels, layer.maskOfPicture(index)), placement: layer.placement)
            }
        }
    }

    /// - Shapes: [1, H, W, C], [1, h, w] → [H, W].
    private static func alpha(_ pixels: Tensor, _ mask: Tensor?) -> Tensor? {
        let (height, width) = (pixels.shape[1], pixels.shape[2])
        let own = pixels.shape[3] == 4 ? pixels.sliced(axis: 3, 3..<4).reshaped([height, width]) : nil
        guard var mask else { return own }
        if mask.shape[1] != height || mask.shape[2] != width {
            mask = resized(mask.reshaped(mask.shape + [1]), height: height, width: width, method: .bilinear)
        }
        let opaque = clamp(1 - mask.reshaped([height, width]), 0...1)
        return own.map { $0 * opaque } ?? opaque
    }
}

extension LayerStack.Layer {
    /// One mask counts for all pictures; where there are several, each picture has its own, and those beyond have none.
    fileprivate func maskOfPicture(_ index: Int) -> Tensor? {
        guard let mask else { return nil }
        if mask.shape[0] == 1 { return mask }
        return index < mask.shape[0] ? mask[rows: index..<index + 1] : nil
    }
}

/// The least rectangle of whole pixels around something turned.
struct LayerBounds: Equatable {
    let x: Int
    let y: Int
    let width: Int
    let height: Int

    /// - Units: `rotation` in radians, clockwise about the middle.
    /// - Throws: `LayerError` if it is farther away than any picture reaches.
    init(x: Double, y: Double, width: Double, height: Double, rotation: Double) throws(LayerError) {
        let (cosine, sine) = (cos(rotation), sin(rotation))
        let corners = [(-1.0, -1.0), (1, -1), (1, 1), (-1, 1)].map { across, down in
            let (dx, dy) = (across * width / 2, down * height / 2)
            return (x + width / 2 + dx * cosine - dy * sine, y + height / 2 + dx * sine + dy * cosine)
        }
        func extent(_ values: [Double]) throws(LayerError) -> (start: Int, count: Int) {
            let (least, most) = (values.min() ?? 0, values.max() ?? 0)
            guard abs(least) < Self.farthest, abs(most) < Self.farthest else { throw .tooFarAway }
            let start = Int(floor(least))
            return (start, max(1, Int(ceil(most)) - start))
        }
        (self.x, self.width) = try extent(corners.map(\.0))
        (self.y, self.height) = try extent(corners.map(\.1))
    }

    /// In pixels: four times what a picture may measure.
    private static let farthest = 65_536.0
}

/// Why layers make no picture.
enum LayerError: Error, Hashable, CustomStringConvertible {
    case tooMany(Int)
    case tooLarge(width: Int, height: Int)
    case tooFarAway

    var description: String {
        switch self {
        case .tooMany(let count):
            "layers: \(count) are too many. Use at most \(LayerStack.mostFrames); each picture of a batch is one."
        case .tooLarge(let width, let height):
            "the canvas: \(width)×\(height) pixels are too many. Use at most \(LayerCanvas.longest) each way."
        case .tooFarAway: "a layer: it is larger or farther away than any picture. Move it, or make it smaller."
        }
    }
}
