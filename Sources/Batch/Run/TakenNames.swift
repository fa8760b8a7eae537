import Foundation

/// Files in the output folder that are called as jobs would call theirs.
struct TakenNames {
    private let output: String
    /// By folder and then by what stands before the counter: `a/b` and `0001` for `a/b/0001_00001_.png`.
    private var folders: [String: [String: [String]]] = [:]

    init(output: String) {
        self.output = output
    }

    /// Paths, relative to the output folder, of files that a job saving under `name` may meet.
    mutating func files(named name: String) -> [String] {
        // Marks are filled in when the job runs; what it then meets is not overwritten either.
        guard !name.contains("%") else { return [] }
        let parts = name.split(separator: "/")
        guard let last = parts.last else { return [] }
        let folder = parts.dropLast().joined(separator: "/")
        let known = folders[folder] ?? list(folder)
        folders[folder] = known
        return known[String(last), default: []].map { folder.isEmpty ? $0 : "\(folder)/\($0)" }
    }

    private func list(_ folder: String) -> [String: [String]] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(output)/\(folder)")) ?? []
        var found: [String: [String]] = [:]
        for name in names.sorted() {
            guard let match = name.wholeMatch(of: /(.*)_\d+_\.[^.]+/) else { continue }
            found[String(match.1), default: []].append(name)
        }
        return found
    }
}
