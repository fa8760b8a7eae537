import Diffusion
import Testing

struct SamplingErrorTests {
    static let sentences: [(SamplingError, String)] = [
        (
            .lostStepSize(step: 7),
            "step 7: the sampler found no step size that works. Use a sampler with fixed steps."
        ),
        (
            .misshapen(what: "the mask", expected: [64, 96], found: [3]),
            "the mask: has shape [3], but the latent needs [64, 96]. Make it the latent's size."
        ),
        (
            .areaOutside(area: [8, 16, 70, 2], latent: [64, 96]),
            "a prompt's area: 16×8 cells at (2, 70) lie outside the latent of 96×64. Move the area, or make the latent "
                + "larger."
        ),
    ]

    @Test(arguments: sentences)
    func `says where, what and what to do`(error: SamplingError, sentence: String) {
        #expect("\(error)" == sentence)
    }
}
