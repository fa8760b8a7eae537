/// Rotates each group of a line of numbers by the regular Hadamard matrix of its size, which is its own inverse.
///
/// The matrix is the product, in Kronecker's sense, of as many of `[[1, 1, 1, -1], [1, 1, -1, 1], [1, -1, 1, 1], [-1, 1, 1, 1]]` as
/// it takes, divided by the root of its size.
///
/// - Parameter group: a power of four.
/// - Source: "ConvRot", 2025: weights that were rotated so keep fewer outliers.
func rotate(_ line: UnsafeMutablePointer<Float>, _ count: Int, group: Int) {
    precondition(count.isMultiple(of: group), "\(count) numbers in groups of \(group)")
    var distance = 1
    while distance < group {
        for start in stride(from: 0, to: count, by: 4 * distance) {
            for index in start..<start + distance {
                let (a, b) = (line[index], line[index + distance])
                let (c, d) = (line[index + 2 * distance], line[index + 3 * distance])
                let sum = (a + b) + (c + d)
                line[index] = sum - 2 * d
                line[index + distance] = sum - 2 * c
                line[index + 2 * distance] = sum - 2 * b
                line[index + 3 * distance] = sum - 2 * a
            }
        }
        distance *= 4
    }
    // Each of the passes doubles lengths; halves of halves are exact.
    var factor: Float = 1
    var size = 1
    while size < group {
        factor /= 2
        size *= 4
    }
    for index in 0..<count { line[index] *= factor }
}
