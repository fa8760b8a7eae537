import Foundation
import Testing

@testable import Fonts

/// Truth: what Pillow says of its default font, recorded by `Tests/Golden/Fonts/record_overlays.py`.
struct FontTests {
    private struct Recorded: Decodable {
        struct Line: Decodable {
            let text: String
            let size: Int
            let width: Double
            let plain, stroked: [Int]
        }

        let lines: [Line]
    }

    private static func lines() throws -> [Recorded.Line] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let file = folder.appending(path: "Golden/Fonts/overlays.json")
        return try JSONDecoder().decode(Recorded.self, from: Data(contentsOf: file)).lines
    }

    @Test func `lines take up what Pillow says`() throws {
        for recorded in try Self.lines() {
            let font = try Font(size: recorded.size)
            let line = Array(recorded.text.unicodeScalars)
            #expect(try font.width(of: line) == recorded.width, "'\(recorded.text)', \(recorded.size) pixels")
            let plain = try font.bounds(of: line, stroke: 0)
            #expect(plain.sides == recorded.plain, "'\(recorded.text)', \(recorded.size) pixels")
            let stroked = try font.bounds(of: line, stroke: 3, anchor: .middle)
            #expect(stroked.sides == recorded.stroked, "'\(recorded.text)', \(recorded.size) pixels")
        }
    }

    @Test(arguments: 4...60)
    func `a pixel lies between a letter and its dot`(size: Int) throws {
        let font = try Font(size: size)
        for letter: Unicode.Scalar in ["i", "j"] {
            let drawn = try font.coverage(of: letter, stroke: 0)
            // Some row between the top and the line is lighter than those above and below it.
            let rows = (0..<drawn.height).map { row in
                drawn.levels[row * drawn.width..<(row + 1) * drawn.width].reduce(0) { $0 + Int($1) }
            }
            let gap = (1..<max(2, rows.count - 1)).contains { row in
                rows[..<row].contains { $0 > rows[row] } && rows[(row + 1)...].contains { $0 > rows[row] }
            }
            #expect(gap, "\(letter): \(rows)")
        }
    }

    @Test func `a character that the font lacks is drawn as its stand-in`() throws {
        let font = try Font(size: 20)
        #expect(try font.coverage(of: "日", stroke: 0).levels == font.coverage(of: "ü", stroke: 0).levels)
        #expect(try font.coverage(of: "日", stroke: 0).levels.contains { $0 > 0 })
    }

    @Test func `what lies outside of a canvas is left out, and the rest is as if it were larger`() throws {
        let font = try Font(size: 24)
        let line = Array("jagged".unicodeScalars)
        let whole = try #require(try font.mask(of: line, at: (10.5, 10), on: (200, 60), stroke: 2))
        let part = try #require(try font.mask(of: line, at: (-9.5, -5), on: (50, 20), stroke: 2))
        #expect(part.columns.lowerBound == 0 && part.rows.lowerBound == 0)
        for y in part.rows {
            for x in part.columns {
                let inPart = part.levels[y * part.columns.count + x]
                let row = (y + 15 - whole.rows.lowerBound) * whole.columns.count
                #expect(inPart == whole.levels[row + x + 20 - whole.columns.lowerBound])
            }
        }
        #expect(try font.mask(of: line, at: (300, 10), on: (200, 60)) == nil)
        #expect(try font.mask(of: [], at: (10, 10), on: (200, 60)) == nil)
    }

    @Test func `lines of a block are as far apart as their height and spacing, and aligned to the widest`() throws {
        let font = try Font(size: 20)
        let lines = ["wide line", "i"].map { Array($0.unicodeScalars) }
        let lacking = try font.width(of: lines[0]) - font.width(of: lines[1])
        let block = TextBlock(lines: lines, alignment: .right, spacing: 5, stroke: 0)
        let placed = try block.placed(at: (7, 3), in: font)
        #expect(placed.map(\.x) == [7, 7 + lacking])
        let height = try font.bounds(of: ["A"], stroke: 0).bottom
        #expect(placed.map(\.y) == [3, 3 + Double(height + 5)])
        #expect(try block.placed(at: (7, 3), in: font, anchor: .right).map(\.x) == [7, 7])
    }

    @Test(arguments: [
        (
            FontError.notOpened(size: 70_000, code: 23),
            "the font: FreeType cannot open it at 70000 pixels (error 23). Choose another size."
        ),
        (
            .notDrawn("g", size: 9000, code: 98),
            "the font: FreeType cannot draw 'g' at 9000 pixels (error 98). Choose a smaller size."
        ),
    ])
    func `faults are told with what to do`(fault: FontError, sentence: String) {
        #expect("\(fault)" == sentence)
    }

    @Test func `a size that no font has is refused`() {
        #expect(throws: FontError.self) { try Font(size: 1 << 30) }
    }
}

extension TextBounds {
    fileprivate var sides: [Int] { [left, top, right, bottom] }
}
