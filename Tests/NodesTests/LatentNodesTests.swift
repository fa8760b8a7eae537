import Engine
import Tensors
import Testing

@testable import Nodes

struct LatentNodesTests {
    @Test func `a latent on top fades towards those of its edges that are inside`() throws {
        try withFolders { folders in
            let node = LatentComposite()
            node.samplesTo = Latent(samples: Tensor(zeros: [1, 1, 4, 4]))
            node.samplesFrom = Latent(samples: Tensor(repeating: 1, shape: [1, 1, 4, 4]))
            (node.x, node.y, node.feather) = (8, 0, 16)
            try node.run(RunContext(folders: folders))
            // Only its left edge is inside: a half, then all of it.
            #expect(Array(node.joined.samples.array.prefix(4)) == [0, 0.5, 1, 1])
        }
    }

    @Test func `images taken out of a batch keep their place in the noise`() throws {
        try withFolders { folders in
            let node = LatentFromBatch()
            node.samples = Latent(samples: Tensor([0, 1, 2, 3], shape: [4, 1, 1, 1]))
            (node.batchIndex, node.length) = (-2, 5)
            node.run(RunContext(folders: folders))
            #expect(node.taken.samples.array == [2, 3])
            #expect(node.taken.batchIndex == [2, 3])
        }
    }

    @Test func `copies go on counting where the batch ends`() throws {
        try withFolders { folders in
            let node = RepeatLatentBatch()
            node.samples = Latent(samples: Tensor([5, 6], shape: [2, 1, 1, 1]), batchIndex: [3, 4])
            node.amount = 2
            node.run(RunContext(folders: folders))
            #expect(node.repeated.samples.array == [5, 6, 5, 6])
            #expect(node.repeated.batchIndex == [3, 4, 5, 6])
        }
    }

    @Test func `a blend by direction keeps the length`() throws {
        try withFolders { folders in
            let node = LatentInterpolate()
            node.samples1 = Latent(samples: Tensor([2, 0], shape: [1, 2, 1, 1]))
            node.samples2 = Latent(samples: Tensor([0, 2], shape: [1, 2, 1, 1]))
            node.ratio = 0.5
            try node.run(RunContext(folders: folders))
            #expect(node.blended.samples.array.allSatisfy { abs($0 - Float(2).squareRoot()) < 1e-6 })
        }
    }

    /// ComfyUI's slices of latents with 5 and 3 rows.
    @Test(arguments: [(5, [2, 3, 4]), (3, [0, 1, 2]), (9, [1, 2, 3, 4, 5, 6, 7, 8])])
    func `a rectangle larger than the latent is cut as Python cuts`(rows: Int, wanted: [Float]) throws {
        try withFolders { folders in
            let node = LatentCrop()
            node.samples = Latent(
                samples: Tensor((0..<rows).map(Float.init), shape: [1, 1, rows, 1]).repeated(8, axis: 3))
            (node.width, node.height, node.y) = (64, 64, 64)
            try node.run(RunContext(folders: folders))
            #expect(node.cut.samples.shape == [1, 1, wanted.count, 8])
            #expect(node.cut.samples.array == wanted.flatMap { Array(repeating: $0, count: 8) })
        }
    }

    /// As tensors are spread in ComfyUI; `LatentCut` makes such latents.
    @Test func `a latent of one channel counts for all`() throws {
        try withFolders { folders in
            let (sum, blend) = (LatentAdd(), LatentBlend())
            let (many, one) = (Tensor([1, 2, 3, 4], shape: [1, 4, 1, 1]), Tensor([10], shape: [1, 1, 1, 1]))
            (sum.samples1, sum.samples2) = (Latent(samples: many), Latent(samples: one))
            try sum.run(RunContext(folders: folders))
            #expect(sum.sum.samples.array == [11, 12, 13, 14])
            (blend.samples1, blend.samples2) = (Latent(samples: one), Latent(samples: many))
            try blend.run(RunContext(folders: folders))
            #expect(blend.blended.samples.array == [5.5, 6, 6.5, 7])
        }
    }

    @Test func `latents of other channels are refused`() throws {
        try withFolders { folders in
            let node = LatentAdd()
            node.samples1 = Latent(samples: Tensor(zeros: [1, 4, 2, 2]))
            node.samples2 = Latent(samples: Tensor(zeros: [1, 16, 2, 2]))
            #expect(throws: LatentError.otherChannels(16, wanted: 4)) { try node.run(RunContext(folders: folders)) }
        }
    }
}
