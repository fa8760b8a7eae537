import Foundation
import Lanes
import Testing

@testable import Shading

/// Truth: the C library's functions in `Double`.
struct ShaderFunctionTests {
    private struct Function: Sendable {
        let name: String
        let truth: @Sendable (Double) -> Double
        let values: [Float]
        /// For results near zero, whose last digits fall away with the argument's.
        var floor = 0.0
    }

    private static func range(_ low: Float, _ high: Float) -> [Float] {
        (0..<4096).map { low + (high - low) * (Float($0) / 4095) }
    }

    private static let functions = [
        Function(name: "exp", truth: { Foundation.exp($0) }, values: range(-87, 88.7)),
        Function(name: "exp2", truth: { Foundation.exp2($0) }, values: range(-126, 127.9)),
        Function(name: "log", truth: { Foundation.log($0) }, values: range(1e-38, 3) + range(3, 3e38), floor: 1e-7),
        Function(name: "log2", truth: { Foundation.log2($0) }, values: range(1e-38, 3) + range(3, 3e38), floor: 1e-7),
        Function(name: "sin", truth: { Foundation.sin($0) }, values: range(-8100, 8100) + range(-4, 4), floor: 1e-7),
        Function(name: "cos", truth: { Foundation.cos($0) }, values: range(-8100, 8100) + range(-4, 4), floor: 1e-7),
        Function(name: "sin", truth: { Foundation.sin($0) }, values: range(-1e7, 1e7), floor: 1e-7),
    ]

    @Test func `functions agree with the C library to a few units in the last place`() throws {
        for function in Self.functions {
            let found = try Self.values(of: function.name, function.values)
            // Two roundings and the polynomial's own error; an argument's half unit is in none of them.
            let far = zip(function.values, found).filter { x, value in
                let truth = function.truth(Double(x))
                return !(abs(Double(value) - truth) <= 2.5e-7 * abs(truth) + function.floor)
            }
            #expect(far.isEmpty, "\(function.name): \(far.count), \(far.prefix(3))")
        }
    }

    @Test func `what has no finite result has the one of the C library`() throws {
        let special: [Float] = [0, -0, 1, -1, .infinity, -.infinity, .nan, 200, -200, .leastNonzeroMagnitude, 89, -104]
        for (name, truth) in [
            ("exp", { Foundation.exp($0) }), ("exp2", { Foundation.exp2($0) }), ("log", { Foundation.log($0) }),
            ("log2", { Foundation.log2($0) }), ("sin", { Foundation.sin($0) }), ("cos", { Foundation.cos($0) }),
        ] as [(String, (Float) -> Float)] {
            let found = try Self.values(of: name, special)
            for (x, value) in zip(special, found) {
                let expected = truth(x)
                let agrees =
                    value == expected || value.isNaN && expected.isNaN
                    || abs(value - expected) <= 3e-7 * abs(expected) + .leastNormalMagnitude
                #expect(agrees, "\(name)(\(x)) = \(value), not \(expected)")
            }
        }
    }

    /// The function of many numbers, each a pixel of a row.
    private static func values(of name: String, _ arguments: [Float]) throws -> [Float] {
        let picture = LanePicture(arguments.span, width: arguments.count, height: 1, channels: 1)
        let source = """
            #version 300 es
            precision highp float;
            uniform sampler2D u_image0;
            out vec4 fragColor;
            void main() {
                fragColor = vec4(\(name)(texelFetch(u_image0, ivec2(gl_FragCoord.xy), 0).r));
            }
            """
        let made = try shade(source, width: arguments.count, height: 1, pictures: [picture])
        let pixels = try #require(made)[0]
        return stride(from: 0, to: pixels.count, by: 4).map { pixels[$0] }
    }
}
