/// How deformable attention looks at grids of tokens.
public struct DeformableShape: Hashable, Sendable {
    let queries, heads, width: Int
    let grids: [(height: Int, width: Int)]
    /// How many points of each grid a head looks at.
    let points: [Int]

    /// - Parameter width: features of a token, those of all heads.
    public init(queries: Int, heads: Int, width: Int, grids: [(height: Int, width: Int)], points: [Int]) {
        precondition(grids.count == points.count && width.isMultiple(of: heads), "\(grids.count) grids, \(points)")
        (self.queries, self.heads, self.width, self.grids, self.points) = (queries, heads, width, grids, points)
    }

    public static func == (a: DeformableShape, b: DeformableShape) -> Bool {
        a.queries == b.queries && a.heads == b.heads && a.width == b.width && a.points == b.points
            && a.grids.map { [$0.height, $0.width] } == b.grids.map { [$0.height, $0.width] }
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(queries) }

    var pointCount: Int { points.reduce(0, +) }
    var tokenCount: Int { grids.reduce(0) { $0 + $1.height * $1.width } }
}

/// What each query finds at the few places that it looks at, weighted; between tokens their mixture, outside of a grid nothing.
///
/// - Shapes: `values` [tokens of all grids, D], `places` [queries, heads, points, 2], `weights` [queries, heads, points]
///   → `output` [queries, D].
/// - Units: `places` across and down, 0 to 1.
/// - Source: Zhu et al. 2020, Deformable DETR.
public func sampleDeformably(
    _ values: Span<Float>, places: Span<Float>, weights: Span<Float>, shape: DeformableShape,
    into output: inout MutableSpan<Float>
) {
    let (heads, points) = (shape.heads, shape.pointCount)
    precondition(
        values.count == shape.tokenCount * shape.width && weights.count == shape.queries * heads * points
            && places.count == 2 * weights.count && output.count == shape.queries * shape.width,
        "\(values.count) values at \(places.count) into \(output.count)")
    let depth = shape.width / heads
    values.withUnsafeBufferPointer { values in
        places.withUnsafeBufferPointer { places in
            weights.withUnsafeBufferPointer { weights in
                output.withUnsafeMutableBufferPointer { output in
                    guard let source = values.baseAddress, let target = output.baseAddress else { return }
                    parallel(shape.queries) { query in
                        for head in 0..<heads {
                            let sum = target + query * shape.width + head * depth
                            sum.update(repeating: 0, count: depth)
                            var (point, first) = ((query * heads + head) * points, 0)
                            for (grid, count) in zip(shape.grids, shape.points) {
                                for _ in 0..<count {
                                    let x = places[2 * point] * Float(grid.width) - 0.5
                                    let y = places[2 * point + 1] * Float(grid.height) - 0.5
                                    addSample(
                                        source + first * shape.width + head * depth, grid, stride: shape.width, x, y,
                                        weights[point], to: sum, count: depth)
                                    point += 1
                                }
                                first += grid.height * grid.width
                            }
                        }
                    }
                }
            }
        }
    }
}

@inline(__always)
private func addSample(
    _ grid: UnsafePointer<Float>, _ size: (height: Int, width: Int), stride: Int, _ x: Float, _ y: Float,
    _ weight: Float, to sum: UnsafeMutablePointer<Float>, count: Int
) {
    // Far outside there is nothing, and what is no number leads nowhere.
    guard x > -1, y > -1, x < Float(size.width), y < Float(size.height) else { return }
    let (left, top) = (x.rounded(.down), y.rounded(.down))
    let (across, down) = (x - left, y - top)
    for (rowStep, columnStep) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
        let (row, column) = (Int(top) + rowStep, Int(left) + columnStep)
        guard row >= 0, column >= 0, row < size.height, column < size.width else { continue }
        let share = weight * (rowStep == 0 ? 1 - down : down) * (columnStep == 0 ? 1 - across : across)
        let token = grid + (row * size.width + column) * stride
        for index in 0..<count { sum[index] += share * token[index] }
    }
}
