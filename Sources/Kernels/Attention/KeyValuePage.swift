/// The keys and values of 64 positions, head by head, as the products of attention want them.
///
/// - Layout: for every head keys [4, S, 16], sixteen positions side by side, then values [S / 16, 64, 16], sixteen numbers
///   of a position side by side; bytes have their scales (32-bit) behind: of keys [4, S / 32, 16], of values [S / 32, 64].
///
/// `@unchecked Sendable`: a page is written to only while one list of pages alone holds it.
final class KeyValuePage: @unchecked Sendable {
    static let positions = 64
    static let lanes = 16

    private let memory: AlignedMemory
    private let element: KeyValueElement
    private let heads: Int
    private let length: Int

    init(_ element: KeyValueElement, heads: Int, headLength: Int) {
        self.element = element
        self.heads = heads
        length = headLength
        memory = AlignedMemory(byteCount: heads * Self.headByteCount(element, headLength))
        // What is not written yet is read along, and thrown away.
        memory.base.initializeMemory(as: UInt8.self, repeating: 0, count: memory.byteCount)
    }

    init(copying other: KeyValuePage) {
        element = other.element
        heads = other.heads
        length = other.length
        memory = AlignedMemory(byteCount: other.memory.byteCount)
        memory.base.copyMemory(from: other.memory.base, byteCount: memory.byteCount)
    }

    var byteCount: Int { memory.byteCount }

    private static func groups(_ length: Int) -> Int {
        (length + KeyValueElement.groupLength - 1) / KeyValueElement.groupLength
    }

    private static func features(_ length: Int) -> Int { (length + lanes - 1) / lanes }

    private static func keyByteCount(_ element: KeyValueElement, _ length: Int) -> Int {
        positions / lanes * length * element.lineByteCount
    }

    private static func valueByteCount(_ element: KeyValueElement, _ length: Int) -> Int {
        features(length) * positions * element.lineByteCount
    }

    private static func headByteCount(_ element: KeyValueElement, _ length: Int) -> Int {
        let scales = element == .int8 ? 2 * groups(length) * positions * 4 : 0
        return (keyByteCount(element, length) + valueByteCount(element, length) + scales + 63) / 64 * 64
    }

    private func keys(_ head: Int) -> UnsafeMutableRawPointer {
        memory.base + head * Self.headByteCount(element, length)
    }

    private func values(_ head: Int) -> UnsafeMutableRawPointer { keys(head) + Self.keyByteCount(element, length) }

    private func keyScales(_ head: Int) -> UnsafeMutablePointer<Float> {
        (values(head) + Self.valueByteCount(element, length)).assumingMemoryBound(to: Float.self)
    }

    private func valueScales(_ head: Int) -> UnsafeMutablePointer<Float> {
        keyScales(head) + Self.groups(length) * Self.positions
    }

    /// - Shapes: `keys`, `values` [heads, S].
    func write(_ keys: UnsafePointer<Float>, _ values: UnsafePointer<Float>, at position: Int) {
        let (panel, lane) = position.quotientAndRemainder(dividingBy: Self.lanes)
        for head in 0..<heads {
            let (key, value) = (keys + head * length, values + head * length)
            for start in stride(from: 0, to: length, by: KeyValueElement.groupLength) {
                let group = start..<min(start + KeyValueElement.groupLength, length)
                let (keyFactor, valueFactor) = (factor(key, group), factor(value, group))
                if element == .int8 {
                    let index = start / KeyValueElement.groupLength
                    keyScales(head)[(panel * Self.groups(length) + index) * Self.lanes + lane] = keyFactor.scale
                    valueScales(head)[index * Self.positions + position] = valueFactor.scale
                }
                for place in group {
                    put(key[place] * keyFactor.inverse, self.keys(head), (panel * length + place) * Self.lanes + lane)
                    put(
                        value[place] * valueFactor.inverse, self.values(head),
                        (place / Self.lanes * Self.positions + position) * Self.lanes + place % Self.lanes)
                }
            }
        }
    }

