import JSON

/// Why a picture was not read.
public struct PictureError: Error, Hashable, Sendable {
    public let name: String
    public let problem: Problem

    public init(_ name: String, _ problem: Problem) {
        self.name = name
        self.problem = problem
    }

    public enum Problem: Error, Hashable, Sendable {
        case empty
        case other(FileKind)
        case tooLarge(width: Int, height: Int)
        case tooManyScans
        case unsupported(format: String)
        case damaged(format: String, detail: String)
        case textsTooLarge
        case outOfMemory
    }
}

extension PictureError: CustomStringConvertible {
    /// Where: what happened. What to do.
    public var description: String { "\(name.legible(limit: 400)): \(fact). \(remedy)" }

    private var fact: String {
        switch problem {
        case .empty: "the file is empty"
        case .other(let kind): "this is \(kind.rawValue), not a PNG, JPEG or WebP picture"
        case .tooLarge(let width, let height):
            "\(width) × \(height) pixels are over the limit of \(PictureLimits.side) a side and "
                + "\(PictureLimits.pixelCount / 1_000_000) million in all"
        case .tooManyScans: "it refines its pixels more than \(PictureLimits.scanCount) times"
        case .unsupported(let format): "this \(format) uses a colour space that is not read"
        case .damaged(let format, let detail): "this \(format) is damaged (\(detail.legible(limit: 120)))"
        case .textsTooLarge: "its texts take more than \(PictureLimits.textByteCount >> 20) MB"
        case .outOfMemory: "memory ran out while decoding it"
        }
    }

    private var remedy: String {
        switch problem {
        case .empty: "Wait until it has been written, or copy it again."
        case .other(.html), .other(.gitLFSPointer): "Download the picture itself."
        case .other, .unsupported: "Convert it to PNG."
        case .tooLarge: "Scale it down first."
        case .tooManyScans: "Save it again as a plain JPEG."
        case .damaged: "Save it again, or download it again."
        case .textsTooLarge: "Save it without metadata."
        case .outOfMemory: "Scale it down, or free memory."
        }
    }
}

/// Against small files that unpack to more than the machine holds.
enum PictureLimits {
    static let side = 16_384
    static let pixelCount = 268_000_000
    static let scanCount = 100
    /// Of all texts together, after unpacking.
    static let textByteCount = 64 << 20
}
