import Tensors

/// A dark page of equal cells, each with a picture and a line of text below it.
struct SheetPage {
    let columns: Int
    let rows: Int
    /// Sides of the square that a picture is fitted into, in pixels.
    let picture: Int
    private var pixels: [Float]

    private static let gap = 8
    /// Pixels for each dot of a letter.
    private static let dot = 2
    private static let labelHeight = SheetLetters.height * dot + gap

    private var cellWidth: Int { picture + Self.gap }
    private var cellHeight: Int { picture + Self.labelHeight + Self.gap }
    private var width: Int { columns * cellWidth + Self.gap }
    private var height: Int { rows * cellHeight + Self.gap }

    init(columns: Int, rows: Int, picture: Int) {
        precondition(columns > 0 && rows > 0 && picture > 0, "a page of \(columns) × \(rows) cells of \(picture)")
        self.columns = columns
        self.rows = rows
        self.picture = picture
        pixels = []
        pixels = [Float](repeating: 0.11, count: width * height * 3)
    }

    /// - Shapes: [H, W, 3].
    var image: Tensor { Tensor(pixels, shape: [height, width, 3]) }

    /// Puts a picture into the middle of a cell, made smaller if it is larger.
    ///
    /// - Shapes: `image` [1, H, W, 3].
    mutating func place(_ image: Tensor, at cell: Int) {
        let (height, width) = (image.shape[1], image.shape[2])
        let longest = max(height, width)
        let isLarger = longest > picture
        // Rounded, and never nothing: a picture may be a thousand times as wide as it is high.
        let newHeight = isLarger ? max(1, (height * picture + longest / 2) / longest) : height
        let newWidth = isLarger ? max(1, (width * picture + longest / 2) / longest) : width
        let small = isLarger ? resized(image, height: newHeight, width: newWidth, method: .area) : image
        let values = small.values
        let (left, top) = origin(of: cell)
        let (x, y) = (left + (picture - newWidth) / 2, top + (picture - newHeight) / 2)
        for row in 0..<newHeight {
            let target = ((y + row) * self.width + x) * 3
            let source = row * newWidth * 3
            for index in 0..<newWidth * 3 { pixels[target + index] = values[source + index] }
        }
    }

    /// Writes below a cell's picture what fits there.
    mutating func label(_ text: String, at cell: Int) {
        let (left, top) = origin(of: cell)
        let advance = (SheetLetters.width + 1) * Self.dot
        for (position, character) in text.prefix(picture / advance).enumerated() {
            for (row, bits) in SheetLetters.rows(of: character).enumerated() {
                for column in 0..<SheetLetters.width where bits >> (SheetLetters.width - 1 - column) & 1 == 1 {
                    paint(
                        left + position * advance + column * Self.dot,
                        top + picture + Self.gap / 2 + row * Self.dot)
                }
            }
        }
    }

    private func origin(of cell: Int) -> (left: Int, top: Int) {
        precondition(cell < columns * rows, "cell \(cell) of \(columns) × \(rows)")
        return (Self.gap + cell % columns * cellWidth, Self.gap + cell / columns * cellHeight)
    }

    private mutating func paint(_ x: Int, _ y: Int) {
        for row in y..<y + Self.dot {
            for index in (row * width + x) * 3..<(row * width + x + Self.dot) * 3 { pixels[index] = 0.85 }
        }
    }
}