    /// What makes the largest of a group 127, and what undoes it; 1 where numbers stay as they are.
    private func factor(_ numbers: UnsafePointer<Float>, _ group: Range<Int>) -> (inverse: Float, scale: Float) {
        guard element == .int8 else { return (1, 1) }
        var largest: Float = 0
        for place in group { largest = max(largest, numbers[place].magnitude) }
        return largest > 0 && largest.isFinite ? (127 / largest, largest / 127) : (0, 0)
    }

    private func put(_ number: Float, _ target: UnsafeMutableRawPointer, _ index: Int) {
        switch element {
        case .float32: target.storeBytes(of: number, toByteOffset: index * 4, as: Float.self)
        case .float16: target.storeBytes(of: Float16(number), toByteOffset: index * 2, as: Float16.self)
        case .int8:
            let byte = number.isFinite ? Int8(number.rounded(.toNearestOrEven)) : 0
            target.storeBytes(of: byte, toByteOffset: index, as: Int8.self)
        }
    }

    /// The keys of a head as numbers: [4, S, 16].
    ///
    /// - Parameter buffer: room for them, used if they are not numbers already.
    func keys(_ head: Int, buffer: UnsafeMutablePointer<Float>) -> UnsafePointer<Float> {
        let source = UnsafeRawPointer(keys(head))
        if element == .float32 { return source.assumingMemoryBound(to: Float.self) }
        let scales = keyScales(head)
        for panel in 0..<Self.positions / Self.lanes {
            for place in 0..<length {
                let line = panel * length + place
                let group = (panel * Self.groups(length) + place / KeyValueElement.groupLength) * Self.lanes
                let scale =
                    element == .int8
                    ? (scales.vector(at: group), scales.vector(at: group + 8))
                    : (SIMD8(repeating: 1), SIMD8(repeating: 1))
                widen(source, line: line, times: scale, to: buffer + line * Self.lanes)
            }
        }
        return UnsafePointer(buffer)
    }

    /// The first `count` values of a head as numbers: [S / 16, 64, 16].
    func values(_ head: Int, count: Int, buffer: UnsafeMutablePointer<Float>) -> UnsafePointer<Float> {
        let source = UnsafeRawPointer(values(head))
        if element == .float32 { return source.assumingMemoryBound(to: Float.self) }
        let scales = valueScales(head)
        for feature in 0..<Self.features(length) {
            let group = feature * Self.lanes / KeyValueElement.groupLength * Self.positions
            for position in 0..<count {
                let line = feature * Self.positions + position
                let scale = SIMD8<Float>(repeating: element == .int8 ? scales[group + position] : 1)
                widen(source, line: line, times: (scale, scale), to: buffer + line * Self.lanes)
            }
        }
        return UnsafePointer(buffer)
    }

    /// Floats that a buffer needs.
    static func bufferCount(_ length: Int) -> Int { max(positions * length, features(length) * positions * lanes) }

    @inline(__always)
    private func widen(
        _ source: UnsafeRawPointer, line: Int, times scale: (SIMD8<Float>, SIMD8<Float>),
        to target: UnsafeMutablePointer<Float>
    ) {
        let source = source + line * element.lineByteCount
        if element == .float16 {
            target.store(widenedHalves(source), at: 0)
            target.store(widenedHalves(source + 16), at: 8)
        } else {
            let low = source.loadUnaligned(as: SIMD8<Int8>.self)
            let high = source.loadUnaligned(fromByteOffset: 8, as: SIMD8<Int8>.self)
            target.store(SIMD8<Float>(SIMD8<Int32>(truncatingIfNeeded: low)) * scale.0, at: 0)
            target.store(SIMD8<Float>(SIMD8<Int32>(truncatingIfNeeded: high)) * scale.1, at: 8)
        }
    }
}
