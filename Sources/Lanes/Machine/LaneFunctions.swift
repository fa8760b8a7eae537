// Functions of a vector that processors have no instruction for, to one or two units in the last place.

/// Whole floats of less than 2²² as integers.
@inline(__always)
func wholeNumbers(_ x: FloatLanes) -> IntegerLanes {
    // The sum's last bits are those of the integer.
    let bias: Float = 12_582_912
    return unsafeBitCast(x + bias, to: IntegerLanes.self) &- Int32(bitPattern: bias.bitPattern)
}

/// 2 to the power of integers from -126 to 127.
@inline(__always)
private func power(_ exponent: IntegerLanes) -> FloatLanes {
    unsafeBitCast((exponent &+ 127) &<< 23, to: FloatLanes.self)
}

/// eˣ.
@inline(__always)
func exponential(_ x: FloatLanes) -> FloatLanes {
    // Beyond these it is 0 or infinite.
    let bounded = within(x, -104, 89)
    let whole = lanewise(bounded * 1.442_695_04) { $0.rounded(.toNearestOrEven) }
    // ln 2 in two parts, of which the first has so few bits that its product is exact.
    let rest = bounded - whole * 0.693_359_375 - whole * -2.121_944_4e-4
    return raised(rest, whole).replacing(with: x, where: x .!= x)
}

/// 2ˣ.
@inline(__always)
func exponential2(_ x: FloatLanes) -> FloatLanes {
    let bounded = within(x, -150, 129)
    let whole = lanewise(bounded) { $0.rounded(.toNearestOrEven) }
    return raised((bounded - whole) * 0.693_147_18, whole).replacing(with: x, where: x .!= x)
}

/// eʳ · 2ⁿ for |r| ≤ ½ ln 2.
///
/// - Source: Cephes, `expf`.
@inline(__always)
private func raised(_ rest: FloatLanes, _ whole: FloatLanes) -> FloatLanes {
    var sum = FloatLanes(repeating: 1.987_569_1e-4)
    sum = sum * rest + 1.398_199_9e-3
    sum = sum * rest + 8.333_452e-3
    sum = sum * rest + 4.166_579_6e-2
    sum = sum * rest + 1.666_666_5e-1
    sum = sum * rest + 5e-1
    sum = sum * (rest * rest) + rest + 1
    // In two halves: results may be too small, or too large, for one.
    let exponent = wholeNumbers(whole)
    let half = exponent &>> 1
    return sum * power(half) * power(exponent &- half)
}

@inline(__always)
private func within(_ x: FloatLanes, _ low: Float, _ high: Float) -> FloatLanes {
    x.replacing(with: low, where: x .< low).replacing(with: high, where: x .> high)
}

/// A positive number as 2ⁿ · (1 + r), with √½ ≤ 1 + r < √2.
private struct Mantissa {
    let exponent: FloatLanes
    let rest: FloatLanes

    @inline(__always)
    init(_ x: FloatLanes) {
        let isSmall = x .< Float.leastNormalMagnitude
        let normal = x.replacing(with: x * 8_388_608, where: isSmall)
        let bits = unsafeBitCast(normal, to: IntegerLanes.self)
        // The exponent steps at √½.
        let shifted = bits &- 0x3f35_04f3
        let whole = FloatLanes(shifted &>> 23)
        exponent = whole.replacing(with: whole - 23, where: isSmall)
        rest = unsafeBitCast((shifted & 0x007f_ffff) &+ 0x3f35_04f3, to: FloatLanes.self) - 1
    }

    /// ln(1 + r) - r.
    ///
    /// - Source: Cephes, `logf`.
    var correction: FloatLanes {
        @inline(__always) get {
            var sum = FloatLanes(repeating: 7.037_683_6e-2)
            sum = sum * rest - 1.151_461_03e-1
            sum = sum * rest + 1.167_699_87e-1
            sum = sum * rest - 1.242_014_08e-1
            sum = sum * rest + 1.424_932_28e-1
            sum = sum * rest - 1.666_805_77e-1
            sum = sum * rest + 2.000_071_48e-1
            sum = sum * rest - 2.499_999_4e-1
            sum = sum * rest + 3.333_333_1e-1
            let square = rest * rest
            return rest * square * sum - square * 0.5
        }
    }
}

/// ln x.
@inline(__always)
func logarithm(_ x: FloatLanes) -> FloatLanes {
    let parts = Mantissa(x)
    let small = parts.correction + parts.exponent * -2.121_944_4e-4
    return bordered(small + parts.rest + parts.exponent * 0.693_359_375, x)
}

/// log₂ x.
@inline(__always)
func logarithm2(_ x: FloatLanes) -> FloatLanes {
    let parts = Mantissa(x)
    // log₂ e less 1.
    let share: Float = 0.442_695_04
    let small = parts.correction * share + parts.rest * share + parts.correction
    return bordered(small + parts.rest + parts.exponent, x)
}

/// The logarithms of what has none, or none that is finite.
@inline(__always)
private func bordered(_ logarithm: FloatLanes, _ x: FloatLanes) -> FloatLanes {
    logarithm.replacing(with: -Float.infinity, where: x .== 0)
        .replacing(with: x, where: x .== Float.infinity)
        .replacing(with: .nan, where: (x .< 0) .| (x .!= x))
}

/// Sine, or cosine, of every lane.
///
/// - Source: Cephes, `sinf` and `cosf`; quarter turns are taken off in three parts of π / 2.
@inline(__always)
func sine(_ x: FloatLanes, isCosine: Bool) -> FloatLanes? {
    // Beyond it, the parts of π / 2 are too coarse.
    let size = unsafeBitCast(unsafeBitCast(x, to: IntegerLanes.self) & Int32.max, to: FloatLanes.self)
    guard !isAny(~bits(size .< 8192)) else { return nil }
    let turns = lanewise(x * 0.636_619_77) { $0.rounded(.toNearestOrEven) }
    // Each but the last part has so few bits that its product is exact.
    let rest = x - turns * 1.570_312_5 - turns * 4.837_512_97e-4 - turns * 7.549_790_1e-8
    let square = rest * rest
    var odd = FloatLanes(repeating: -1.951_529_6e-4)
    odd = odd * square + 8.332_161e-3
    odd = odd * square - 1.666_665_46e-1
    odd = odd * square * rest + rest
    var even = FloatLanes(repeating: 2.443_315_7e-5)
    even = even * square - 1.388_731_63e-3
    even = even * square + 4.166_664_6e-2
    even = even * (square * square) - square * 0.5 + 1
    let quarter = wholeNumbers(turns) &+ (isCosine ? 1 : 0)
    // Odd quarters take the other polynomial; the second and third have the other sign.
    let isOdd = 0 &- (quarter & 1)
    let chosen = unsafeBitCast(even, to: IntegerLanes.self) & isOdd | unsafeBitCast(odd, to: IntegerLanes.self) & ~isOdd
    return unsafeBitCast(chosen ^ ((quarter & 2) &<< 30), to: FloatLanes.self)
}
