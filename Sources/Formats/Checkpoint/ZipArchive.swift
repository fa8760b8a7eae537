import JSON

/// The directory of a zip file as PyTorch writes it: entries stored as they are, names unique, nothing before or after.
///
/// Readers of zip files disagree about odd ones, so that a checker and a loader see different files; an archive with
/// anything odd is refused.
/// - Source: PKWARE APPNOTE 6.3.10, sections 4.3 and 4.5.3.
struct ZipArchive {
    struct Entry {
        let name: String
        let bytes: Range<Int>
        let checksum: UInt32
    }

    private(set) var entries: [String: Entry] = [:]

    init(_ file: MappedFile) throws {
        let end = try EndRecord(of: file)
        var fields = ZipFields(try file.read(end.directory))
        for _ in 0..<end.entryCount {
            guard let record = DirectoryRecord(&fields) else {
                throw CheckpointError(file.path, .zip("its directory is cut short"))
            }
            let entry = try Self.entry(record, in: file, before: end.directory.lowerBound)
            guard entries.updateValue(entry, forKey: entry.name) == nil else {
                throw CheckpointError(file.path, .zip("two entries are called '\(entry.name.legible())'"))
            }
        }
        guard fields.isAtEnd else {
            throw CheckpointError(file.path, .zip("its directory has more entries than it counts"))
        }
    }

    /// Where the entry's bytes lie; the header before them must agree with the directory.
    private static func entry(_ record: DirectoryRecord, in file: MappedFile, before limit: Int) throws -> Entry {
        func fault(_ fact: String) -> CheckpointError {
            CheckpointError(file.path, .zip("the entry '\(record.name.legible())' \(fact)"))
        }
        let isEncrypted = record.flags & 0x41 != 0
        guard !isEncrypted else { throw fault("is encrypted") }
        guard record.method == 0, record.packedByteCount == record.byteCount else { throw fault("is compressed") }
        guard record.headerStart <= limit - 30 else { throw fault("lies outside the file") }

        let headerEnd = record.headerStart + 30
        var header = ZipFields(try file.read(record.headerStart..<headerEnd))
        guard header.number(4) == 0x0403_4b50, header.skip(2), let flags = header.number(2), header.number(2) == 0,
            header.skip(16), let nameLength = header.number(2), let extraLength = header.number(2)
        else { throw fault("has no header of its own") }
        let start = headerEnd + nameLength + extraLength
        guard start <= limit, record.byteCount <= limit - start else { throw fault("lies outside the file") }
        let name = try file.read(headerEnd..<headerEnd + nameLength)
        guard String(validating: name, as: UTF8.self) == record.name, flags == record.flags else {
            throw fault("is called something else in its own header")
        }
        return Entry(name: record.name, bytes: start..<start + record.byteCount, checksum: record.checksum)
    }
}

/// The end of a zip file, which tells where the directory is.
private struct EndRecord {
    let entryCount: Int
    let directory: Range<Int>

    private static let byteCount = 22
    private static let locatorByteCount = 20
    private static let wideByteCount = 56

    init(of file: MappedFile) throws {
        func fault(_ fact: String) -> CheckpointError { CheckpointError(file.path, .zip(fact)) }

        // PyTorch writes no comment, so that the record is the last thing in the file.
        let start = file.byteCount - Self.byteCount
        guard start >= 0 else { throw fault("it is cut short") }
        var fields = ZipFields(try file.read(start..<file.byteCount))
        guard fields.number(4) == 0x0605_4b50, fields.number(4) == 0, fields.skip(2),
            var entryCount = fields.number(2), var size = fields.number(4), var offset = fields.number(4),
            fields.number(2) == 0
        else { throw fault("its directory is missing; the file may be cut short") }
        var end = start

        // Large archives, and all newer ones of PyTorch, have a second record with wider numbers before it.
        if let wide = try Self.wideRecord(of: file, before: start) {
            (entryCount, size, offset, end) = (wide.entryCount, wide.size, wide.offset, wide.start)
        }
        guard offset <= end, size == end - offset, entryCount <= size / 46 else {
            throw fault("its directory does not lie where it says")
        }
        self.entryCount = entryCount
        directory = offset..<end
    }

