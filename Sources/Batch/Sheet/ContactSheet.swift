import Formats
import Foundation

/// All pictures of a batch on a few pages, in the order of the table: `contact-sheet.png`, `contact-sheet-2.png`, …
public struct ContactSheet: Sendable {
    private let cells: [Cell]
    private let columns: Int
    private let output: String
    private let name: String

    private struct Cell: Sendable {
        let path: String?
        let label: String
    }

    /// Each job's first picture, as the journals know it.
    ///
    /// - Throws: `FileError`.
    public init(_ plan: BatchPlan, shard: Shard? = nil, output: String) throws {
        let folder = BatchFolder(output: output, shard: shard)
        var files: [JobIdentity: [MadeFile]] = [:]
        for journal in try folder.allJournalPaths().map({ try Journal(path: $0) }) {
            for job in journal.made { files[job.identity] = job.files }
        }
        let jobs = plan.jobsInOrder(of: shard).sorted { $0.index < $1.index }
        cells = jobs.map { job in
            let picture = files[job.identity]?.first { Self.isPicture($0.path) }
            let values = job.values.compactMap(\.self).joined(separator: " | ")
            return Cell(path: picture.map { "\(output)/\($0.path)" }, label: "\(job.index): \(values)")
        }
        // A grid looks like one where it can.
        let square = Int(Double(jobs.count).squareRoot().rounded(.up))
        columns = plan.list.rowLength.flatMap { $0 <= Self.mostColumns ? $0 : nil } ?? max(1, min(square, 10))
        self.output = output
        name = "contact-sheet" + (shard.map { ".\($0.number)-of-\($0.count)" } ?? "")
    }

    /// Writes the pages that are not there yet as they should be.
    ///
    /// - Returns: the paths of all pages.
    /// - Throws: `FileError`.
    public func write() throws -> [String] {
        let pageLength = columns * max(1, min(Self.mostCells / columns, (cells.count + columns - 1) / columns))
        return try stride(from: 0, to: cells.count, by: pageLength).enumerated().map { number, start in
            let page = cells[start..<min(start + pageLength, cells.count)]
            let path = "\(output)/\(name)\(number == 0 ? "" : "-\(number + 1)").png"
            let bytes = PNG.encode(draw(page).image)
            if let present = try? readFile(path, limit: bytes.count), present == bytes { return path }
            try AtomicFile.write(bytes, to: path)
            return path
        }
    }

    private func draw(_ cells: ArraySlice<Cell>) -> SheetPage {
        var page = SheetPage(columns: columns, rows: (cells.count + columns - 1) / columns, picture: Self.pictureSide)
        for (index, cell) in cells.enumerated() {
            // A picture that is missing or damaged leaves its cell dark.
            if let path = cell.path, let picture = try? Picture(path: path) { page.place(picture.pixels, at: index) }
            page.label(cell.label, at: index)
        }
        return page
    }

    private static func isPicture(_ path: String) -> Bool {
        ["png", "jpg", "jpeg"].contains(NSString(string: path).pathExtension.lowercased())
    }

    private static let pictureSide = 192
    private static let mostColumns = 16
    /// Of a page; 12 by 12 fill a screen.
    private static let mostCells = 144
}
