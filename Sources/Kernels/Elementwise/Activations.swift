/// x · sigmoid(x).
@inline(__always)
func silu(_ x: SIMD8<Float>) -> SIMD8<Float> { x / (1 + exp(-x)) }

/// x · Φ(x), the exact form of GELU.
@inline(__always)
func gelu(_ x: SIMD8<Float>) -> SIMD8<Float> { x * normalDistribution(x) }

/// The form of GELU that takes a tanh for Φ.
///
/// - Source: Hendrycks and Gimpel 2016: x · (1 + tanh(√(2/π) · (x + 0.044715 x³))) / 2.
@inline(__always)
func geluTanh(_ x: SIMD8<Float>) -> SIMD8<Float> {
    // (1 + tanh u) / 2 is 1 / (1 + e⁻²ᵘ), which costs less and does not cancel.
    x / (1 + exp(-1.595_769_12 * (x + 0.044_715 * x * x * x)))
}

/// The form of GELU that takes a sigmoid for Φ; CLIP-L was trained with it.
@inline(__always)
func quickGELU(_ x: SIMD8<Float>) -> SIMD8<Float> { x / (1 + exp(-1.702 * x)) }

/// 1 / (1 + e⁻ˣ).
@inline(__always)
func sigmoid(_ x: SIMD8<Float>) -> SIMD8<Float> { 1 / (1 + exp(-x)) }

/// x · sigmoid(x) of every element.
public func silu(_ input: Span<Float>, into output: inout MutableSpan<Float>) {
    mapVectors(input, into: &output) { silu($0) }
}

/// x · Φ(x) of every element, Φ by the error function.
public func gelu(_ input: Span<Float>, into output: inout MutableSpan<Float>) {
    mapVectors(input, into: &output) { gelu($0) }
}

/// GELU of every element, Φ by a tanh.
public func geluTanh(_ input: Span<Float>, into output: inout MutableSpan<Float>) {
    mapVectors(input, into: &output) { geluTanh($0) }
}

/// x · sigmoid(1.702 x) of every element.
public func quickGELU(_ input: Span<Float>, into output: inout MutableSpan<Float>) {
    mapVectors(input, into: &output) { quickGELU($0) }
}

/// 1 / (1 + e⁻ˣ) of every element.
public func sigmoid(_ input: Span<Float>, into output: inout MutableSpan<Float>) {
    mapVectors(input, into: &output) { sigmoid($0) }
}

/// eˣ of every element.
public func exp(_ input: Span<Float>, into output: inout MutableSpan<Float>) {
    mapVectors(input, into: &output) { exp($0) }
}

/// tanh of every element.
public func tanh(_ input: Span<Float>, into output: inout MutableSpan<Float>) {
    mapVectors(input, into: &output) { tanh($0) }
}

/// erf of every element.
public func erf(_ input: Span<Float>, into output: inout MutableSpan<Float>) {
    mapVectors(input, into: &output) { erf($0) }
}

/// The first half of every row times GELU of its second half.
///
/// - Shapes: `input` [rows, 2·columns] → `output` [rows, columns].
public func geglu(_ input: Span<Float>, into output: inout MutableSpan<Float>, columns: Int) {
    precondition(columns > 0 && input.count.isMultiple(of: 2 * columns), "\(input.count) elements in 2 × \(columns)")
    precondition(output.count * 2 == input.count, "\(input.count) elements into \(output.count)")
    let rows = output.count / columns
    input.withUnsafeBufferPointer { input in
        output.withUnsafeMutableBufferPointer { output in
            guard let source = input.baseAddress, let target = output.baseAddress else { return }
            parallelChunks(rows, atLeast: max(1, elementsWorthSharing / columns)) { chunk in
                for row in chunk {
                    let value = source + row * 2 * columns
                    let gate = value + columns
                    let result = target + row * columns
                    var index = 0
                    while index + 8 <= columns {
                        result.store(value.vector(at: index) * gelu(gate.vector(at: index)), at: index)
                        index += 8
                    }
                    let rest = columns - index
                    if rest > 0 {
                        let last = value.vector(at: index, lanes: rest) * gelu(gate.vector(at: index, lanes: rest))
                        result.store(last, at: index, lanes: rest)
                    }
                }
            }
        }
    }
}
