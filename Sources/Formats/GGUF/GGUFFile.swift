import Kernels
import Tensors

/// A GGUF file: what a language model needs (sizes, vocabulary) and its tensors, which are read only when asked for.
///
/// - Source: the format's text (docs/gguf.md of ggml-org/ggml), versions 2 and 3.
public struct GGUFFile: Sendable {
    public let path: String
    public let metadata: [String: GGUFValue]

    /// In the order of the file.
    public let names: [String]
    public let tensors: [String: GGUFTensor]

    /// Opens the file and checks its head; no tensor is read.
    ///
    /// - Throws: `FileError` if there is no such file; `GGUFError` for the first rule that it breaks.
    public init(path: String) throws {
        try self.init(MappedFile(path: path))
    }

    init(_ file: MappedFile) throws {
        var reader = GGUFReader(file)
        try Self.checkMagic(&reader)
        let tensorCount = try reader.count(of: "tensors", limit: 1 << 24, eachAtLeast: 25)
        let keyCount = try reader.count(of: "metadata keys", limit: 1 << 24, eachAtLeast: 13)

        var metadata = [String: GGUFValue](minimumCapacity: keyCount)
        for _ in 0..<keyCount {
            let key = try reader.name(of: "a metadata key", limit: GGUFReader.longestName)
            guard metadata[key] == nil else { throw reader.fault(.duplicate(key)) }
            metadata[key] = try reader.value(of: key)
        }
        let alignment = try Self.alignment(metadata["general.alignment"], reader)

        var infos: [TensorInfo] = []
        var seen = Set<String>(minimumCapacity: tensorCount)
        for _ in 0..<tensorCount {
            let info = try TensorInfo(&reader)
            guard seen.insert(info.name).inserted else { throw reader.fault(.duplicate(info.name)) }
            infos.append(info)
        }

        let dataStart = reader.position.roundedUp(to: alignment)
        var tensors = [String: GGUFTensor](minimumCapacity: tensorCount)
        var expected = 0
        for info in infos {
            guard info.offset == UInt64(expected) else {
                throw reader.fault(.offset(info.offset, expected: expected, tensor: info.name))
            }
            let (start, startOverflows) = dataStart.addingReportingOverflow(expected)
            let (end, endOverflows) = start.addingReportingOverflow(info.byteCount)
            guard !startOverflows, !endOverflows, end <= Int.max - alignment else {
                throw reader.fault(.tooLarge(tensor: info.name))
            }
            guard end <= file.byteCount else {
                throw reader.fault(.pastEnd(tensor: info.name, end: end, available: file.byteCount))
            }
            tensors[info.name] = GGUFTensor(
                shape: info.shape, element: info.element,
                source: MappedWeights(file: file, range: start..<end, alignment: 1, readsAheadFrom: start))
            expected = (end - dataStart).roundedUp(to: alignment)
        }
        path = file.path
        self.metadata = metadata
        names = infos.map(\.name)
        self.tensors = tensors
    }

    /// The tensors as loaders of other networks take them.
    ///
    /// Blocks are 256 long, and rows of kernels are not: converters of diffusion models lay such tensors out in rows of 256, and
    /// write down what shape they have.
    var weights: [String: StoredTensor] {
        Dictionary(
            uniqueKeysWithValues: tensors.map { name, tensor in
                let stored = tensor.stored
                guard let shape = metadata["comfy.gguf.orig_shape.\(name)"]?.ints,
                    shape.allSatisfy({ 0...1 << 31 ~= $0 }),
                    shape.reduce(1.0, { $0 * Double($1) }) == Double(stored.count)
                else { return (name, stored) }
                return (name, StoredTensor(shape: shape, element: stored.element, source: stored.source))
            })
    }

    private static func checkMagic(_ reader: inout GGUFReader) throws {
        let head = try reader.file.read(0..<min(reader.file.byteCount, 64))
        guard head.starts(with: Array("GGUF".utf8)) else { throw reader.fault(.notGGUF(FileKind(head: head))) }
        _ = try reader.bytes(4, of: "its head")
        let version = try reader.uint32(of: "its head")
        guard version == 2 || version == 3 else {
            throw reader.fault(version & 0xFFFF == 0 && version != 0 ? .otherByteOrder : .version(version))
        }
    }

    private static func alignment(_ value: GGUFValue?, _ reader: GGUFReader) throws -> Int {
        guard let value else { return 32 }
        guard case .integer(let alignment) = value, 8...65_536 ~= alignment, alignment & (alignment - 1) == 0 else {
            throw reader.fault(.alignment(value.int.map { "\($0)" } ?? "no number"))
        }
        return Int(alignment)
    }
}

/// What the head of the file says of a tensor.
private struct TensorInfo {
    let name: String
    /// Outermost first, as everywhere in Darkroom; the file has it the other way round.
    let shape: [Int]
    let element: GGUFElement
    let offset: UInt64
    let byteCount: Int

    init(_ reader: inout GGUFReader) throws {
        let name = try reader.name(of: "a tensor", limit: 1024)
        let rank = try reader.uint32(of: name)
        guard 1...4 ~= rank else { throw reader.fault(.dimensions(rank, tensor: name)) }
        var sizes: [Int] = []
        var count = 1
        for _ in 0..<rank {
            let stated = try reader.unsigned(8, of: name)
            guard let size = Int(exactly: stated) else { throw reader.fault(.dimension(stated, tensor: name)) }
            let (product, overflows) = count.multipliedReportingOverflow(by: size)
            guard !overflows else { throw reader.fault(.tooLarge(tensor: name)) }
            count = product
            sizes.append(size)
        }
        let code = try reader.uint32(of: name)
        guard let element = GGUFElement(code: code) else {
            if let known = GGUFElement.name(ofCode: code) { throw reader.fault(.unreadType(known, tensor: name)) }
            throw reader.fault(.unknownType(code, tensor: name))
        }
        guard sizes[0].isMultiple(of: element.blockLength) else {
            throw reader.fault(.partialBlock(columns: sizes[0], block: element.blockLength, tensor: name))
        }
        let (bytes, overflows) = (count / element.blockLength).multipliedReportingOverflow(by: element.blockByteCount)
        guard !overflows else { throw reader.fault(.tooLarge(tensor: name)) }
        self.name = name
        shape = sizes.reversed()
        self.element = element
        offset = try reader.unsigned(8, of: name)
        byteCount = bytes
    }
}

extension Int {
    /// - Precondition: the result can be represented.
    fileprivate func roundedUp(to alignment: Int) -> Int { (self + alignment - 1) / alignment * alignment }
}
