import WideProducts

/// Rows of input as words, in tiles of twelve.
///
/// - Layout: words [tiles, chunks, 12, pitch]; of bytes, then the factors and starts of the sums, both [tiles, chunks, 12].
struct WordRows {
    let format: WordFormat
    /// Rows; those that fill up the last tile are zero.
    let count: Int
    private let base: UnsafeMutablePointer<Float>

    private static let tile = WordTile.rows

    var tiles: Int { Self.tiles(count) }

    static func tiles(_ rows: Int) -> Int { (rows + tile - 1) / tile }

    /// Floats of memory for `rows` rows.
    static func floatCount(_ format: WordFormat, rows: Int) -> Int {
        tiles(rows) * format.chunks.count * tile * (format.pitch + (format.isBytes ? 2 : 0))
    }

    /// - Parameter memory: room for `floatCount` floats.
    init(_ format: WordFormat, count: Int, in memory: UnsafeMutablePointer<Float>) {
        self.format = format
        self.count = count
        base = memory
    }

    private var wordCount: Int { tiles * format.chunks.count * Self.tile * format.pitch }

    @inline(__always)
    func words(tile: Int, chunk: Int) -> UnsafeMutablePointer<UInt32> {
        let start = (tile * format.chunks.count + chunk) * Self.tile * format.pitch
        return UnsafeMutableRawPointer(base + start).assumingMemoryBound(to: UInt32.self)
    }

    @inline(__always)
    func factors(tile: Int, chunk: Int) -> UnsafeMutablePointer<Float> {
        base + wordCount + (tile * format.chunks.count + chunk) * Self.tile
    }

    @inline(__always)
    func starts(tile: Int, chunk: Int) -> UnsafeMutablePointer<Int32> {
        let start = wordCount + (tiles * format.chunks.count + tile * format.chunks.count + chunk) * Self.tile
        return UnsafeMutableRawPointer(base + start).assumingMemoryBound(to: Int32.self)
    }

    /// Fills the tiles with the rows that lie one after another from `source` on.
    func fill(_ tiles: Range<Int>, from source: UnsafePointer<Float>, depth: Int) {
        for tile in tiles {
            for index in 0..<Self.tile {
                let row = tile * Self.tile + index
                for (chunk, range) in format.chunks.enumerated() {
                    let target = words(tile: tile, chunk: chunk) + index * format.pitch
                    guard row < count else {
                        target.update(repeating: 0, count: format.words(range.count))
                        if format.isBytes {
                            factors(tile: tile, chunk: chunk)[index] = 0
                            starts(tile: tile, chunk: chunk)[index] = 0
                        }
                        continue
                    }
                    let numbers = source + row * depth + range.lowerBound
                    if format.isBytes {
                        let (factor, start) = format.writeBytes(numbers, range.count, to: target)
                        factors(tile: tile, chunk: chunk)[index] = factor
                        starts(tile: tile, chunk: chunk)[index] = start
                    } else {
                        format.writeBrainFloats(numbers, range.count, to: target)
                    }
                }
            }
        }
    }
}

extension WordFormat {
    func writeBrainFloats(_ source: UnsafePointer<Float>, _ count: Int, to target: UnsafeMutablePointer<UInt32>) {
        guard perWord == 2 else {
            for start in stride(from: 0, to: count, by: 8) {
                let rounded = source.upToEight(at: start, of: count).brainFloats
                UnsafeMutableRawPointer(target + start).storeBytes(of: rounded, as: SIMD8<UInt32>.self)
            }
            return
        }
        #if arch(x86_64)
            roundToBrainFloats(source, count / 32 * 32, to: target)
        #endif
        for start in stride(from: count / 32 * 32, to: count, by: 8) {
            let halves = SIMD8<UInt16>(
                truncatingIfNeeded: source.upToEight(at: start, of: count).brainFloats &>> 16)
            UnsafeMutableRawPointer(target + start / 2).storeBytes(of: halves, as: SIMD8<UInt16>.self)
        }
    }

    /// - Returns: the factor of the bytes, and what their sums with weights start from.
    func writeBytes(
        _ source: UnsafePointer<Float>, _ count: Int, to target: UnsafeMutablePointer<UInt32>
    ) -> (factor: Float, start: Int32) {
        #if arch(x86_64)
            if perWord == 4, count.isMultiple(of: 16) {
                let factor = ByteFactor(largest: largestMagnitude(source, count))
                return (factor.factor, -128 * roundToBytes(source, count, times: factor.inverse, to: target))
            }
        #endif
        var largest = SIMD8<Float>.zero
        for start in stride(from: 0, to: count, by: 8) {
            largest = largest.larger(source.upToEight(at: start, of: count).magnitudes)
        }
        let factor = ByteFactor(largest: largest.max())
        var sum = SIMD8<Int32>.zero
        for start in stride(from: 0, to: count, by: 8) {
            let whole = (source.upToEight(at: start, of: count) * factor.inverse).wholeNumbers
            if perWord == 4 {
                let bytes = SIMD8<Int8>(truncatingIfNeeded: whole)
                UnsafeMutableRawPointer(target + start / 4).storeBytes(of: bytes, as: SIMD8<Int8>.self)
                sum &+= whole
            } else {
                UnsafeMutableRawPointer(target + start).storeBytes(of: SIMD8<Float>(whole), as: SIMD8<Float>.self)
            }
        }
        return (factor.factor, -128 * sum.wrappedSum())
    }
}

extension UnsafePointer<Float> {
    /// Eight numbers, those from `count` on zero.
    @inline(__always)
    fileprivate func upToEight(at index: Int, of count: Int) -> SIMD8<Float> {
        index + 8 <= count ? vector(at: index) : vector(at: index, lanes: count - index)
    }
}
