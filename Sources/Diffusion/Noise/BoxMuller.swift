/// Pairs of uniform numbers turned into pairs of normal ones, with the very bits of PyTorch's AVX2 code.
///
/// Logarithm, sine and cosine are Cephes' single-precision polynomials. Where PyTorch's compiler fused a multiply with an
/// add decides the last bit of one value in a hundred; the fused ones are the `addingProduct`s here.
///
/// - Source: `normal_fill_16_AVX2` in ATen's `DistributionTemplates.h`; Moshier's Cephes `logf`, `sinf` and `cosf`.
enum BoxMuller {
    /// - Units: `first` (radius) and `second` (angle) in 0..<1, multiples of 2⁻²⁴.
    static func normals(_ first: Float, _ second: Float) -> (cosine: Float, sine: Float) {
        let radius = (-2 * logarithm(1 - first)).squareRoot()
        // Float's own 2π is rounded towards zero; PyTorch's is rounded to nearest.
        let (sine, cosine) = sineAndCosine(Float(2 * Double.pi) * second)
        // PyTorch multiplies by a deviation of 1 and adds a mean of 0, of which only the loss of -0 shows.
        return (radius * cosine + 0, radius * sine + 0)
    }

    /// - Units: `value` in 2⁻²⁴...1.
    private static func logarithm(_ value: Float) -> Float {
        var exponent = Float(value.exponent + 1)
        var fraction = value.significand * 0.5
        if fraction < 0.707_106_781_186_547_524 {
            exponent -= 1
            fraction = fraction - 1 + fraction
        } else {
            fraction -= 1
        }

        var sum = Float(7.037_683_629_2e-2)
        sum = Float(-1.151_461_031_0e-1).addingProduct(sum, fraction)
        sum = Float(1.167_699_874_0e-1).addingProduct(sum, fraction)
        sum = Float(-1.242_014_084_6e-1).addingProduct(sum, fraction)
        sum = Float(1.424_932_278_7e-1).addingProduct(sum, fraction)
        sum = Float(-1.666_805_766_5e-1).addingProduct(sum, fraction)
        sum = Float(2.000_071_476_5e-1).addingProduct(sum, fraction)
        sum = Float(-2.499_999_399_3e-1).addingProduct(sum, fraction)
        sum = Float(3.333_333_117_4e-1).addingProduct(sum, fraction)

        // ln 2 in two parts, so that the first product is exact.
        let square = fraction * fraction
        sum = (exponent * -2.121_944_40e-4).addingProduct(sum * fraction, square)
        sum -= square * 0.5
        return (fraction + sum).addingProduct(exponent, 0.693_359_375)
    }

    /// - Units: `angle` in radians, 0...2π.
    private static func sineAndCosine(_ angle: Float) -> (sine: Float, cosine: Float) {
        let octant = (Int32(angle * 1.273_239_544_735_16) + 1) & ~1

        // π/4 in three parts.
        let turns = Float(octant)
        var rest = angle.addingProduct(turns, -0.785_156_25)
        rest = rest.addingProduct(turns, -2.418_756_484_985_351_562_5e-4)
        rest = rest.addingProduct(turns, -3.774_894_977_445_941_08e-8)
        let square = rest * rest

        var cosine = Float(2.443_315_711_809_948e-5)
        cosine = Float(-1.388_731_625_493_765e-3).addingProduct(cosine, square)
        cosine = Float(4.166_664_568_298_827e-2).addingProduct(cosine, square)
        cosine = (-(square * 0.5)).addingProduct(cosine * square, square) + 1

        var sine = Float(-1.951_529_589_1e-4)
        sine = Float(8.332_160_873_6e-3).addingProduct(sine, square)
        sine = Float(-1.666_665_461_1e-1).addingProduct(sine, square)
        sine = rest.addingProduct(sine * square, rest)

        if octant & 2 != 0 { (sine, cosine) = (cosine, sine) }
        if octant & 4 != 0 { sine = -sine }
        if (octant - 2) & 4 == 0 { cosine = -cosine }
        return (sine, cosine)
    }
}
