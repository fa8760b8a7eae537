import Engine
import Formats
import Foundation
import Tensors
import Testing

@testable import Batch

struct ContactSheetTests {
    @Test func `pictures are fitted into their cells, in the middle`() {
        var page = SheetPage(columns: 2, rows: 1, picture: 64)
        page.place(Tensor(repeating: 1, shape: [1, 200, 100, 3]), at: 0)
        page.place(Tensor(repeating: 0.5, shape: [1, 10, 20, 3]), at: 1)
        let image = page.image
        // Two cells and three gaps of 8 wide; a cell, a label of 18 and two gaps high.
        #expect(image.shape == [64 + 18 + 16, 2 * 64 + 24, 3])
        let values = image.array
        func value(_ x: Int, _ y: Int) -> Float { values[(y * image.shape[1] + x) * 3] }
        #expect(value(8 + 32, 8) == 1 && value(8 + 32, 8 + 63) == 1)
        #expect(value(8 + 15, 8 + 32) != 1 && value(8 + 16, 8 + 32) == 1)
        let bright = values.count { $0 == 0.5 }
        #expect(bright == 10 * 20 * 3)
    }

    @Test func `labels are letters of dots and end where the cell does`() {
        var page = SheetPage(columns: 1, rows: 1, picture: 32)
        page.label("1", at: 0)
        // 26227: eight dots of four pixels, three values each.
        #expect(page.image.array.count { $0 == 0.85 } == 8 * 4 * 3)
        page.label(String(repeating: "8", count: 1000), at: 0)
        let width = page.image.shape[1]
        let columns = Set(page.image.array.enumerated().filter { $0.element == 0.85 }.map { $0.offset / 3 % width })
        #expect(columns.max() ?? 0 < 8 + 32)
    }

    @Test func `a sheet has a cell for each job, also where a picture is missing`() async throws {
        let toys = ToyBatch()
        let plan = try await toys.plan("3.seed=1..3", "6.text=x|y")
        _ = try await toys.run(plan)
        let path = try #require(ContactSheet(plan, output: toys.output).write().first)
        let picture = try Picture(path: path)
        // Two texts a row, three rows, all dark: the toys save no pictures.
        #expect((picture.width, picture.height) == (2 * 200 + 8, 3 * (192 + 18 + 8) + 8))
        #expect(plan.list.rowLength == 2)
    }
}
