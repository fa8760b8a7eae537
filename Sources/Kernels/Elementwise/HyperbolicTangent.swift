/// The hyperbolic tangent of every lane.
///
/// - Accuracy: within 2 ulp of the true value; NaN stays NaN.
@inline(__always)
func tanh(_ x: SIMD8<Float>) -> SIMD8<Float> {
    // Near zero an odd polynomial, x + x³·p(x²), minimax on |x| < 0.625: relative error 4e-9.
    let square = x * x
    var p = SIMD8<Float>(repeating: -0.005_720_820_28)
    p = SIMD8(repeating: 0.020_653_806_6).addingProduct(p, square)
    p = SIMD8(repeating: -0.053_744_431_6).addingProduct(p, square)
    p = SIMD8(repeating: 0.133_315_012).addingProduct(p, square)
    p = SIMD8(repeating: -0.333_332_837).addingProduct(p, square)
    let near = x.addingProduct(x * square, p)

    // Further out 1 - 2 / (e²ˣ + 1), where nothing cancels any more.
    let magnitude = abs(x)
    let far = 1 - 2 / (exp(magnitude + magnitude) + 1)
    return near.replacing(with: copySign(far, of: x), where: magnitude .> 0.625)
}

/// The lanes without their signs.
@inline(__always)
func abs(_ x: SIMD8<Float>) -> SIMD8<Float> {
    unsafeBitCast(unsafeBitCast(x, to: SIMD8<UInt32>.self) & 0x7FFF_FFFF, to: SIMD8<Float>.self)
}

/// The lanes of `magnitude`, none of them negative, with the signs of those of `sign`.
@inline(__always)
func copySign(_ magnitude: SIMD8<Float>, of sign: SIMD8<Float>) -> SIMD8<Float> {
    let bits = unsafeBitCast(sign, to: SIMD8<UInt32>.self) & 0x8000_0000
    return unsafeBitCast(unsafeBitCast(magnitude, to: SIMD8<UInt32>.self) | bits, to: SIMD8<Float>.self)
}
