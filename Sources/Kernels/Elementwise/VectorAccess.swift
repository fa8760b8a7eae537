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

/// Calls `whole` for every eight of so many elements, and `rest` for the last few, on all threads.
@inline(__always)
private func forEachVector(_ count: Int, _ whole: (_ index: Int) -> Void, _ rest: (_ index: Int, _ lanes: Int) -> Void)
{
    parallelChunks(count, atLeast: elementsWorthSharing) { chunk in
        var index = chunk.lowerBound
        while index + 8 <= chunk.upperBound {
            whole(index)
            index += 8
        }
        let lanes = chunk.upperBound - index
        if lanes > 0 { rest(index, lanes) }
    }
}

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
            forEachVector(count) { index in
                target.store(body(source.vector(at: index)), at: index)
            } _: { index, lanes in
                target.store(body(source.vector(at: index, lanes: lanes)), at: index, lanes: lanes)
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
                combine(a, b, into: target, count, body)
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
            combine(a, b, into: a, count, body)
        }
    }
}

@inline(__always)
private func combine(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>, _ count: Int,
    _ body: (SIMD8<Float>, SIMD8<Float>) -> SIMD8<Float>
) {
    forEachVector(count) { index in
        target.store(body(a.vector(at: index), b.vector(at: index)), at: index)
    } _: { index, lanes in
        let result = body(a.vector(at: index, lanes: lanes), b.vector(at: index, lanes: lanes))
        target.store(result, at: index, lanes: lanes)
    }
}
