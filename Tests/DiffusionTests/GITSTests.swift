import Diffusion
import Testing

/// Truth: ComfyUI's node, recorded by `Tests/Golden/Diffusion/make_gits.py`.
struct GITSTests {
    struct Recorded: Decodable {
        let coefficient: Double
        let steps: Int
        let denoise: Double
        let sigmas: [Float]
    }

    @Test func `levels are those of ComfyUI`() throws {
        let recorded = try Golden.read("gits", as: [Recorded].self)
        #expect(recorded.count == 7)
        for wanted in recorded {
            let found = GITSSteps.sigmas(
                coefficient: wanted.coefficient, steps: wanted.steps, denoise: wanted.denoise)
            #expect(found.count == wanted.sigmas.count)
            for (a, b) in zip(found, wanted.sigmas) { #expect(abs(a - b) <= 1e-6 * max(b, 1)) }
        }
    }
}
