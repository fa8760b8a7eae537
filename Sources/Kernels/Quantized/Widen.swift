/// Kernels that turn stored numbers of any width into 32-bit floats. Bytes need no alignment.

/// Half precision to single; exact.
public func widen(float16 bytes: RawSpan, into output: inout MutableSpan<Float>) {
    widen(bytes, into: &output, lane: Float16.self) { vector in SIMD8<Float>(vector) }
}

/// bfloat16 to single; exact.
public func widen(bfloat16 bytes: RawSpan, into output: inout MutableSpan<Float>) {
    widen(bytes, into: &output, lane: UInt16.self) { vector in
        unsafeBitCast(SIMD8<UInt32>(truncatingIfNeeded: vector) &<< 16, to: SIMD8<Float>.self)
    }
}

/// Single to single: a copy.
public func widen(float32 bytes: RawSpan, into output: inout MutableSpan<Float>) {
    widen(bytes, into: &output, lane: Float.self) { vector in vector }
}

/// Double to single, rounded to nearest.
public func widen(float64 bytes: RawSpan, into output: inout MutableSpan<Float>) {
    widen(bytes, into: &output, lane: Double.self) { vector in SIMD8<Float>(vector) }
}

/// 8-bit floats with 4 exponent and 3 fraction bits, no infinities (the "fn" kind); exact.
public func widen(float8e4m3 bytes: RawSpan, into output: inout MutableSpan<Float>) {
    widen(bytes, into: &output, lane: UInt8.self, widenedFloat8e4m3)
}

/// 8-bit floats with 5 exponent and 2 fraction bits, which are the upper halves of half-precision numbers; exact.
public func widen(float8e5m2 bytes: RawSpan, into output: inout MutableSpan<Float>) {
    widen(bytes, into: &output, lane: UInt8.self, widenedFloat8e5m2)
}

/// Whole numbers to single, rounded to nearest.
public func widen(int64 bytes: RawSpan, into output: inout MutableSpan<Float>) {
    widen(bytes, into: &output, lane: Int64.self) { vector in SIMD8<Float>(vector) }
}

public func widen(int32 bytes: RawSpan, into output: inout MutableSpan<Float>) {
    widen(bytes, into: &output, lane: Int32.self) { vector in SIMD8<Float>(vector) }
}

public func widen(int16 bytes: RawSpan, into output: inout MutableSpan<Float>) {
    widen(bytes, into: &output, lane: Int16.self) { vector in SIMD8<Float>(SIMD8<Int32>(truncatingIfNeeded: vector)) }
}

public func widen(int8 bytes: RawSpan, into output: inout MutableSpan<Float>) {
    widen(bytes, into: &output, lane: Int8.self) { vector in SIMD8<Float>(SIMD8<Int32>(truncatingIfNeeded: vector)) }
}

public func widen(uint8 bytes: RawSpan, into output: inout MutableSpan<Float>) {
    widen(bytes, into: &output, lane: UInt8.self) { vector in SIMD8<Float>(SIMD8<Int32>(truncatingIfNeeded: vector)) }
}

@inline(__always)
private func widen<Lane: SIMDScalar & BitwiseCopyable>(
    _ bytes: RawSpan, into output: inout MutableSpan<Float>, lane: Lane.Type,
    _ convert: (SIMD8<Lane>) -> SIMD8<Float>
) where SIMD8<Lane>: BitwiseCopyable {
    let size = MemoryLayout<Lane>.stride
    let count = output.count
    precondition(bytes.byteCount == count * size, "\(bytes.byteCount) bytes into \(count) elements")
    bytes.withUnsafeBytes { bytes in
        output.withUnsafeMutableBufferPointer { output in
            guard let source = bytes.baseAddress, let target = output.baseAddress else { return }
            parallelChunks(count, atLeast: elementsWorthSharing) { chunk in
                var index = chunk.lowerBound
                while index + 8 <= chunk.upperBound {
                    target.store(
                        convert((source + index * size).loadUnaligned(as: SIMD8<Lane>.self)), at: index)
                    index += 8
                }
                let rest = chunk.upperBound - index
                if rest > 0 {
                    var last = SIMD8<Lane>()
                    withUnsafeMutableBytes(of: &last) { last in
                        last.copyMemory(from: UnsafeRawBufferPointer(start: source + index * size, count: rest * size))
                    }
                    target.store(convert(last), at: index, lanes: rest)
                }
            }
        }
    }
}
