import Models
import Tensors
import TestSupport
import Testing

struct TiledPassTests {
    /// Images that tiles do not divide evenly, and one with an edge shorter than a tile.
    @Test(arguments: [(5, 5), (9, 4), (3, 11), (8, 8)])
    func `tiles of a network without neighbours make the whole`(height: Int, width: Int) throws {
        let image = Tensor(noise(2 * height * width * 3), shape: [2, height, width, 3])
        let pass = TiledPass(tileHeight: 4, tileWidth: 4, overlap: 2, scale: .up(2))
        let found = try pass(image) { upsampleNearest2x($0) }
        #expect(found.shape == [2, 2 * height, 2 * width, 3])
        #expect(relativeError(found.array, upsampleNearest2x(image).array) < 1e-6)
    }

    @Test func `an image that fits into one tile is not cut`() throws {
        let image = Tensor(noise(4 * 4 * 3), shape: [1, 4, 4, 3])
        let pass = TiledPass(tileHeight: 4, tileWidth: 4, overlap: 2, scale: .up(1))
        var shapes: [[Int]] = []
        _ = try pass(image) { tile in
            shapes.append(tile.shape)
            return tile
        }
        #expect(shapes == [[1, 4, 4, 3]])
        #expect(pass.tileCount(height: 4, width: 4) == 1)
    }

    @Test func `the last tile of a row may be shorter`() throws {
        let image = Tensor(noise(4 * 9), shape: [1, 4, 9, 1])
        let pass = TiledPass(tileHeight: 4, tileWidth: 4, overlap: 1, scale: .up(1))
        var widths: [Int] = []
        _ = try pass(image) { tile in
            widths.append(tile.shape[2])
            return tile
        }
        #expect(widths == [4, 4, 3])
        #expect(pass.tileCount(height: 4, width: 9) == 3)
    }
}