    private static func wideRecord(
        of file: MappedFile, before end: Int
    ) throws -> (entryCount: Int, size: Int, offset: Int, start: Int)? {
        let start = end - locatorByteCount
        guard start >= wideByteCount else { return nil }
        var locator = ZipFields(try file.read(start..<end))
        guard locator.number(4) == 0x0706_4b50, locator.skip(4), let recordStart = locator.number(8) else { return nil }
        guard recordStart == start - wideByteCount else { return nil }
        var record = ZipFields(try file.read(recordStart..<start))
        guard record.number(4) == 0x0606_4b50, record.skip(28), let entryCount = record.number(8),
            let size = record.number(8), let offset = record.number(8)
        else { return nil }
        return (entryCount, size, offset, recordStart)
    }
}

/// One entry of the directory.
private struct DirectoryRecord {
    let name: String
    let flags: Int
    let method: Int
    let checksum: UInt32
    private(set) var packedByteCount: Int
    private(set) var byteCount: Int
    private(set) var headerStart: Int

    init?(_ fields: inout ZipFields) {
        guard fields.number(4) == 0x0201_4b50, fields.skip(4), let flags = fields.number(2),
            let method = fields.number(2), fields.skip(4), let checksum = fields.number(4),
            let packedByteCount = fields.number(4), let byteCount = fields.number(4),
            let nameLength = fields.number(2), let extraLength = fields.number(2),
            let commentLength = fields.number(2), fields.skip(8), let headerStart = fields.number(4),
            let nameBytes = fields.bytes(nameLength), let extra = fields.bytes(extraLength),
            fields.skip(commentLength), let name = String(validating: nameBytes, as: UTF8.self)
        else { return nil }
        self.name = name
        self.flags = flags
        self.method = method
        self.checksum = UInt32(truncatingIfNeeded: checksum)
        self.packedByteCount = packedByteCount
        self.byteCount = byteCount
        self.headerStart = headerStart
        guard takeWideNumbers(ZipFields(extra)) else { return nil }
    }

    /// Numbers that do not fit in 32 bits are all ones, and stand in an extra field in this order.
    private mutating func takeWideNumbers(_ extra: ZipFields) -> Bool {
        let mark = 0xffff_ffff
        guard byteCount == mark || packedByteCount == mark || headerStart == mark else { return true }
        var extra = extra
        while let kind = extra.number(2), let size = extra.number(2), let payload = extra.bytes(size) {
            guard kind == 1 else { continue }
            var numbers = ZipFields(payload)
            for field in [\Self.byteCount, \.packedByteCount, \.headerStart] as [WritableKeyPath<Self, Int>]
            where self[keyPath: field] == mark {
                guard let number = numbers.number(8) else { return false }
                self[keyPath: field] = number
            }
            return true
        }
        return false
    }
}

/// A cursor over little-endian numbers.
struct ZipFields {
    private let content: [UInt8]
    private var position = 0

    init(_ content: some Sequence<UInt8>) {
        self.content = Array(content)
    }

    var isAtEnd: Bool { position == content.count }

    /// nil at the end, and for a number beyond `Int.max`, which no size or place in a file is.
    mutating func number(_ size: Int) -> Int? {
        guard let digits = bytes(size) else { return nil }
        return Int(exactly: digits.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    }

    mutating func bytes(_ count: Int) -> ArraySlice<UInt8>? {
        guard count <= content.count - position else { return nil }
        defer { position += count }
        return content[position..<position + count]
    }

    mutating func skip(_ count: Int) -> Bool { bytes(count) != nil }
}
