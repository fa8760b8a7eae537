/// Sixteen lanes that read one neighbour after another of one row, or of the rows on both sides of their place: as blurs do.
struct SampledLine {
    /// Whether it is so; if not, nothing else of this value may be asked.
    let isOne: Bool

    private let texels: LaneTexels
    /// The texel to the left of the first lane's place.
    private let column: Int
    private let lower: Int
    private let upper: Int
    /// -1 for lanes that are just short of the next texel, for which rounding has counted one less.
    private let offset: FloatLanes
    private let right: FloatLanes
    private let above: FloatLanes
    private let anyIsShort: Bool
    private let isBetweenColumns: Bool
    private let isBetweenRows: Bool

    private static var lanes: FloatLanes { FloatLanes(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15) }
    /// Beyond it, floats do not tell texels apart well enough.
    private static var farthest: Float { 1_048_576 }

    /// - Parameter x: from the centre of the lower left texel, in texels, as is `y`.
    @inline(__always)
    init(_ x: FloatLanes, _ y: FloatLanes, _ texels: LaneTexels) {
        let left = lanewise(x) { $0.rounded(.down) }
        let bottom = lanewise(y) { $0.rounded(.down) }
        var offset = left - Self.lanes - left[0]
        var first = left[0]
        // A first lane that is short itself makes others seem long.
        if isAny(bits(offset .> 0)) {
            offset -= 1
            first += 1
        }
        let isElsewhere = bits(offset .!= 0) & bits(offset .!= -1) | bits(bottom .!= bottom[0])
        isOne = !isAny(isElsewhere) && abs(first) < Self.farthest && abs(bottom[0]) < Self.farthest
        self.texels = texels
        self.offset = offset
        right = x - left
        above = y - bottom
        column = isOne ? Int(first) : 0
        let row = isOne ? Int(bottom[0]) : 0
        lower = max(0, min(row, texels.height - 1))
        upper = max(0, min(row + 1, texels.height - 1))
        anyIsShort = isAny(bits(offset .!= 0))
        isBetweenColumns = anyIsShort || isAny(bits(right .!= 0))
        isBetweenRows = isAny(bits(above .!= 0))
    }

    /// - Parameter window: room for eighteen texels.
    @inline(__always)
    func sample(_ channel: Int, _ window: UnsafeMutablePointer<Float>) -> FloatLanes {
        let low = between(line(lower, channel, window))
        guard isBetweenRows else { return low }
        let high = between(line(upper, channel, window))
        return low + (high - low) * above
    }

    /// Where the first lane's texel is: in the picture, or in a copy of a part of it, in which the border's texels go on.
    @inline(__always)
    private func line(_ row: Int, _ channel: Int, _ window: UnsafeMutablePointer<Float>) -> UnsafePointer<Float> {
        let line = UnsafePointer(texels.line(row, channel: channel))
        guard column < 1 || column + 17 > texels.width else { return line + column }
        if column > -17 && column < texels.width {
            for index in 0..<18 { window[index] = line[max(0, min(column - 1 + index, texels.width - 1))] }
        } else {
            window.update(repeating: line[column < 0 ? 0 : texels.width - 1], count: 18)
        }
        return UnsafePointer(window + 1)
    }

    /// - Parameter texels: from that of the first lane on; one before and sixteen after it are there.
    @inline(__always)
    private func between(_ texels: UnsafePointer<Float>) -> FloatLanes {
        let place = UnsafeRawPointer(texels)
        let own = place.loadUnaligned(as: FloatLanes.self)
        guard isBetweenColumns else { return own }
        let next = place.loadUnaligned(fromByteOffset: 4, as: FloatLanes.self)
        guard anyIsShort else { return own + (next - own) * right }
        let before = place.loadUnaligned(fromByteOffset: -4, as: FloatLanes.self)
        let isShort = offset .!= 0
        let (first, second) = (own.replacing(with: before, where: isShort), next.replacing(with: own, where: isShort))
        return first + (second - first) * right
    }
}
