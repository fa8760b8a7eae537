import Formats
import Foundation

/// What has happened in a batch, as its journal tells: lines of JSON that are only ever appended.
struct Journal: Sendable {
    let path: String
    private(set) var records: [JournalRecord] = []
    /// Where the last whole line ends; what lies behind was being written when a process was killed.
    private(set) var byteCount = 0
    /// Numbers of lines that are not as they were written, from 1.
    private(set) var damagedLines: [Int] = []

    /// Reads what there is; nothing, if the file does not exist.
    ///
    /// - Throws: `FileError`.
    init(path: String) throws(FileError) {
        self.path = path
        guard FileManager.default.fileExists(atPath: path) else { return }
        let bytes = try readFile(path, limit: Self.byteLimit)
        var start = bytes.startIndex
        var number = 0
        while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
            number += 1
            if let record = JournalRecord(line: bytes[start..<end]) {
                records.append(record)
            } else {
                damagedLines.append(number)
            }
            start = end + 1
        }
        byteCount = start
    }

    /// A million jobs with a few files each.
    private static let byteLimit = 4 << 30

    var made: [MadeJob] {
        records.compactMap { if case .made(let job) = $0 { job } else { nil } }
    }

    /// What the last process was asked to do.
    var lastRequest: JournalRecord.Request? {
        for case .opened(let request) in records.reversed() { return request }
        return nil
    }
}

/// Appends to a journal; several jobs may.
///
/// `@unchecked Sendable`: the file is touched with `lock` held.
final class JournalWriter: @unchecked Sendable {
    private let lock = NSLock()
    private let file: LogFile

    /// Goes on where `journal` ends.
    ///
    /// - Throws: `FileError`.
    init(_ journal: Journal) throws(FileError) {
        file = try LogFile(journal.path, keeping: journal.byteCount)
    }

    /// - Parameter synchronizes: waits until the record is on the disk, for those that something depends on.
    /// - Throws: `FileError`.
    func append(_ record: JournalRecord, synchronizes: Bool) throws(FileError) {
        lock.lock()
        defer { lock.unlock() }
        try file.append(record.line, synchronizes: synchronizes)
    }
}
