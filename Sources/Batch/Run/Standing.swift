import Foundation

/// How far a batch is, as its journals and its folder tell.
struct Standing {
    /// Jobs that are done, and whose files are where they were put.
    private(set) var finished: [JobIdentity: MadeJob] = [:]
    private(set) var notices: [BatchNotice] = []

    /// - Parameters:
    ///   - jobs: those that this process is responsible for.
    ///   - verifies: whether the bytes of every file are read and compared, and not only its size.
    init(_ jobs: [PlannedJob], journals: [Journal], output: String, verifies: Bool) {
        for journal in journals where !journal.damagedLines.isEmpty {
            notices.append(.journalDamaged(path: journal.path, lines: journal.damagedLines))
        }
        // Of a job that was made twice, since a file of it had been deleted, the later record counts.
        var made: [JobIdentity: MadeJob] = [:]
        for journal in journals {
            for job in journal.made { made[job.identity] = job }
        }
        for job in jobs {
            guard let record = made[job.identity] else { continue }
            var isWhole = true
            for file in record.files {
                let path = "\(output)/\(file.path)"
                guard let bytes = Self.byteCount(of: path) else {
                    notices.append(.fileGone(path: path, job: job.index))
                    isWhole = false
                    continue
                }
                if bytes != file.bytes || verifies && MadeFile.sha256(ofFileAt: path) != file.sha256 {
                    notices.append(.fileChanged(path: path, job: job.index))
                }
            }
            if isWhole { finished[job.identity] = record }
        }
    }

    static func byteCount(of path: String) -> Int? {
        (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int
    }
}
