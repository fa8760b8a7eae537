#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
import Foundation
import Synchronization

/// A file whose bytes appear in memory as they are needed, and leave it after use.
///
/// A mapped file that another program cuts short kills the process on the next access, so that every access first asks
/// the system whether the file is still the one that was opened.
@safe final class MappedFile: Sendable {
    let path: String
    let byteCount: Int
    private let file: OpenFile
    private let modifiedAt: FileStamp.Time
    private let isReadingAhead = Atomic(false)
    // The bytes are mapped for reading only, and stay mapped as long as this object lives.
    private nonisolated(unsafe) let start: UnsafeRawPointer?

    init(path: String) throws(FileError) {
        let file = try OpenFile.reading(path)
        let stamp = try file.stamp()
        let byteCount = stamp.byteCount
        if byteCount == 0 {
            // An empty range cannot be mapped.
            unsafe start = nil
        } else {
            let address = unsafe mmap(nil, byteCount, PROT_READ, MAP_PRIVATE, file.descriptor, 0)
            // MAP_FAILED is ((void *) -1).
            guard let address = unsafe address, Int(bitPattern: address) != -1 else {
                throw FileError(path, errno: errno, operation: "map")
            }
            unsafe start = UnsafeRawPointer(address)
        }
        self.path = path
        self.byteCount = byteCount
        self.file = file
        modifiedAt = stamp.modifiedAt
    }

    deinit {
        if let start = unsafe start { _ = unsafe munmap(UnsafeMutableRawPointer(mutating: start), byteCount) }
    }

    /// The bytes of `range`, copied; for the parts whose contents decide what else is read.
    func read(_ range: Range<Int>) throws(FileError) -> [UInt8] {
        let bytes = try file.read(range)
        guard bytes.count == range.count else { throw FileError(path, .changed) }
        return bytes
    }

    /// Calls `body` with the bytes of `range`, aligned to `alignment` bytes.
    ///
    /// Afterwards the pages are given back, unless the bytes are needed again: what is read once and packed would otherwise
    /// be in memory twice.
    /// - Parameter start: for bytes that are needed again, where what is needed next begins: everything from there on is
    ///   brought into memory in the background; nil for nothing.
    /// - Throws: `FileError` if the file has changed since it was opened; whatever `body` throws.
    func withBytes<Result>(
        _ range: Range<Int>, alignedTo alignment: Int = 1, neededAgain: Bool = false,
        readingAheadFrom start: Int? = 0, _ body: (RawSpan) throws -> Result
    ) throws -> Result {
        precondition(0 <= range.lowerBound && range.upperBound <= byteCount, "\(range) of \(byteCount) bytes")
        try checkUnchanged()
        guard let base = unsafe self.start, !range.isEmpty else { return try body(RawSpan()) }

        if neededAgain, let start { readAhead(from: start) }
        defer { if !neededAgain { giveBack(range) } }
        let bytes = unsafe UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count)
        if range.lowerBound.isMultiple(of: alignment) { return try unsafe body(bytes.bytes) }
        // Old writers did not pad the header, so that numbers lie at odd addresses; they are moved once.
        let words = (range.count + 7) / 8
        let moved = unsafe [UInt64](unsafeUninitializedCapacity: words) { buffer, count in
            unsafe UnsafeMutableRawBufferPointer(buffer).copyMemory(from: bytes)
            count = words
        }
        return try unsafe body(moved.span.bytes.extracting(first: range.count))
    }

    /// - Throws: `FileError` if the file has changed since it was opened.
    private func checkUnchanged() throws(FileError) {
        // Not the time of change, which also moves when the file loses its name to a newer one.
        let now = try file.stamp()
        guard (now.byteCount, now.modifiedAt) == (byteCount, modifiedAt) else { throw FileError(path, .changed) }
    }

    /// The same with a copy of the bytes, none of whose pages appear in memory.
    func withCopiedBytes<Result>(_ range: Range<Int>, _ body: (RawSpan) throws -> Result) throws -> Result {
        try checkUnchanged()
        let bytes = try read(range)
        return try unsafe body(bytes.span.bytes)
    }

    /// The same, with the elements at `places` of `range` side by side.
    func withBytes<Result>(
        _ range: Range<Int>, gathering places: [Int], of elementSize: Int, _ body: (RawSpan) throws -> Result
    ) throws -> Result {
        let gathered = try withBytes(range) { bytes in
            let words = (places.count * elementSize + 7) / 8
            return unsafe [UInt64](unsafeUninitializedCapacity: words) { buffer, count in
                let target = UnsafeMutableRawBufferPointer(buffer)
                unsafe bytes.withUnsafeBytes { bytes in
                    for (index, place) in places.enumerated() {
                        let element = unsafe UnsafeRawBufferPointer(
                            rebasing: bytes[place * elementSize..<(place + 1) * elementSize])
                        unsafe UnsafeMutableRawBufferPointer(rebasing: target[(index * elementSize)...])
                            .copyMemory(from: element)
                    }
                }
                count = words
            }
        }
        return try unsafe body(gathered.span.bytes.extracting(first: places.count * elementSize))
    }

    /// Gives whole pages inside `range` back to the system; they would be read again from the file.
    func giveBack(_ range: Range<Int>) {
        let pageSize = Int(getpagesize())
        let first = (range.lowerBound + pageSize - 1) / pageSize * pageSize
        let last = range.upperBound / pageSize * pageSize
        guard let start = unsafe start, last - first >= 16 * pageSize else { return }
        _ = unsafe madvise(UnsafeMutableRawPointer(mutating: start + first), last - first, MADV_DONTNEED)
    }

    /// Has the file from `start` on brought into memory in the background, once: page by page, as they are touched, takes
    /// several times as long.
    private func readAhead(from start: Int) {
        #if os(Linux)
            guard !isReadingAhead.exchange(true, ordering: .relaxed) else { return }
            let thread = Thread { [weak self] in
                let piece = 32 << 20
                // Whole pages, whatever their size is.
                var place = start / 65_536 * 65_536
                // The file may be let go at any time.
                while let file = self, let start = unsafe file.start, place < file.byteCount {
                    let count = min(piece, file.byteCount - place)
                    let advice: Int32 = 22  // MADV_POPULATE_READ
                    guard unsafe madvise(UnsafeMutableRawPointer(mutating: start + place), count, advice) == 0
                    else { return }
                    place += count
                }
            }
            thread.start()
        #endif
    }
}
