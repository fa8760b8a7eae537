/// e to the power of every lane.
///
/// - Accuracy: within 1.1 ulp of the true value for all floats, gradual underflow included; NaN stays NaN.
@inline(__always)
func exp(_ x: SIMD8<Float>) -> SIMD8<Float> {
    // Beyond these the result is infinity or zero whatever the polynomial says. NaN fails both comparisons and passes.
    var bounded = x.replacing(with: SIMD8(repeating: 89), where: x .> 89)
    bounded = bounded.replacing(with: SIMD8(repeating: -104), where: x .< -104)

    // Adding 1.5 · 2²³ rounds to an integer and leaves that integer in the low bits.
    let shifted = SIMD8(repeating: 0x1.8p23).addingProduct(bounded, SIMD8(repeating: 1.442_695_04))
    let exponent = shifted - 0x1.8p23

    // What is left, |r| ≤ ln 2 / 2; ln 2 in two parts keeps it exact.
    var r = bounded.addingProduct(exponent, SIMD8(repeating: -0x1.62e4p-1))
    r = r.addingProduct(exponent, SIMD8(repeating: -0x1.7f7d1cp-20))

    // eʳ = 1 + r + r²·p(r); minimax, relative error 3e-9.
    var p = SIMD8<Float>(repeating: 0.001_381_453_94)
    p = SIMD8(repeating: 0.008_368_745_4).addingProduct(p, r)
    p = SIMD8(repeating: 0.041_668_389).addingProduct(p, r)
    p = SIMD8(repeating: 0.166_665_211).addingProduct(p, r)
    p = SIMD8(repeating: 0.5).addingProduct(p, r)
    let power = SIMD8(repeating: 1).addingProduct(r.addingProduct(r * r, p), SIMD8(repeating: 1))

    // Times 2ⁿ in two halves: n reaches from -150 to 128, past what one exponent field holds.
    let n = unsafeBitCast(shifted, to: SIMD8<Int32>.self) &- 0x4B40_0000
    let half = n &>> 1
    return power * powerOfTwo(half) * powerOfTwo(n &- half)
}

/// e to the power of every lane; see the overload for eight.
@inline(__always)
func exp(_ x: SIMD16<Float>) -> SIMD16<Float> {
    SIMD16(lowHalf: exp(x.lowHalf), highHalf: exp(x.highHalf))
}

/// 2ⁿ for n in -126...127.
@inline(__always)
private func powerOfTwo(_ n: SIMD8<Int32>) -> SIMD8<Float> {
    unsafeBitCast((n &+ 127) &<< 23, to: SIMD8<Float>.self)
}
