/// Reorders the axes of a dense block: axis `k` of `output` is axis `axes[k]` of `input`.
///
/// - Shapes: `input` `shape`, row-major → `output` row-major.
public func permute(_ input: Span<Float>, shape: [Int], axes: [Int], into output: inout MutableSpan<Float>) {
    precondition(axes.sorted() == Array(shape.indices), "axes \(axes) of shape \(shape)")
    precondition(input.count == shape.reduce(1, *) && output.count == input.count, "\(input.count), shape \(shape)")
    let walk = PermutedWalk(shape: shape, axes: axes)
    input.withUnsafeBufferPointer { input in
        output.withUnsafeMutableBufferPointer { output in
            guard let source = input.baseAddress, let target = output.baseAddress else { return }
            walk.copy(from: source, to: target)
        }
    }
}

/// A reordering brought to its shortest form: axes of length 1 are gone, axes that stay neighbours are one.
private struct PermutedWalk {
    /// Lengths of the axes in the output's order, and how far apart their steps are in the input.
    private var lengths: [Int] = []
    private var inputSteps: [Int] = []

    init(shape: [Int], axes: [Int]) {
        var steps = [Int](repeating: 1, count: shape.count)
        for axis in shape.indices.dropLast().reversed() { steps[axis] = steps[axis + 1] * shape[axis + 1] }
        for axis in axes where shape[axis] != 1 {
            if let last = lengths.last, inputSteps[lengths.count - 1] == steps[axis] * shape[axis] {
                lengths[lengths.count - 1] = last * shape[axis]
                inputSteps[lengths.count - 1] = steps[axis]
            } else {
                lengths.append(shape[axis])
                inputSteps.append(steps[axis])
            }
        }
        if lengths.isEmpty {
            lengths = [1]
            inputSteps = [1]
        }
    }

    func copy(from source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>) {
        let last = lengths.count - 1
        var outputSteps = [Int](repeating: 1, count: lengths.count)
        for axis in lengths.indices.dropLast().reversed() {
            outputSteps[axis] = outputSteps[axis + 1] * lengths[axis + 1]
        }
        // The axis along which the input is dense: the last one, or one of those before it.
        let dense = inputSteps.firstIndex(of: 1) ?? last
        let outer = lengths.indices.filter { $0 != last && $0 != dense }
        let planes = outer.reduce(1) { $0 * lengths[$1] }
        let rows = dense == last ? 1 : lengths[dense]
        let columns = lengths[last]

        // Strips of a plane, so that one large plane feeds all threads too.
        let stripRows = max(16, min(rows, elementsWorthSharing / max(1, columns) / 16 * 16))
        let strips = (rows + stripRows - 1) / stripRows
        parallelChunks(planes * strips, atLeast: max(1, elementsWorthSharing / (stripRows * columns))) { chunk in
            for index in chunk {
                let (plane, strip) = index.quotientAndRemainder(dividingBy: strips)
                var from = source
                var to = target
                var rest = plane
                for axis in outer.reversed() {
                    let (quotient, position) = rest.quotientAndRemainder(dividingBy: lengths[axis])
                    from += position * inputSteps[axis]
                    to += position * outputSteps[axis]
                    rest = quotient
                }
                if dense == last {
                    to.update(from: from, count: columns)
                } else {
                    let start = strip * stripRows
                    transpose(
                        from + start, to + start * outputSteps[dense], rows: min(stripRows, rows - start),
                        columns: columns, inputStep: inputSteps[last], outputStep: outputSteps[dense])
                }
            }
        }
    }
}

/// `to[r · outputStep + c] = from[r + c · inputStep]` in tiles that fit into the cache both ways.
private func transpose(
    _ from: UnsafePointer<Float>, _ to: UnsafeMutablePointer<Float>, rows: Int, columns: Int, inputStep: Int,
    outputStep: Int
) {
    let tile = 16
    for firstColumn in stride(from: 0, to: columns, by: tile) {
        let endColumn = min(columns, firstColumn + tile)
        for firstRow in stride(from: 0, to: rows, by: tile) {
            for row in firstRow..<min(rows, firstRow + tile) {
                let output = to + row * outputStep
                let input = from + row
                for column in firstColumn..<endColumn { output[column] = input[column * inputStep] }
            }
        }
    }
}
