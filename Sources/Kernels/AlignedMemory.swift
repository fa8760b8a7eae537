import Foundation

/// Raw memory that begins on a cache line, on a 2 MiB page where it is large; freed with its last reference.
///
/// `@unchecked Sendable`: whoever makes it writes to it before it is shared, or hands it from thread to thread under a
/// lock (`Scratch`).
final class AlignedMemory: @unchecked Sendable {
    let base: UnsafeMutableRawPointer
    let byteCount: Int

    /// Bytes of a large page on x86-64, and on arm64 with small pages of 4 KiB.
    static let largePage = 2 << 20

    init(byteCount: Int) {
        let page = Self.largePage
        let isLarge = byteCount >= page
        self.byteCount = byteCount
        base = .allocate(byteCount: max(byteCount, 64), alignment: isLarge ? page : 64)
        #if os(Linux)
            // Walks over packed weights touch a new 4 KiB page every few hundred cycles; large pages spare the look-ups.
            // What is left of the last one stays small: nobody would use the rest of it.
            if isLarge { madvise(base, byteCount / page * page, 14 /* MADV_HUGEPAGE */) }
        #endif
    }

    deinit {
        base.deallocate()
    }
}
