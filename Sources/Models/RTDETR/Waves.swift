import Foundation

// Of 32-bit floats, whatever a file imports besides.
func sine(_ x: Float) -> Float { sinf(x) }
func cosine(_ x: Float) -> Float { cosf(x) }
func pow10000(_ x: Float) -> Float { powf(10_000, x) }
func exponential(_ x: Float) -> Float { expf(x) }
func logarithm(_ x: Float) -> Float { logf(x) }

extension Double {
    static func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }
}
