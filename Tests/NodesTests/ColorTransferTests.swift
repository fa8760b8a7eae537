import Engine
import Tensors
import Testing

@testable import Nodes

struct ColorTransferTests {
    @Test func `colours become what ComfyUI's node makes of them`() throws {
        let recorded = try RecordedCompositing.read().transfers
        let references = Tensor(recorded.references.values, shape: [2, 7, 8, 3])
        try withFolders { folders in
            for test in recorded.cases {
                let node = ColorTransfer()
                node.imageTarget = Image(pixels: Tensor(recorded.target.values, shape: [3, 9, 11, 3]))
                node.imageRef = Image(pixels: references[rows: 0..<test.references])
                node.method = try #require(ColourLikening(rawValue: test.method))
                node.sourceStats = try #require(ColourSource(rawValue: test.source))
                node.targetIndex = test.index
                node.strength = test.strength
                try node.run(RunContext(folders: folders))
                // The eigenvectors there have 32 bits.
                let distance = node.changed.pixels.distance(to: test.result.values)
                #expect(distance < 5e-4, "\(test.method), \(test.source), \(test.strength)")
            }
        }
    }

    @Test func `a strength of nothing changes nothing`() throws {
        try withFolders { folders in
            let node = ColorTransfer()
            node.imageTarget = Image(pixels: Tensor([0, 0.5, 2], shape: [1, 1, 1, 3]))
            node.imageRef = Image(pixels: Tensor([1, 1, 1], shape: [1, 1, 1, 3]))
            (node.method, node.sourceStats, node.strength) = (.reinhard, .each, 0)
            try node.run(RunContext(folders: folders))
            #expect(node.changed.pixels.array == [0, 0.5, 2])
        }
    }

    @Test func `pictures with transparency have no colours of three axes`() throws {
        try withFolders { folders in
            let node = ColorTransfer()
            node.imageTarget = Image(pixels: Tensor(zeros: [1, 2, 2, 4]))
            node.imageRef = Image(pixels: Tensor(zeros: [1, 2, 2, 3]))
            (node.method, node.sourceStats) = (.reinhard, .each)
            #expect(throws: PixelError.otherChannels(4, wanted: 3)) { try node.run(RunContext(folders: folders)) }
        }
    }

    @Test func `the axes of a matrix stretch as they say`() {
        let rows = [SIMD3(4.0, 1, -2), SIMD3(1, 3, 0.5), SIMD3(-2, 0.5, 1)]
        for axis in SymmetricMatrix(rows).axes() {
            for row in 0..<3 {
                #expect(abs((rows[row] * axis.vector).sum() - axis.value * axis.vector[row]) < 1e-12)
            }
        }
    }
}
