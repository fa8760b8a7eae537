import Foundation

/// Elementary functions of a 32-bit number, computed in double precision and rounded once.
///
/// Noise levels go through these one at a time, so their cost does not show, and the result is the same on every machine:
/// that of PyTorch, but where its own last bit is off.
extension Float {
    var exponential: Float { Float(exp(Double(self))) }

    /// e to this, minus 1.
    var exponentialMinusOne: Float { Float(expm1(Double(self))) }

    var logarithm: Float { Float(log(Double(self))) }

    var cosine: Float { Float(cos(Double(self))) }

    var tangent: Float { Float(tan(Double(self))) }

    func power(_ exponent: Double) -> Float { Float(pow(Double(self), exponent)) }
}
