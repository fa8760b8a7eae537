import Tensors

/// The rectangle of a latent that a prompt is for, in cells.
struct Window: Hashable {
    let height: Int
    let width: Int
    let y: Int
    let x: Int

    init(height: Int, width: Int, y: Int, x: Int) {
        self.height = height
        self.width = width
        self.y = y
        self.x = x
    }

    /// As much of `area` as lies on a latent of this size; may start outside it.
    init(_ area: Area, rows: Int, columns: Int) {
        switch area {
        case .cells(let height, let width, let y, let x):
            self.init(height: height, width: width, y: y, x: x)
        case .parts(let height, let width, let y, let x):
            self.init(
                height: max(1, Self.cells(height, rows)), width: max(1, Self.cells(width, columns)),
                y: Self.cells(y, rows), x: Self.cells(x, columns))
        }
    }

    /// Python rounds halves to even.
    private static func cells(_ part: Double, _ count: Int) -> Int {
        Int((min(max(part, -1e6), 1e6) * Double(count)).rounded(.toNearestOrEven))
    }

    /// The smallest window with all of the mask that is not zero, eight cells at least each way.
    ///
    /// - Shapes: `mask` [N, H, W].
    init(boundsOf mask: Tensor) {
        let (rows, columns) = (mask.shape[1], mask.shape[2])
        var (top, left, bottom, right) = (Int.max, Int.max, -1, -1)
        let values = mask.values
        for index in 0..<values.count where values[index] != 0 {
            let row = index / columns % rows
            let column = index % columns
            top = min(top, row)
            bottom = max(bottom, row)
            left = min(left, column)
            right = max(right, column)
        }
        if bottom < 0 {
            // Nothing counts anywhere: any small window will do.
            self.init(height: 8, width: 8, y: 0, x: 0)
        } else {
            self.init(height: max(8, bottom - top + 1), width: max(8, right - left + 1), y: top, x: left)
        }
    }

    /// Cut to a latent of this size.
    ///
    /// - Throws: `SamplingError` where nothing is left of it.
    func cut(rows: Int, columns: Int) throws(SamplingError) -> Window {
        guard y >= 0, x >= 0, y < rows, x < columns, height > 0, width > 0 else {
            throw .areaOutside(area: [height, width, y, x], latent: [rows, columns])
        }
        return Window(height: min(rows - y, height), width: min(columns - x, width), y: y, x: x)
    }

    /// Whether this lies in the other; both in cells, uncut.
    func lies(in other: Window) -> Bool {
        y >= other.y && x >= other.x && y + height <= other.y + other.height && x + width <= other.x + other.width
    }

    /// The window's part of `tensor` [N, C, H, W].
    func part(of tensor: Tensor) -> Tensor {
        tensor.sliced(axis: 2, y..<y + height).sliced(axis: 3, x..<x + width)
    }

    /// Adds `part` to the window's part of `tensor`, both [N, C, H, W].
    func add(_ part: Tensor, to tensor: inout Tensor) {
        let (rows, columns) = (tensor.shape[2], tensor.shape[3])
        let planes = tensor.shape[0] * tensor.shape[1]
        let added = part.values
        tensor.withMutableValues { values in
            for plane in 0..<planes {
                for row in 0..<height {
                    let target = (plane * rows + y + row) * columns + x
                    let source = (plane * height + row) * width
                    for column in 0..<width { values[target + column] += added[source + column] }
                }
            }
        }
    }
}
