import Synchronization

/// Says what a file holds, so that results can be reused for as long as the same is in it.
public protocol FileIdentifying: Sendable {
    /// The same text for the same content, wherever the file lies and whatever it is called; another text for another
    /// content. Asked once per file and run, before anything runs.
    func identity(ofFileAt path: String) throws -> String

    /// The identity if it is known without opening the file.
    func rememberedIdentity(ofFileAt path: String) -> String?
}

extension FileIdentifying {
    public func rememberedIdentity(ofFileAt path: String) -> String? { nil }
}

/// Only what is known of files without opening them, until opening is allowed.
final class RememberedFiles: FileIdentifying {
    private let files: any FileIdentifying
    private let mayOpen = Atomic(false)

    init(_ files: any FileIdentifying) {
        self.files = files
    }

    func allowOpening() {
        mayOpen.store(true, ordering: .relaxed)
    }

    func identity(ofFileAt path: String) throws -> String {
        if mayOpen.load(ordering: .relaxed) { return try files.identity(ofFileAt: path) }
        guard let identity = files.rememberedIdentity(ofFileAt: path) else { throw NotRemembered() }
        return identity
    }

    private struct NotRemembered: Error {}
}
