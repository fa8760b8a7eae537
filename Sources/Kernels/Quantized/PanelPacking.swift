import Panels

/// Lays rows of blocks out as panels.
struct PanelPacking {
    let source: UnsafeRawPointer
    let target: UnsafeMutableRawPointer
    let format: BlockFormat
    let layout: PanelLayout
    let outputs: Int
    let inputs: Int

    /// Rows past the last one get scales of zero.
    func pack(panel: Int) {
        switch format {
        case .q4_0: pack(.q4_0, panel)
        case .q4_1: pack(.q4_1, panel)
        case .q5_0: pack(.q5_0, panel)
        case .q5_1: pack(.q5_1, panel)
        case .q8_0: pack(.q8_0, panel)
        case .iq4NL: pack(.iq4NL, panel)
        case .q2K: pack(.q2K, panel)
        case .q3K: pack(.q3K, panel)
        case .q4K: pack(.q4K, panel)
        case .q5K: pack(.q5K, panel)
        case .q6K: pack(.q6K, panel)
        case .iq4XS: pack(.iq4XS, panel)
        }
    }

    /// Every call has a format of its own, known when it is compiled.
    @inline(__always)
    private func pack(_ format: BlockFormat, _ panel: Int) {
        let blocks = inputs / PanelFormat.blockLength
        let base = target + panel * layout.byteCount(blocks)
        let first = panel * PanelFormat.rows
        let rows = min(PanelFormat.rows, outputs - first)
        if rows < PanelFormat.rows || !blocks.isMultiple(of: 2) {
            base.initializeMemory(as: UInt8.self, repeating: 0, count: layout.byteCount(blocks))
        }
        let parts = format.blockLength / PanelFormat.blockLength
        let rowBytes = inputs / format.blockLength * format.blockByteCount
        for stored in 0..<inputs / format.blockLength {
            for row in 0..<rows {
                let block = source + (first + row) * rowBytes + stored * format.blockByteCount
                for part in 0..<parts {
                    let planes = base + layout.startOfPlanes(stored * parts + part) + row * 4
                    write(weightBytes(format, block, part: part), format, to: planes)
                }
                PanelScaleWriter(head: base + layout.startOfScales(stored * parts))
                    .write(format, block, index: parts == 1 ? stored % 2 : 0, row: row)
            }
        }
    }

    @inline(__always)
    private func write(_ weights: WeightBytes, _ format: BlockFormat, to planes: UnsafeMutableRawPointer) {
        switch format {
        case .q8_0:
            let (first, second) = (groups(weights.first), groups(weights.second))
            for index in 0..<4 {
                planes.storeBytes(of: first[index], toByteOffset: index * 64, as: UInt32.self)
                planes.storeBytes(of: second[index], toByteOffset: (index + 4) * 64, as: UInt32.self)
            }
        case .q4_0, .q4_1, .iq4NL, .iq4XS, .q4K:
            writeNibbles(weights, to: planes)
        case .q5_0, .q5_1, .q5K:
            writeNibbles((weights.first & 15, weights.second & 15), to: planes)
            writeBits((weights.first &>> 4, weights.second &>> 4), to: planes + Nibbles.byteCount)
        case .q6K:
            writeNibbles((weights.first & 15, weights.second & 15), to: planes)
            writePairs((weights.first &>> 4, weights.second &>> 4), to: planes + Nibbles.byteCount)
        case .q2K:
            writePairs(weights, to: planes)
        case .q3K:
            writePairs((weights.first & 3, weights.second & 3), to: planes)
            writeBits((weights.first &>> 2, weights.second &>> 2), to: planes + Pairs.byteCount)
        }
    }

    @inline(__always)
    private func writeNibbles(_ weights: WeightBytes, to planes: UnsafeMutableRawPointer) {
        let joined = groups(weights.first | (weights.second &<< 4))
        for index in 0..<4 { planes.storeBytes(of: joined[index], toByteOffset: index * 64, as: UInt32.self) }
    }

    @inline(__always)
    private func writePairs(_ weights: WeightBytes, to planes: UnsafeMutableRawPointer) {
        let shifts = SIMD4<UInt32>(0, 2, 4, 6)
        planes.storeBytes(of: union(groups(weights.first) &<< shifts), as: UInt32.self)
        planes.storeBytes(of: union(groups(weights.second) &<< shifts), toByteOffset: 64, as: UInt32.self)
    }

    @inline(__always)
    private func writeBits(_ weights: WeightBytes, to planes: UnsafeMutableRawPointer) {
        let low = groups(weights.first) &<< SIMD4<UInt32>(0, 1, 2, 3)
        let high = groups(weights.second) &<< SIMD4<UInt32>(4, 5, 6, 7)
        planes.storeBytes(of: union(low | high), as: UInt32.self)
    }

    /// Four neighbours at a time.
    @inline(__always)
    private func groups(_ bytes: SIMD16<UInt8>) -> SIMD4<UInt32> { unsafeBitCast(bytes, to: SIMD4<UInt32>.self) }

    @inline(__always)
    private func union(_ groups: SIMD4<UInt32>) -> UInt32 { groups[0] | groups[1] | groups[2] | groups[3] }
}
