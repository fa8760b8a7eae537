import Engine
import Foundation

/// Calls `body` with empty folders that are gone afterwards.
func withFolders(_ body: (Folders) throws -> Void) throws {
    let (root, folders) = try makeFolders()
    defer { try? FileManager.default.removeItem(atPath: root) }
    try body(folders)
}

func withFolders(_ body: (Folders) async throws -> Void) async throws {
    let (root, folders) = try makeFolders()
    defer { try? FileManager.default.removeItem(atPath: root) }
    try await body(folders)
}

private func makeFolders() throws -> (root: String, Folders) {
    let root = NSTemporaryDirectory() + "darkroom-tests-\(UUID().uuidString)"
    let folders = Folders(
        models: [root + "/models"], input: root + "/input", output: root + "/output", temp: root + "/temp")
    for folder in folders.models + [folders.input, folders.output, folders.temp] {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }
    return (root, folders)
}
