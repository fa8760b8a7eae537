import WideProducts

/// The keys and values of all heads as brain floats, as products of tiles want them.
///
/// - Layout: keys [heads, panels of 32 keys, pairs of features, 32]; values [heads, groups of features, pairs of keys, width].
struct BrainHeads {
    let shape: AttentionShape
    private let base: UnsafeMutablePointer<UInt32>

    /// Pairs of features of a head.
    let steps: Int
    let keyPanels: Int
    /// Features of a group: 48 where heads fill those better than groups of 32.
    let width: Int
    let groups: Int

    static let panel = WordTile.outputs

    init(_ shape: AttentionShape, in memory: UnsafeMutablePointer<Float>) {
        self.shape = shape
        base = UnsafeMutableRawPointer(memory).assumingMemoryBound(to: UInt32.self)
        (steps, keyPanels, width, groups) = Self.sizes(shape)
    }

    private static func sizes(_ shape: AttentionShape) -> (steps: Int, keyPanels: Int, width: Int, groups: Int) {
        let size = shape.headSize
        let (wide, narrow) = ((size + 47) / 48, (size + 31) / 32)
        let width = wide * 48 < narrow * 32 ? 48 : 32
        return ((size + 1) / 2, (shape.keys + panel - 1) / panel, width, width == 48 ? wide : narrow)
    }

    /// Floats of memory for the keys and values.
    static func floatCount(_ shape: AttentionShape) -> Int {
        let (steps, keyPanels, width, groups) = sizes(shape)
        return shape.images * shape.heads * keyPanels * panel * (steps + groups * width / 2)
    }

    private var heads: Int { shape.images * shape.heads }
    private var valueSteps: Int { keyPanels * Self.panel / 2 }

    @inline(__always)
    func keys(head: Int, panel: Int) -> UnsafeMutablePointer<UInt32> {
        base + (head * keyPanels + panel) * steps * Self.panel
    }

    /// - Parameter panel: of keys, from which on values are wanted.
    @inline(__always)
    func values(head: Int, group: Int, panel: Int) -> UnsafeMutablePointer<UInt32> {
        base + heads * keyPanels * steps * Self.panel
            + ((head * groups + group) * valueSteps + panel * Self.panel / 2) * width
    }

    /// - Shapes: `key`, `value` [N, U, K·S].
    func fill(_ key: UnsafePointer<Float>, _ value: UnsafePointer<Float>) {
        parallelChunks(heads * keyPanels, atLeast: max(1, 8192 / (Self.panel * shape.headSize))) { chunk in
            for index in chunk {
                let (head, panel) = index.quotientAndRemainder(dividingBy: keyPanels)
                let start =
                    (head / shape.heads * shape.keys + panel * Self.panel) * shape.features
                    + head % shape.heads * shape.headSize
                fillKeys(head, panel, key + start)
                fillValues(head, panel, value + start)
            }
        }
    }

    private func fillKeys(_ head: Int, _ panel: Int, _ source: UnsafePointer<Float>) {
        let target = keys(head: head, panel: panel)
        let count = min(Self.panel, shape.keys - panel * Self.panel)
        for key in 0..<Self.panel {
            let row = source + key * shape.features
            for step in 0..<steps {
                var word: UInt32 = 0
                if key < count {
                    word = row[2 * step].brainFloat &>> 16
                    if 2 * step + 1 < shape.headSize { word |= row[2 * step + 1].brainFloat }
                }
                target[step * Self.panel + key] = word
            }
        }
    }

    private func fillValues(_ head: Int, _ panel: Int, _ source: UnsafePointer<Float>) {
        let count = min(Self.panel, shape.keys - panel * Self.panel)
        for group in 0..<groups {
            let target = values(head: head, group: group, panel: panel)
            for step in 0..<Self.panel / 2 {
                let row = source + 2 * step * shape.features
                for place in stride(from: 0, to: width, by: 8) {
                    let feature = group * width + place
                    let lanes = min(8, max(shape.headSize - feature, 0))
                    var words = SIMD8<UInt32>.zero
                    if lanes > 0, 2 * step < count { words = row.vector(at: feature, upTo: lanes).brainFloats &>> 16 }
                    if lanes > 0, 2 * step + 1 < count {
                        words |= (row + shape.features).vector(at: feature, upTo: lanes).brainFloats
                    }
                    UnsafeMutableRawPointer(target + step * width + place).storeBytes(of: words, as: SIMD8<UInt32>.self)
                }
            }
        }
    }
}

extension UnsafePointer<Float> {
    @inline(__always)
    fileprivate func vector(at index: Int, upTo lanes: Int) -> SIMD8<Float> {
        lanes == 8 ? vector(at: index) : vector(at: index, lanes: lanes)
    }
}

extension Float {
    /// As a brain float, the nearest and to even in the middle, in the upper half of 32 bits.
    @inline(__always)
    fileprivate var brainFloat: UInt32 { (bitPattern &+ 0x7FFF &+ ((bitPattern &>> 16) & 1)) & 0xFFFF_0000 }
}
