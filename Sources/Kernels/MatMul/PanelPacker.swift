/// Turns rows of weights, one per output, into panels whose rows hold one weight of each of sixteen outputs.
///
/// A file keeps an output's weights in the order of the checkpoint; `places` says at which depth of the panel each
/// belongs, so that a convolution's kernels are put in order on the way.
struct PanelPacker {
    let source: UnsafeRawPointer
    let target: UnsafeMutableRawPointer
    let element: WeightElement
    let outputs: Int
    let places: [Int]

    private var depth: Int { places.count }
    private var size: Int { element.byteCount }
    private static let width = WeightPanels.width

    func pack(panel: Int) {
        let first = panel * Self.width
        let columns = min(Self.width, outputs - first)
        let rows = target + panel * depth * Self.width * size
        let block = element == .float32 ? 4 : 8
        places.withUnsafeBufferPointer { places in
            let fullColumns = columns / block * block
            let fullDepth = depth / block * block
            for index in stride(from: 0, to: fullDepth, by: block) {
                for column in stride(from: 0, to: fullColumns, by: block) {
                    let corner = source + ((first + column) * depth + index) * size
                    let target = rows + column * size
                    if element == .float32 {
                        FourByFourWords(corner, stride: depth * size).columns { offset, column in
                            (target + places[index + offset] * Self.width * size)
                                .storeBytes(of: column, as: SIMD4<UInt32>.self)
                        }
                    } else {
                        EightByEight(corner, stride: depth * size).columns { offset, column in
                            (target + places[index + offset] * Self.width * size)
                                .storeBytes(of: column, as: SIMD8<UInt16>.self)
                        }
                    }
                }
            }
            // What fills no block: the last steps, the last outputs, and the zeros that complete a panel.
            for index in 0..<depth {
                for column in (index < fullDepth ? fullColumns : 0)..<Self.width {
                    let address = rows + (places[index] * Self.width + column) * size
                    copy(column < columns ? source + ((first + column) * depth + index) * size : nil, to: address)
                }
            }
        }
    }

    private func copy(_ source: UnsafeRawPointer?, to target: UnsafeMutableRawPointer) {
        if element == .float32 {
            target.storeBytes(of: source?.loadUnaligned(as: UInt32.self) ?? 0, as: UInt32.self)
        } else {
            target.storeBytes(of: source?.loadUnaligned(as: UInt16.self) ?? 0, as: UInt16.self)
        }
    }
}
