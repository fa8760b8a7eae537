/// The error function of every lane.
///
/// - Accuracy: within 2 ulp of the true value; NaN stays NaN.
@inline(__always)
func erf(_ x: SIMD8<Float>) -> SIMD8<Float> {
    let magnitude = abs(x)
    let far = copySign(1 - powerOfTwo(notAboveZero: logarithmOfTail(magnitude)), of: x)
    return erfOfSmall(x).replacing(with: far, where: magnitude .> 0.93)
}

/// The share of a standard normal distribution that lies below every lane: (1 + erf(x / √2)) / 2.
///
/// Far below zero it does not cancel as that formula does.
@inline(__always)
func normalDistribution(_ x: SIMD8<Float>) -> SIMD8<Float> {
    let scaled = x * 0.707_106_781
    let magnitude = abs(scaled)
    let tail = powerOfTwo(notAboveZero: logarithmOfTail(magnitude) - 1)
    let far = tail.replacing(with: 1 - tail, where: x .> 0)
    return SIMD8(repeating: 0.5).addingProduct(SIMD8(repeating: 0.5), erfOfSmall(scaled))
        .replacing(with: far, where: magnitude .> 0.93)
}

/// erf for |x| ≤ 0.93 as x + x·p(x²): minimax, relative error 2e-8.
@inline(__always)
private func erfOfSmall(_ x: SIMD8<Float>) -> SIMD8<Float> {
    let square = x * x
    var p = SIMD8<Float>(repeating: -0.000_597_689_592)
    p = SIMD8(repeating: 0.004_990_980_96).addingProduct(p, square)
    p = SIMD8(repeating: -0.026_765_568_2).addingProduct(p, square)
    p = SIMD8(repeating: 0.112_818_025).addingProduct(p, square)
    p = SIMD8(repeating: -0.376_124_948).addingProduct(p, square)
    p = SIMD8(repeating: 0.128_379_151).addingProduct(p, square)
    return x.addingProduct(x, p)
}

/// The logarithm to base two of 1 - erf for x ≥ 0.93, a polynomial: its power has a relative error of 1e-6, all of it
/// rounding.
@inline(__always)
private func logarithmOfTail(_ x: SIMD8<Float>) -> SIMD8<Float> {
    // The polynomial was fitted up to here, where the value is 8e-16; further out it stays at that.
    let t = x.replacing(with: SIMD8(repeating: 5.7), where: x .> 5.7)
    var p = SIMD8<Float>(repeating: -1.336_004_96e-7)
    p = SIMD8(repeating: 5.211_817_51e-6).addingProduct(p, t)
    p = SIMD8(repeating: -9.249_889_11e-5).addingProduct(p, t)
    p = SIMD8(repeating: 0.000_994_237_079).addingProduct(p, t)
    p = SIMD8(repeating: -0.007_284_008_09).addingProduct(p, t)
    p = SIMD8(repeating: 0.038_941_359_9).addingProduct(p, t)
    p = SIMD8(repeating: -0.159_824_896).addingProduct(p, t)
    p = SIMD8(repeating: -0.910_796_213).addingProduct(p, t)
    p = SIMD8(repeating: -1.630_861_08).addingProduct(p, t)
    p = SIMD8(repeating: 0.000_501_317_376).addingProduct(p, t)
    return p
}
