/// The sum of numbers with the rounding of PyTorch's `sum`, down to the last bit.
///
/// Eight lanes of four rows each are added up by themselves; every so often, what a level has goes to the next.
///
/// - Source: `cascade_sum` in PyTorch's `SumKernel.cpp`.
func cascadeSum(_ values: [Float]) -> Float {
    let (lanes, rows) = (8, 4)
    let vectors = values.count / lanes
    let blocks = vectors / rows
    var sums = blockSums(values, blocks: blocks, width: lanes * rows)
    for vector in blocks * rows..<vectors {
        for lane in 0..<lanes { sums[lane] += values[vector * lanes + lane] }
    }
    for row in 1..<rows {
        for lane in 0..<lanes { sums[lane] += sums[row * lanes + lane] }
    }
    let rest = values[(vectors * lanes)...].reduce(0, +)
    return sums[..<lanes].reduce(rest, +)
}

/// Column sums of the first `blocks` rows of `width` numbers.
private func blockSums(_ values: [Float], blocks: Int, width: Int) -> [Float] {
    let levelCount = 4
    let digits = blocks > 1 ? Int.bitWidth - (blocks - 1).leadingZeroBitCount : 0
    let power = max(4, digits / levelCount)
    let step = 1 << power
    var levels = [[Float]](repeating: [Float](repeating: 0, count: width), count: levelCount)
    func add(_ block: Int) {
        for index in 0..<width { levels[0][index] += values[block * width + index] }
    }
    var block = 0
    while block + step <= blocks {
        for _ in 0..<step {
            add(block)
            block += 1
        }
        for level in 1..<levelCount {
            for index in 0..<width {
                levels[level][index] += levels[level - 1][index]
                levels[level - 1][index] = 0
            }
            if block & ((step - 1) << (level * power)) != 0 { break }
        }
    }
    while block < blocks {
        add(block)
        block += 1
    }
    for level in 1..<levelCount {
        for index in 0..<width { levels[0][index] += levels[level][index] }
    }
    return levels[0]
}
