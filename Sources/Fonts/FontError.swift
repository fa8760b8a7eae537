/// Why letters were not drawn.
public enum FontError: Error, Hashable, Sendable {
    /// - Parameter code: FreeType's own.
    case notOpened(size: Int, code: Int)
    case notDrawn(Unicode.Scalar, size: Int, code: Int)
}

extension FontError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notOpened(let size, let code):
            "the font: FreeType cannot open it at \(size) pixels (error \(code)). Choose another size."
        case .notDrawn(let character, let size, let code):
            "the font: FreeType cannot draw '\(character)' at \(size) pixels (error \(code)). Choose a smaller size."
        }
    }
}
