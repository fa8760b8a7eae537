/// The bytes of a regular file.
///
/// - Throws: `FileError`; if the file has more than `limit` bytes, before any is read.
public func readFile(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
    try OpenFile.contents(of: path, limit: limit)
}

extension FileKind {
    /// What the file at `path` is.
    ///
    /// - Throws: `FileError`.
    public init(ofFileAt path: String) throws(FileError) {
        let file = try OpenFile.reading(path)
        let byteCount = try file.stamp().byteCount
        self.init(head: try file.read(0..<min(byteCount, 64)))
    }
}
