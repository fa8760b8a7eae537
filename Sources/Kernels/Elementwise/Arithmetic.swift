/// a + b.
public func add(_ a: Span<Float>, _ b: Span<Float>, into output: inout MutableSpan<Float>) {
    mapVectors(a, b, into: &output) { $0 + $1 }
}

/// a - b.
public func subtract(_ a: Span<Float>, _ b: Span<Float>, into output: inout MutableSpan<Float>) {
    mapVectors(a, b, into: &output) { $0 - $1 }
}

/// a · b.
public func multiply(_ a: Span<Float>, _ b: Span<Float>, into output: inout MutableSpan<Float>) {
    mapVectors(a, b, into: &output) { $0 * $1 }
}

/// a / b.
public func divide(_ a: Span<Float>, _ b: Span<Float>, into output: inout MutableSpan<Float>) {
    mapVectors(a, b, into: &output) { $0 / $1 }
}

/// a += b.
public func add(_ b: Span<Float>, to a: inout MutableSpan<Float>) {
    updateVectors(&a, with: b) { $0 + $1 }
}

/// a -= b.
public func subtract(_ b: Span<Float>, from a: inout MutableSpan<Float>) {
    updateVectors(&a, with: b) { $0 - $1 }
}

/// a *= b.
public func multiply(_ a: inout MutableSpan<Float>, by b: Span<Float>) {
    updateVectors(&a, with: b) { $0 * $1 }
}

/// a + b, b one number.
public func add(_ a: Span<Float>, _ b: Float, into output: inout MutableSpan<Float>) {
    mapVectors(a, into: &output) { $0 + b }
}

/// a · b, b one number.
public func multiply(_ a: Span<Float>, _ b: Float, into output: inout MutableSpan<Float>) {
    mapVectors(a, into: &output) { $0 * b }
}

/// a / b, b one number.
public func divide(_ a: Span<Float>, _ b: Float, into output: inout MutableSpan<Float>) {
    mapVectors(a, into: &output) { $0 / b }
}

/// a - b, a one number.
public func subtract(_ a: Float, _ b: Span<Float>, into output: inout MutableSpan<Float>) {
    mapVectors(b, into: &output) { a - $0 }
}

/// a / b, a one number.
public func divide(_ a: Float, _ b: Span<Float>, into output: inout MutableSpan<Float>) {
    mapVectors(b, into: &output) { a / $0 }
}

/// a + (b - a) · t, rounded after every operation as written.
public func lerp(_ a: Span<Float>, _ b: Span<Float>, _ t: Float, into output: inout MutableSpan<Float>) {
    mapVectors(a, b, into: &output) { $0 + ($1 - $0) * t }
}

/// Every element moved into `range`; NaN stays NaN.
public func clamp(_ input: Span<Float>, to range: ClosedRange<Float>, into output: inout MutableSpan<Float>) {
    let low = SIMD8(repeating: range.lowerBound)
    let high = SIMD8(repeating: range.upperBound)
    mapVectors(input, into: &output) { x in
        x.replacing(with: low, where: x .< low).replacing(with: high, where: x .> high)
    }
}

/// The square root of every element.
public func squareRoot(_ input: Span<Float>, into output: inout MutableSpan<Float>) {
    mapVectors(input, into: &output) { $0.squareRoot() }
}

/// The magnitude of every element.
public func magnitude(_ input: Span<Float>, into output: inout MutableSpan<Float>) {
    mapVectors(input, into: &output) { abs($0) }
}

/// a + b · factor, rounded after every operation as written.
public func add(_ a: Span<Float>, _ b: Span<Float>, times factor: Float, into output: inout MutableSpan<Float>) {
    mapVectors(a, b, into: &output) { $0 + $1 * factor }
}

/// The greater of a and b; b where one is NaN.
public func maximum(_ a: Span<Float>, _ b: Span<Float>, into output: inout MutableSpan<Float>) {
    mapVectors(a, b, into: &output) { $1.replacing(with: $0, where: $0 .> $1) }
}

/// The lesser of a and b; b where one is NaN.
public func minimum(_ a: Span<Float>, _ b: Span<Float>, into output: inout MutableSpan<Float>) {
    mapVectors(a, b, into: &output) { $1.replacing(with: $0, where: $0 .< $1) }
}

/// Every element rounded to the nearest whole number, halves to even.
public func rounded(_ input: Span<Float>, into output: inout MutableSpan<Float>) {
    mapVectors(input, into: &output) { $0.rounded(.toNearestOrEven) }
}
