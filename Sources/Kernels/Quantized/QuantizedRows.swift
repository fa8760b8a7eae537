import Panels

/// Input rows as bytes, in the order in which products with panels want them: tiles of a few rows, block by block.
///
/// Each 32 numbers of a row share a scale; the largest becomes ±127.
struct QuantizedRows {
    let rows: Int
    let inputs: Int
    /// Rows of a tile; those that fill up the last one are zero.
    let tile: Int

    private let memory: UnsafeMutablePointer<Float>

    var tiles: Int { (rows + tile - 1) / tile }
    var blocks: Int { inputs / PanelFormat.blockLength }

    /// Tiles of one for a single row, of four for up to four, of eight otherwise.
    static func tile(_ rows: Int) -> Int { rows == 1 ? 1 : rows <= 4 ? 4 : 8 }

    /// Floats of memory that `rows` rows need.
    static func floatCount(rows: Int, inputs: Int) -> Int {
        let tile = tile(rows)
        let places = (rows + tile - 1) / tile * tile
        return places * (inputs / 4 + inputs / 32 + inputs / 16)
    }

    /// - Shapes: `input` [rows, inputs].
    /// - Parameter memory: room for `floatCount` floats.
    init(_ input: UnsafePointer<Float>, rows: Int, inputs: Int, in memory: UnsafeMutablePointer<Float>) {
        self.rows = rows
        self.inputs = inputs
        self.memory = memory
        tile = Self.tile(rows)
        let work = self
        parallelChunks(tiles, atLeast: max(1, elementsWorthSharing / (tile * inputs))) { chunk in
            for index in chunk { work.quantize(input, tile: index) }
        }
    }

    /// [tiles, blocks, 8, tile].
    func quads(tile index: Int) -> UnsafeMutablePointer<Int32> {
        UnsafeMutableRawPointer(memory + index * tile * inputs / 4).assumingMemoryBound(to: Int32.self)
    }

    /// [tiles, blocks, tile].
    func factors(tile index: Int) -> UnsafeMutablePointer<Float> {
        memory + tiles * tile * inputs / 4 + index * tile * blocks
    }

    /// Sums of halves of blocks: [tiles, 2 · blocks, tile].
    private func sums(tile index: Int) -> UnsafeMutablePointer<Int32> {
        let start = memory + tiles * tile * (inputs / 4 + blocks) + index * tile * 2 * blocks
        return UnsafeMutableRawPointer(start).assumingMemoryBound(to: Int32.self)
    }

    private func quantize(_ input: UnsafePointer<Float>, tile index: Int) {
        let (quads, factors, sums) = (quads(tile: index), factors(tile: index), sums(tile: index))
        for place in 0..<tile {
            let row = index * tile + place
            guard row < rows else {
                for block in 0..<blocks {
                    factors[block * tile + place] = 0
                    for group in 0..<8 { quads[(block * 8 + group) * tile + place] = 0 }
                    for half in 0..<2 { sums[(block * 2 + half) * tile + place] = 0 }
                }
                continue
            }
            for block in 0..<blocks {
                let bytes = QuantizedBlock(input + row * inputs + block * PanelFormat.blockLength)
                factors[block * tile + place] = bytes.factor
                for group in 0..<4 {
                    quads[(block * 8 + group) * tile + place] = bytes.first[group]
                    quads[(block * 8 + 4 + group) * tile + place] = bytes.second[group]
                }
                sums[block * 2 * tile + place] = bytes.firstSum
                sums[(block * 2 + 1) * tile + place] = bytes.secondSum
            }
        }
    }

    /// Floats of memory that the sums for one matrix need.
    func sumCount(_ format: PanelFormat) -> Int { 2 * tiles * tile * blocks * (format.hasHalves ? 2 : 1) }

