/// Eight floats at any address, and how loops over a whole block of them are written.
extension UnsafePointer<Float> {
    @inline(__always)
    func vector(at index: Int) -> SIMD8<Float> {
        UnsafeRawPointer(self + index).loadUnaligned(as: SIMD8<Float>.self)
    }

    /// The first `count` lanes are read, the others are zero.
    @inline(__always)
    func vector(at index: Int, lanes count: Int) -> SIMD8<Float> {
        var vector = SIMD8<Float>.zero
        for lane in 0..<count { vector[lane] = self[index + lane] }
        return vector
    }
}

extension UnsafeMutablePointer<Float> {
    @inline(__always)
    func vector(at index: Int) -> SIMD8<Float> { UnsafePointer(self).vector(at: index) }

    @inline(__always)
    func store(_ vector: SIMD8<Float>, at index: Int) {
        UnsafeMutableRawPointer(self + index).storeBytes(of: vector, as: SIMD8<Float>.self)
    }

    /// Only the first `count` lanes are written.
    @inline(__always)
    func store(_ vector: SIMD8<Float>, at index: Int, lanes count: Int) {
        for lane in 0..<count { self[index + lane] = vector[lane] }
    }
}

/// Below this many elements a loop is not worth waking another thread for.
let elementsWorthSharing = 32_768

/// `output[i] = body(input[i])`, eight at a time; the last few go through the same `body` in a vector padded with zeros.
@inline(__always)
func mapVectors(
    _ input: Span<Float>, into output: inout MutableSpan<Float>, _ body: (SIMD8<Float>) -> SIMD8<Float>
) {
    let count = input.count
    precondition(output.count == count, "\(count) elements into \(output.count)")
    input.withUnsafeBufferPointer { input in
        output.withUnsafeMutableBufferPointer { output in
            guard let source = input.baseAddress, let target = output.baseAddress else { return }
            parallelChunks(count, atLeast: elementsWorthSharing) { chunk in
                var index = chunk.lowerBound
                while index + 8 <= chunk.upperBound {
                    target.store(body(source.vector(at: index)), at: index)
                    index += 8
                }
                let rest = chunk.upperBound - index
                if rest > 0 { target.store(body(source.vector(at: index, lanes: rest)), at: index, lanes: rest) }
            }
        }
    }
}

/// `output[i] = body(first[i], second[i])`, as `mapVectors` does with one input.
@inline(__always)
func mapVectors(
    _ first: Span<Float>, _ second: Span<Float>, into output: inout MutableSpan<Float>,
    _ body: (SIMD8<Float>, SIMD8<Float>) -> SIMD8<Float>
) {
    let count = first.count
    precondition(second.count == count && output.count == count, "\(count), \(second.count) into \(output.count)")
    first.withUnsafeBufferPointer { first in
        second.withUnsafeBufferPointer { second in
            output.withUnsafeMutableBufferPointer { output in
                guard let a = first.baseAddress, let b = second.baseAddress, let target = output.baseAddress else {
                    return
                }
                parallelChunks(count, atLeast: elementsWorthSharing) { chunk in
                    var index = chunk.lowerBound
                    while index + 8 <= chunk.upperBound {
                        target.store(body(a.vector(at: index), b.vector(at: index)), at: index)
                        index += 8
                    }
                    let rest = chunk.upperBound - index
                    if rest > 0 {
                        let result = body(a.vector(at: index, lanes: rest), b.vector(at: index, lanes: rest))
                        target.store(result, at: index, lanes: rest)
                    }
                }
            }
        }
    }
}

/// `values[i] = body(values[i], other[i])` in place.
@inline(__always)
func updateVectors(
    _ values: inout MutableSpan<Float>, with other: Span<Float>,
    _ body: (SIMD8<Float>, SIMD8<Float>) -> SIMD8<Float>
) {
    let count = values.count
    precondition(other.count == count, "\(count) and \(other.count) elements")
    other.withUnsafeBufferPointer { other in
        values.withUnsafeMutableBufferPointer { values in
            guard let a = values.baseAddress, let b = other.baseAddress else { return }
            parallelChunks(count, atLeast: elementsWorthSharing) { chunk in
                var index = chunk.lowerBound
                while index + 8 <= chunk.upperBound {
                    a.store(body(a.vector(at: index), b.vector(at: index)), at: index)
                    index += 8
                }
                let rest = chunk.upperBound - index
                if rest > 0 {
                    let result = body(
                        UnsafePointer(a).vector(at: index, lanes: rest), b.vector(at: index, lanes: rest))
                    a.store(result, at: index, lanes: rest)
                }
            }
        }
    }
}
