/// 8-bit floats as half-precision numbers, which have every one of them; exact.
///
/// - Parameter format: one of the two of 8-bit floats.
public func halves(_ bytes: RawSpan, _ format: ShortFormat) -> [Float16] {
    switch format {
    case .float8e4m3: halves(bytes, widenedFloat8e4m3)
    case .float8e5m2: halves(bytes, widenedFloat8e5m2)
    case .int8, .rotatedInt8, .blocks: preconditionFailure("halves: \(format)")
    }
}

@inline(__always)
private func halves(_ bytes: RawSpan, _ widened: (SIMD8<UInt8>) -> SIMD8<Float>) -> [Float16] {
    [Float16](unsafeUninitializedCapacity: bytes.byteCount) { output, count in
        count = bytes.byteCount
        bytes.withUnsafeBytes { bytes in
            guard let source = bytes.baseAddress, let target = output.baseAddress else { return }
            parallelChunks(bytes.count, atLeast: elementsWorthSharing) { chunk in
                var index = chunk.lowerBound
                while index + 8 <= chunk.upperBound {
                    let values = widened((source + index).loadUnaligned(as: SIMD8<UInt8>.self))
                    UnsafeMutableRawPointer(target + index)
                        .storeBytes(of: SIMD8<Float16>(values), as: SIMD8<Float16>.self)
                    index += 8
                }
                for index in index..<chunk.upperBound {
                    target[index] = Float16(widened(SIMD8(repeating: bytes[index]))[0])
                }
            }
        }
    }
}
