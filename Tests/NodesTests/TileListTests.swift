import Engine
import Tensors
import Testing

@testable import Nodes

struct TileListTests {
    /// A white tile and a black one to its right: the result is the share of the white one.
    @Test func `where tiles overlap each counts by half a sine`() throws {
        let node = ImageMergeTileList()
        node.imageList = [1, 0].map { Image(pixels: Tensor(repeating: $0, shape: [1, 64, 64, 3])) }
        (node.finalWidth, node.finalHeight, node.overlap) = (96, 64, 32)
        try withFolders { folders in
            try node.run(RunContext(folders: folders))
        }
        let pixels = node.merged.pixels
        #expect(pixels.shape == [1, 64, 96, 3])
        let row: [Float] = (0..<96).map { column in pixels.array[(10 * 96 + column) * 3] }
        #expect(row[..<32].allSatisfy { $0 == 1 })
        #expect(row[64...].allSatisfy { $0 == 0 })
        for (column, wanted) in Self.shares {
            #expect(abs(row[column] - wanted) <= 1e-6 * wanted, "column \(column): \(row[column]), \(wanted)")
        }
    }

    /// What torch gives with `sin(pi * linspace(0, 1, 64))`, no less than 1e-5. The last ones hang on the last bit of pi.
    private static let shares: [(Int, Float)] = [
        (32, 0.99999005), (40, 0.7011904), (48, 0.4872159), (56, 0.26869485), (60, 0.1314478), (61, 0.09119539),
        (62, 0.047605857), (63, 1.0003009e-05),
    ]

    @Test func `tiles that nothing changed make the picture again`() throws {
        let count = 80 * 100 * 3
        let values: [Float] = (0..<count).map { index in Float(index * 37 % 256) / 255 }
        let picture = Tensor(values, shape: [1, 80, 100, 3])
        let cut = SplitImageToTileList()
        cut.image = Image(pixels: picture)
        (cut.tileWidth, cut.tileHeight, cut.overlap) = (64, 64, 16)
        let merge = ImageMergeTileList()
        (merge.finalWidth, merge.finalHeight, merge.overlap) = (100, 80, 16)
        try withFolders { folders in
            cut.run(RunContext(folders: folders))
            merge.imageList = cut.tiles
            try merge.run(RunContext(folders: folders))
        }
        let error = zip(merge.merged.pixels.array, values).map { abs($0 - $1) }.max() ?? 1
        #expect(error <= 3e-7)
    }
}
