import Kernels

/// Element by element; both sides have the same shape, or one is a number.
extension Tensor {
    public static func + (a: Tensor, b: Tensor) -> Tensor {
        checkShapes(a, b, "add")
        return Tensor(shape: a.shape) { add(a.values, b.values, into: &$0) }
    }

    public static func - (a: Tensor, b: Tensor) -> Tensor {
        checkShapes(a, b, "subtract")
        return Tensor(shape: a.shape) { subtract(a.values, b.values, into: &$0) }
    }

    public static func * (a: Tensor, b: Tensor) -> Tensor {
        checkShapes(a, b, "multiply")
        return Tensor(shape: a.shape) { multiply(a.values, b.values, into: &$0) }
    }

    public static func / (a: Tensor, b: Tensor) -> Tensor {
        checkShapes(a, b, "divide")
        return Tensor(shape: a.shape) { divide(a.values, b.values, into: &$0) }
    }

    public static func += (a: inout Tensor, b: Tensor) {
        checkShapes(a, b, "add")
        a.withMutableValues { add(b.values, to: &$0) }
    }

    public static func -= (a: inout Tensor, b: Tensor) {
        checkShapes(a, b, "subtract")
        a.withMutableValues { subtract(b.values, from: &$0) }
    }

    public static func *= (a: inout Tensor, b: Tensor) {
        checkShapes(a, b, "multiply")
        a.withMutableValues { multiply(&$0, by: b.values) }
    }

    public static func + (a: Tensor, b: Float) -> Tensor { Tensor(shape: a.shape) { add(a.values, b, into: &$0) } }

    public static func + (a: Float, b: Tensor) -> Tensor { b + a }

    /// Rounds as adding -b does: not at all differently.
    public static func - (a: Tensor, b: Float) -> Tensor { a + -b }

    public static func - (a: Float, b: Tensor) -> Tensor { Tensor(shape: b.shape) { subtract(a, b.values, into: &$0) } }

    public static func * (a: Tensor, b: Float) -> Tensor { Tensor(shape: a.shape) { multiply(a.values, b, into: &$0) } }

    public static func * (a: Float, b: Tensor) -> Tensor { b * a }

    public static func / (a: Tensor, b: Float) -> Tensor { Tensor(shape: a.shape) { divide(a.values, b, into: &$0) } }

    public static func / (a: Float, b: Tensor) -> Tensor { Tensor(shape: b.shape) { divide(a, b.values, into: &$0) } }

    public static prefix func - (a: Tensor) -> Tensor { a * -1 }

    private static func checkShapes(_ a: Tensor, _ b: Tensor, _ operation: String) {
        precondition(a.shape == b.shape, "\(operation): \(a.shape) and \(b.shape)")
    }
}

/// a + (b - a) · t; t outside 0...1 extrapolates.
public func lerp(_ a: Tensor, _ b: Tensor, _ t: Float) -> Tensor {
    precondition(a.shape == b.shape, "lerp: \(a.shape) and \(b.shape)")
    return Tensor(shape: a.shape) { lerp(a.values, b.values, t, into: &$0) }
}

/// Every element moved into `range`.
public func clamp(_ x: Tensor, _ range: ClosedRange<Float>) -> Tensor {
    Tensor(shape: x.shape) { clamp(x.values, to: range, into: &$0) }
}

/// The square root of every element.
public func squareRoot(_ x: Tensor) -> Tensor { Tensor(shape: x.shape) { squareRoot(x.values, into: &$0) } }

/// The magnitude of every element.
public func magnitude(_ x: Tensor) -> Tensor { Tensor(shape: x.shape) { magnitude(x.values, into: &$0) } }

/// Every element rounded to the nearest whole number, halves to even.
public func rounded(_ x: Tensor) -> Tensor { Tensor(shape: x.shape) { rounded(x.values, into: &$0) } }

/// The greater of each pair of elements.
public func maximum(_ a: Tensor, _ b: Tensor) -> Tensor {
    precondition(a.shape == b.shape, "maximum: \(a.shape) and \(b.shape)")
    return Tensor(shape: a.shape) { maximum(a.values, b.values, into: &$0) }
}

/// The lesser of each pair of elements.
public func minimum(_ a: Tensor, _ b: Tensor) -> Tensor {
    precondition(a.shape == b.shape, "minimum: \(a.shape) and \(b.shape)")
    return Tensor(shape: a.shape) { minimum(a.values, b.values, into: &$0) }
}

extension Tensor {
    /// self + other · factor in one pass.
    public func adding(_ other: Tensor, times factor: Float) -> Tensor {
        precondition(shape == other.shape, "adding: \(shape) and \(other.shape)")
        return Tensor(shape: shape) { add(self.values, other.values, times: factor, into: &$0) }
    }
}
