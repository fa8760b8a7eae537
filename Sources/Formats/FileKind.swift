/// What a file is by its first bytes, whatever its name says.
public enum FileKind: String, Sendable, CaseIterable {
    case safetensors = "a safetensors file"
    case gguf = "a GGUF file"
    case zip = "a zip archive"
    case pickle = "a bare pickle"
    case png = "a PNG picture"
    case jpeg = "a JPEG picture"
    case webp = "a WebP picture"
    case html = "a web page"
    case gitLFSPointer = "a Git LFS pointer"
    case json = "a JSON text"
    case unknown = "a file of unknown kind"

    /// - Parameter head: the first bytes; 64 are enough.
    public init(head: some Collection<UInt8>) {
        let head = Array(head.prefix(64))
        func begins(_ bytes: [UInt8], at offset: Int = 0) -> Bool { head.dropFirst(offset).starts(with: bytes) }
        func begins(_ text: String, at offset: Int = 0) -> Bool { begins(Array(text.utf8), at: offset) }

        let visible = head.drop { $0 == 0x20 || (0x09...0x0d).contains($0) }
        let word = String(decoding: visible.prefix(9), as: UTF8.self).lowercased()
        self =
            if begins("GGUF") {
                .gguf
            } else if begins([0x50, 0x4b, 3, 4]) {
                .zip
            } else if begins([0x80, 2]) || begins([0x80, 3]) || begins([0x80, 4]) {
                .pickle
            } else if begins([0x89, 0x50, 0x4e, 0x47]) {
                .png
            } else if begins([0xff, 0xd8, 0xff]) {
                .jpeg
            } else if begins("RIFF"), begins("WEBP", at: 8) {
                .webp
            } else if word.hasPrefix("<!doctype") || word.hasPrefix("<html") || word.hasPrefix("<head") {
                .html
            } else if begins("version https://git-lfs") {
                .gitLFSPointer
            } else if head.count > 8, begins("{", at: 8), head[4..<8].allSatisfy({ $0 == 0 }) {
                .safetensors
            } else if visible.first == UInt8(ascii: "{") || visible.first == UInt8(ascii: "[") {
                .json
            } else {
                .unknown
            }
    }

    /// What to do when it stands where weights are wanted.
    var remedy: String {
        switch self {
        case .html: "The download saved the site's page; download the file itself."
        case .gitLFSPointer: "Fetch the file itself (git lfs pull)."
        case .gguf: "Rename it to .gguf and load it with a node for GGUF files."
        case .zip: "If it is a PyTorch checkpoint, name it .ckpt or .pth."
        case .pickle: "It may be an old PyTorch checkpoint; convert it to safetensors."
        default: "Name a weights file."
        }
    }
}
