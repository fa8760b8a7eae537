/// The error function of every lane.
///
/// - Accuracy: within 2 ulp of the true value; NaN stays NaN.
@inline(__always)
func erf(_ x: SIMD8<Float>) -> SIMD8<Float> {
    let magnitude = abs(x)
    let far = copySign(1 - erfcOfLarge(magnitude), of: x)
    return erfOfSmall(x).replacing(with: far, where: magnitude .> 0.93)
}

/// The share of a standard normal distribution that lies below every lane: (1 + erf(x / √2)) / 2.
///
/// Far below zero it does not cancel as that formula does.
@inline(__always)
func normalDistribution(_ x: SIMD8<Float>) -> SIMD8<Float> {
    let scaled = x * 0.707_106_781
    let magnitude = abs(scaled)
    let tail = 0.5 * erfcOfLarge(magnitude)
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

/// 1 - erf for x ≥ 0.93 as the exponential of a polynomial: relative error 1e-6, all of it rounding.
@inline(__always)
private func erfcOfLarge(_ x: SIMD8<Float>) -> SIMD8<Float> {
    // The polynomial was fitted up to here, where the value is 8e-16; further out it stays at that.
    let t = x.replacing(with: SIMD8(repeating: 5.7), where: x .> 5.7)
    var p = SIMD8<Float>(repeating: -9.260_480_74e-8)
    p = SIMD8(repeating: 3.612_556_61e-6).addingProduct(p, t)
    p = SIMD8(repeating: -6.411_534_56e-5).addingProduct(p, t)
    p = SIMD8(repeating: 0.000_689_152_628).addingProduct(p, t)
    p = SIMD8(repeating: -0.005_048_889_67).addingProduct(p, t)
    p = SIMD8(repeating: 0.026_992_093_8).addingProduct(p, t)
    p = SIMD8(repeating: -0.110_782_176).addingProduct(p, t)
    p = SIMD8(repeating: -0.631_315_827).addingProduct(p, t)
    p = SIMD8(repeating: -1.130_426_76).addingProduct(p, t)
    p = SIMD8(repeating: 0.000_347_486_726).addingProduct(p, t)
    return exp(p)
}
