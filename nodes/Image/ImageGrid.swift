import Engine
import Tensors

/// Puts pictures side by side in rows: a contact sheet.
struct ImageGrid: Node {
    static let displayName = "Make Image Grid"
    static let category = "image/batch"
    static let summary = "Put pictures side by side in rows, each in a cell of the same size."

    @Input("The pictures.") var images: [Image]
    @Input("Pictures in a row.", in: 1...20) var columns = 4
    @Input("Width of each cell, in pixels.", in: 32...2048) var cellWidth = 256
    @Input("Height of each cell, in pixels.", in: 32...2048) var cellHeight = 256
    @Input("Pixels of black between them.", in: 0...50) var padding = 4

    @Output("images") var grid: Image

    func run(_ context: RunContext) throws {
        let pictures = images.flatMap { image in
            (0..<image.pixels.shape[0]).map { image.pixels[rows: $0..<$0 + 1] }
        }
        guard !pictures.isEmpty else { throw GridError.noPictures }
        let rows = (pictures.count + columns - 1) / columns
        let width = columns * cellWidth + (columns - 1) * padding
        let height = rows * cellHeight + (rows - 1) * padding
        var values = [Float](repeating: 0, count: height * width * 3)
        for (number, picture) in pictures.enumerated() {
            let cell = resized(picture.withColours, height: cellHeight, width: cellWidth, method: .lanczos).array
            let left = number % columns * (cellWidth + padding)
            let top = number / columns * (cellHeight + padding)
            for row in 0..<cellHeight {
                let start = ((top + row) * width + left) * 3
                values.replaceSubrange(
                    start..<start + cellWidth * 3, with: cell[row * cellWidth * 3..<(row + 1) * cellWidth * 3])
            }
            try context.progress(number + 1, of: pictures.count)
        }
        grid = Image(pixels: Tensor(values, shape: [1, height, width, 3]))
    }
}

extension Tensor {
    /// [1, H, W, 3] of a picture with any number of channels: gray three times, without transparency.
    fileprivate var withColours: Tensor {
        let channels = shape[3]
        guard channels != 3 else { return self }
        let values = array
        let picked = (0..<count / channels).flatMap { pixel in
            (0..<3).map { values[pixel * channels + (channels < 3 ? 0 : $0)] }
        }
        return Tensor(picked, shape: [1, shape[1], shape[2], 3])
    }
}

/// Why there is no grid.
enum GridError: Error, Hashable, CustomStringConvertible {
    case noPictures
    case unequalTiles

    var description: String {
        switch self {
        case .noPictures: "images: there are none. Connect a list with at least one picture."
        case .unequalTiles: "tiles: they are not all of as many pictures and channels. Connect tiles of one batch."
        }
    }
}
