/// Where each row is highest, and how high: the first of equal places.
///
/// - Shapes: `input` [rows, columns] → `places` and `heights` [rows].
public func findHighestPlaces(
    _ input: Span<Float>, columns: Int, places: inout MutableSpan<Int>, heights: inout MutableSpan<Float>
) {
    let rows = places.count
    precondition(
        columns > 0 && input.count == rows * columns && heights.count == rows,
        "\(input.count) elements in \(rows) rows of \(columns)")
    input.withUnsafeBufferPointer { input in
        places.withUnsafeMutableBufferPointer { places in
            heights.withUnsafeMutableBufferPointer { heights in
                guard let source = input.baseAddress, let place = places.baseAddress, let height = heights.baseAddress
                else { return }
                parallel(rows) { row in
                    let start = source + row * columns
                    var (best, value) = (0, start[0])
                    for index in 1..<columns where start[index] > value { (best, value) = (index, start[index]) }
                    place[row] = best
                    height[row] = value
                }
            }
        }
    }
}
