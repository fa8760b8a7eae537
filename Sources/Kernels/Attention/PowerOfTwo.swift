/// 2 to the power of every lane, for lanes that are not above zero.
///
/// Attention raises two, not e, to its scores: with log₂ e in the scale of the queries, a score splits into a whole and
/// a broken part by one rounding, and both are exact. What is below -125, minus infinity included, gives 2⁻¹²⁵, which
/// no sum that holds a one can feel.
///
/// - Accuracy: within 1 ulp of the true value above -125; NaN stays NaN.
@inline(__always)
func powerOfTwo(notAboveZero x: SIMD8<Float>) -> SIMD8<Float> {
    let bounded = x.replacing(with: SIMD8(repeating: -125), where: x .< -125)

    // Adding 1.5 · 2²³ rounds to an integer and leaves that integer in the low bits.
    let shifted = bounded + 0x1.8p23
    let r = bounded - (shifted - 0x1.8p23)

    // 2ʳ = 1 + r·p(r) for |r| ≤ 1/2; minimax, relative error 2e-9.
    var p = SIMD8<Float>(repeating: 0.000_153_533_62)
    p = SIMD8(repeating: 0.001_339_887_5).addingProduct(p, r)
    p = SIMD8(repeating: 0.009_618_437).addingProduct(p, r)
    p = SIMD8(repeating: 0.055_503_324).addingProduct(p, r)
    p = SIMD8(repeating: 0.240_226_48).addingProduct(p, r)
    p = SIMD8(repeating: 0.693_147_2).addingProduct(p, r)
    let power = SIMD8(repeating: 1).addingProduct(p, r)

    let exponent = unsafeBitCast(shifted, to: SIMD8<Int32>.self) &<< 23
    return unsafeBitCast(unsafeBitCast(power, to: SIMD8<Int32>.self) &+ exponent, to: SIMD8<Float>.self)
}
