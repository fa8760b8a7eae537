import Lanes
import Testing

@testable import Shading

/// Truth: ComfyUI's node on ANGLE and Mesa's rasteriser for processors.
struct ShaderTruthTests {
    @Test func `every part of the language gives what ComfyUI's node gives`() throws {
        let truths = try ShadingTruths.read()
        #expect(truths.shaders.count > 80)
        let pictures = truths.pictures.map {
            LanePicture($0.pixels.span, width: $0.shape[1], height: $0.shape[0], channels: $0.shape[2])
        }
        let uniforms: [String: UniformValue] = [
            "u_float0": .floats([0.5]), "u_float1": .floats([2.5]), "u_int0": .integers([3]), "u_int1": .integers([-7]),
            "u_bool0": .truth(true),
        ]
        for recorded in truths.shaders {
            let made = try shade(
                recorded.source, width: truths.width, height: truths.height, pictures: pictures, uniforms: uniforms,
                passes: recorded.name == "passes" ? 3 : 1, outputs: recorded.pixels.count)
            let pairs = try zip(#require(made).joined(), recorded.pixels.joined())
            // What the two call exp, log, sin and their like differs by up to some ten-thousandths.
            let far = pairs.filter { abs($0 - $1) > 1e-4 + 5e-4 * abs($1) }
            #expect(far.isEmpty, "\(recorded.name): \(far.prefix(3))")
        }
    }
}
