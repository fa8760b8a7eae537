import Diffusion
import Engine
import Testing

@testable import Nodes

struct LevelErrorTests {
    static let sentences: [(LevelError, String)] = [
        (.noLogarithm(input: "sigma_min"), "sigma_min: 0 has no logarithm. Use a level above 0, such as 0.03."),
        (.noRoot, "rho: no number has a root of degree 0. Use 7."),
        (.noLevels, "sigmas: there is no level to replace. Connect the levels of one step at least."),
    ]

    @Test(arguments: sentences)
    func `each says what to do`(error: LevelError, sentence: String) {
        #expect("\(error)" == sentence)
    }

    @Test func `levels that ComfyUI cannot make are not made here`() throws {
        try withFolders { folders in
            let context = RunContext(folders: folders)
            let (even, power, root, first) = (
                ExponentialScheduler(), PolyexponentialScheduler(), KarrasScheduler(), SetFirstSigma()
            )
            even.sigmaMin = 0
            #expect(throws: LevelError.noLogarithm(input: "sigma_min")) { try even.run(context) }
            power.sigmaMax = 0
            #expect(throws: LevelError.noLogarithm(input: "sigma_max")) { try power.run(context) }
            root.rho = 0
            #expect(throws: LevelError.noRoot) { try root.run(context) }
            first.sigmas = Sigmas(levels: [])
            #expect(throws: LevelError.noLevels) { try first.run(context) }
        }
    }
}
