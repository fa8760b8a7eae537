import Engine
import Tensors

/// How a part of a picture is brought to a size of another shape.
enum CropFitting: String, Choice {
    case stretch
    case pad
}

/// Cuts parts out of pictures and brings them to one size.
struct CropByBBoxes: Node {
    static let displayName = "Crop By Bounding Boxes"
    static let category = "image/transform"
    static let summary = "Cut what all rectangles of a picture cover together, and bring it to a size."

    @Input("The pictures.") var image: Image
    @Input("The rectangles.") var bboxes: BoundingBoxes
    @Input("Width of what is cut, in pixels.", in: 64...4096, step: 8) var outputWidth = 512
    @Input("Height of what is cut, in pixels.", in: 64...4096, step: 8) var outputHeight = 512
    @Input("By what the part grows on each side, in pixels.", in: 0...1024) var padding = 0
    @Input("Whether it is stretched, or shrunk to fit with black beside it.") var keepAspect = CropFitting.stretch

    @Output var cut: Image

    func run(_ context: RunContext) throws {
        let pixels = image.pixels
        var crops: [Tensor] = []
        for index in 0..<pixels.shape[0] {
            guard let boxes = bboxes.frame(at: index), !boxes.isEmpty else { continue }
            crops.append(try crop(pixels[rows: index..<index + 1], boxes))
        }
        cut = crops.isEmpty ? image : Image(pixels: concatenate(crops, axis: 0))
    }

    /// - Shapes: `picture` [1, H, W, C] → [1, outputHeight, outputWidth, C].
    private func crop(_ picture: Tensor, _ boxes: [BoundingBox]) throws -> Tensor {
        let (height, width) = (picture.shape[1], picture.shape[2])
        let sides = try boxes.map { try $0.sides() }
        guard var left = sides.map(\.left).min(), var right = sides.map(\.right).max(),
            var top = sides.map(\.top).min(), var bottom = sides.map(\.bottom).max()
        else { return picture }
        left = max(0, left - padding)
        right = min(width, right + padding)
        top = max(0, top - padding)
        bottom = min(height, bottom + padding)
        if right <= left || bottom <= top {
            // The middle of the upper part, where a face may be.
            let side = Int(Double(min(height, width)) * 0.3)
            left = max(0, (width - side) / 2)
            top = max(0, Int(Double(height) * 0.1))
            right = min(width, left + side)
            bottom = min(height, top + side)
        }
        guard right > left, bottom > top else {
            return Tensor(zeros: [1, outputHeight, outputWidth, picture.shape[3]])
        }
        let part = picture.window(top..<bottom, left..<right, axes: (rows: 1, columns: 2))
        guard keepAspect == .pad else {
            return resized(part, height: outputHeight, width: outputWidth, method: .area)
        }
        let scale = min(
            Double(outputWidth) / Double(right - left), Double(outputHeight) / Double(bottom - top))
        let size = (
            height: Int((Double(bottom - top) * scale).rounded(.toNearestOrEven)),
            width: Int((Double(right - left) * scale).rounded(.toNearestOrEven))
        )
        guard size.height > 0, size.width > 0 else {
            throw PixelError.noPixelsLeft(height: size.height, width: size.width)
        }
        let scaled = resized(part, height: size.height, width: size.width, method: .area)
        return Tensor(zeros: [1, outputHeight, outputWidth, picture.shape[3]])
            .replacing(
                scaled, top: (outputHeight - size.height) / 2, left: (outputWidth - size.width) / 2,
                axes: (rows: 1, columns: 2))
    }
}

extension BoundingBox {
    /// Its sides in whole pixels, towards zero.
    func sides() throws(DetectionError) -> (left: Int, top: Int, right: Int, bottom: Int) {
        func whole(_ place: Double) throws(DetectionError) -> Int {
            guard place.isFinite else { throw .noPlace(place) }
            return Int(max(-1e9, min(place, 1e9)))
        }
        return (try whole(x), try whole(y), try whole(x + width), try whole(y + height))
    }
}
