import Tensors

/// A safetensors file: named tensors that are read only when they are asked for.
///
/// - Source: the format's text (README of huggingface/safetensors).
public struct SafetensorsFile: Sendable {
    public let path: String

    /// In the order of the header.
    public let names: [String]

    /// Tensors of the types that can be computed with.
    public let tensors: [String: StoredTensor]

    /// Names of the element types of all other tensors, by tensor.
    public let unreadable: [String: SafetensorsType]

    public let metadata: [String: String]

    /// Opens the file and checks its header; no tensor is read.
    ///
    /// - Throws: `FileError` if there is no such file; `SafetensorsError` for the first rule that it breaks.
    public init(path: String) throws {
        try self.init(MappedFile(path: path))
    }

    init(_ file: MappedFile) throws {
        let path = file.path
        let headerByteCount = try Self.headerByteCount(of: file)
        let dataStart = 8 + headerByteCount
        let headerText = try file.read(8..<dataStart)
        let header = try SafetensorsHeader(
            headerText.span, dataByteCount: file.byteCount - dataStart, path: path)

        var tensors = [String: StoredTensor](minimumCapacity: header.entries.count)
        var unreadable: [String: SafetensorsType] = [:]
        for entry in header.entries {
            guard let element = entry.type.element else {
                unreadable[entry.name] = entry.type
                continue
            }
            let range = dataStart + entry.bytes.lowerBound..<dataStart + entry.bytes.upperBound
            tensors[entry.name] = StoredTensor(
                shape: entry.shape, element: element,
                source: MappedWeights(file: file, range: range, alignment: element.byteCount))
        }
        // Swift takes two spellings of an accented letter for one; a table of weights cannot tell them apart.
        if tensors.count + unreadable.count < header.entries.count {
            throw SafetensorsError(path, .duplicate(Self.repeatedName(header.entries)))
        }
        self.path = path
        self.names = header.entries.map(\.name)
        self.tensors = tensors
        self.unreadable = unreadable
        self.metadata = header.metadata
    }

    private static func repeatedName(_ entries: [SafetensorsHeader.Entry]) -> String {
        var names: Set<String> = []
        return entries.first { !names.insert($0.name).inserted }?.name ?? ""
    }

    /// The length that stands before the header, if the file is that long.
    private static func headerByteCount(of file: MappedFile) throws -> Int {
        let head = try file.read(0..<min(file.byteCount, 64))
        func fault(_ problem: SafetensorsError.Problem) -> SafetensorsError {
            let kind = FileKind(head: head)
            let isTelling = kind != .safetensors && kind != .unknown && kind != .json
            return SafetensorsError(file.path, isTelling ? .other(kind) : problem)
        }

        guard head.count >= 8 else { throw fault(.tooShort(bytes: head.count)) }
        let stated = head[0..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard stated <= SafetensorsHeader.byteLimit else { throw fault(.headerTooLarge(bytes: stated)) }
        guard Int(stated) <= file.byteCount - 8 else {
            throw fault(.headerPastEnd(bytes: Int(stated), available: file.byteCount - 8))
        }
        return Int(stated)
    }
}

/// The part of a mapped file that holds one tensor.
struct MappedWeights: WeightSource {
    let file: MappedFile
    let range: Range<Int>
    let alignment: Int
    /// Whether the bytes are read from the file each time, rather than mapped: for few bytes of a large file.
    var isCopied = false
    /// From where the file is read ahead when bytes will be asked for again.
    var readsAheadFrom = 0

    func withBytes<Result>(_ body: (RawSpan) throws -> Result) throws -> Result {
        if isCopied { return try file.withCopiedBytes(range, body) }
        return try file.withBytes(range, alignedTo: alignment, readingAheadFrom: nil, body)
    }

    // Bytes at odd addresses are moved each time.
    var isResident: Bool { range.lowerBound.isMultiple(of: alignment) && !isCopied }

    func withResidentBytes<Result>(_ body: (RawSpan) throws -> Result) throws -> Result {
        try file.withBytes(
            range, alignedTo: alignment, neededAgain: true, readingAheadFrom: readsAheadFrom, body)
    }
}
