import Engine
import Testing

@testable import Nodes

struct SigmaNodesTests {
    private let levels = Sigmas(levels: [8, 4, 2, 1, 0])

    @Test func `both halves of a cut share the level at which it is made`() throws {
        try withFolders { folders in
            let node = SplitSigmas()
            node.sigmas = levels
            node.step = 2
            node.run(RunContext(folders: folders))
            #expect(node.high.levels == [8, 4, 2])
            #expect(node.low.levels == [2, 1, 0])
        }
    }

    @Test(
        arguments: [(1.0, [8], [8, 4, 2, 1, 0]), (0.5, [8, 4, 2], [2, 1, 0]), (0, [], [0])]
            as [(Double, [Float], [Float])])
    func `a part of the steps is left for the second half`(denoise: Double, high: [Float], low: [Float]) throws {
        try withFolders { folders in
            let node = SplitSigmasDenoise()
            node.sigmas = levels
            node.denoise = denoise
            node.run(RunContext(folders: folders))
            #expect(node.high.levels == high)
            #expect(node.low.levels == low)
        }
    }

    @Test func `levels that are turned around do not begin at zero`() throws {
        try withFolders { folders in
            let node = FlipSigmas()
            node.sigmas = levels
            node.run(RunContext(folders: folders))
            #expect(node.flipped.levels == [0.0001, 1, 2, 4, 8])
        }
    }

    @Test func `steps within a range are divided`() throws {
        try withFolders { folders in
            let node = ExtendIntermediateSigmas()
            node.sigmas = levels
            node.steps = 2
            node.startAtSigma = 4
            node.endAtSigma = 2
            node.spacing = .linear
            node.run(RunContext(folders: folders))
            #expect(node.extended.levels == [8, 4, 3, 2, 1.5, 1, 0])
        }
    }

    @Test func `whatever looks like a number is a level`() throws {
        try withFolders { folders in
            let node = ManualSigmas()
            node.text = "14.6, 7;.5 and -1 then 0"
            node.run(RunContext(folders: folders))
            #expect(node.sigmas.levels == [14.6, 7, 0.5, -1, 0])
        }
    }
}
