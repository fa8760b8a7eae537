import Engine
import Tensors
import Testing

@testable import Nodes

struct MaskNodesTests {
    @Test func `masks grow and shrink as SciPy's do`() throws {
        let recorded = try RecordedNodes.read()
        try withFolders { folders in
            for wanted in recorded.grown {
                let node = GrowMask()
                node.mask = Mask(values: Tensor(wanted.mask, shape: [1, 7, 9]))
                node.expand = wanted.expand
                node.taperedCorners = wanted.tapered
                try node.run(RunContext(folders: folders))
                #expect(node.grown.values.array == wanted.grown, "by \(wanted.expand), tapered: \(wanted.tapered)")
            }
        }
    }

    @Test(
        arguments: [
            (MaskOperation.multiply, [0, 0.375, 0.25]), (.add, [0.5, 1, 1]), (.subtract, [0, 0.25, 0.75]),
            (.and, [0, 0, 0]), (.or, [0, 1, 1]), (.xor, [0, 1, 1]),
        ] as [(MaskOperation, [Float])])
    func `two masks are combined`(operation: MaskOperation, wanted: [Float]) throws {
        try withFolders { folders in
            let node = MaskComposite()
            node.destination = Mask(values: Tensor([0, 0.75, 1], shape: [1, 1, 3]))
            node.source = Mask(values: Tensor([0.5, 0.5, 0.25], shape: [1, 1, 3]))
            node.operation = operation
            (node.x, node.y) = (0, 0)
            node.run(RunContext(folders: folders))
            #expect(node.combined.values.array == wanted)
        }
    }

    @Test func `a mask fades to both sides`() throws {
        try withFolders { folders in
            let node = FeatherMask()
            node.mask = Mask(values: Tensor(repeating: 1, shape: [1, 1, 5]))
            (node.left, node.right, node.top, node.bottom) = (2, 4, 0, 0)
            node.run(RunContext(folders: folders))
            #expect(node.feathered.values.array == [0.5, 1, 0.75, 0.5, 0.25])
        }
    }

    @Test func `the border of a padded picture is white in its mask`() throws {
        try withFolders { folders in
            let node = ImagePadForOutpaint()
            node.image = Image(pixels: Tensor(repeating: 1, shape: [1, 6, 6, 3]))
            (node.left, node.top, node.right, node.bottom, node.feathering) = (1, 0, 0, 0, 2)
            node.run(RunContext(folders: folders))
            #expect(node.padded.pixels.shape == [1, 6, 7, 3])
            // White, then falling with the square of the distance.
            #expect(Array(node.mask.values.array.prefix(4)) == [1, 1, 0.25, 0])
        }
    }
}
