import Engine
import Formats
import Foundation
import Synchronization

/// A picture of what a run has come to, replaced as a whole each time.
final class PreviewFile: Sendable {
    private let path: String
    private let isGivenUp = Mutex(false)

    /// - Throws: if no file can be written there.
    init(_ path: String) throws {
        self.path = path
        let folder = URL(filePath: path).deletingLastPathComponent().path
        guard FileManager.default.isWritableFile(atPath: folder) else { throw PreviewError(path: path) }
    }

    /// A preview that cannot be written is told once: the run goes on without.
    func note(_ event: Event) {
        guard case .previewed(_, let preview) = event, !isGivenUp.withLock(\.self) else { return }
        let bytes = PNG.encode(preview.pixels, width: preview.width, height: preview.height, compressionLevel: 1)
        do {
            try AtomicFile.write(bytes, to: path, isDurable: false)
        } catch {
            isGivenUp.withLock { $0 = true }
            Terminal.complain("\(error) The run goes on without a preview.")
        }
    }
}

struct PreviewError: Error, CustomStringConvertible {
    let path: String
    var description: String { "\(path): the preview cannot be written here. Name a file in a folder that exists." }
}