    /// Writes what products with weights of `format` add, beside the products: for every tile the starts, then the
    /// shares (`PanelOperands`).
    func writeSums(_ format: PanelFormat, to target: UnsafeMutablePointer<Float>) {
        let count = tile * blocks * (format.hasHalves ? 2 : 1)
        for index in 0..<tiles {
            let (sums, factors) = (sums(tile: index), factors(tile: index))
            let shares = target + (2 * index + 1) * count
            let starts = UnsafeMutableRawPointer(target + 2 * index * count).assumingMemoryBound(to: Int32.self)
            for block in 0..<blocks {
                for place in 0..<tile {
                    let factor = factors[block * tile + place]
                    let (first, second) = (sums[block * 2 * tile + place], sums[(block * 2 + 1) * tile + place])
                    if format.hasHalves {
                        let (low, high) = (block * 2 * tile + place, (block * 2 + 1) * tile + place)
                        starts[low] = -format.offset * first
                        starts[high] = -format.offset * second
                        shares[low] = factor * Float(first)
                        shares[high] = factor * Float(second)
                    } else {
                        starts[block * tile + place] = -format.offset * (first + second)
                        shares[block * tile + place] = factor * Float(first + second)
                    }
                }
            }
        }
    }
}

/// 32 numbers as bytes with a common factor.
struct QuantizedBlock {
    /// Sixteen bytes, four by four.
    let first: SIMD4<Int32>
    let second: SIMD4<Int32>
    let factor: Float
    let firstSum: Int32
    let secondSum: Int32

    @inline(__always)
    init(_ input: UnsafePointer<Float>) {
        let (a, b) = (input.vector(at: 0), input.vector(at: 8))
        let (c, d) = (input.vector(at: 16), input.vector(at: 24))
        let eight = Self.larger(Self.larger(a.magnitude, b.magnitude), Self.larger(c.magnitude, d.magnitude))
        let four = eight.lowHalf.replacing(with: eight.highHalf, where: eight.highHalf .> eight.lowHalf)
        let largest = max(max(four[0], four[1]), max(four[2], four[3]))
        factor = largest / 127
        let scale = largest > 0 ? 127 / largest : 0
        let (p, q) = ((a * scale).nearest, (b * scale).nearest)
        let (r, s) = ((c * scale).nearest, (d * scale).nearest)
        firstSum = (p &+ q).wrappedSum()
        secondSum = (r &+ s).wrappedSum()
        first = Self.bytes(p, q)
        second = Self.bytes(r, s)
    }

    /// What rounding took from the numbers.
    func writeRemainder(of input: UnsafePointer<Float>, to remainder: UnsafeMutablePointer<Float>) {
        let (low, high) = (unsafeBitCast(first, to: SIMD16<Int8>.self), unsafeBitCast(second, to: SIMD16<Int8>.self))
        for index in 0..<16 {
            remainder[index] = input[index] - factor * Float(low[index])
            remainder[16 + index] = input[16 + index] - factor * Float(high[index])
        }
    }

    @inline(__always)
    private static func larger(_ a: SIMD8<Float>, _ b: SIMD8<Float>) -> SIMD8<Float> {
        a.replacing(with: b, where: b .> a)
    }

    @inline(__always)
    private static func bytes(_ a: SIMD8<Int32>, _ b: SIMD8<Int32>) -> SIMD4<Int32> {
        let low = SIMD8<Int8>(truncatingIfNeeded: a)
        let high = SIMD8<Int8>(truncatingIfNeeded: b)
        return unsafeBitCast(SIMD16<Int8>(lowHalf: low, highHalf: high), to: SIMD4<Int32>.self)
    }
}

extension SIMD8<Float> {
    @inline(__always)
    fileprivate var magnitude: SIMD8<Float> {
        unsafeBitCast(unsafeBitCast(self, to: SIMD8<UInt32>.self) & 0x7FFF_FFFF, to: SIMD8<Float>.self)
    }

    /// The nearest whole numbers, for numbers between ±2²².
    @inline(__always)
    fileprivate var nearest: SIMD8<Int32> {
        // Beside 1.5 · 2²³ the last bit is worth 1: the addition rounds, to even in the middle.
        let moved = self + 0x1.8p23
        return unsafeBitCast(moved, to: SIMD8<Int32>.self) &- Int32(bitPattern: (0x1.8p23 as Float).bitPattern)
    }
}
