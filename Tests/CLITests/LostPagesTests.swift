import Foundation
import Testing

@testable import CLI

struct LostPagesTests {
    @Test func `a mapped file that becomes shorter ends the program with a status and a sentence`() async throws {
        let result = try await #require(
            processExitsWith: .exitCode(ExitStatus.fileUnusable.rawValue), observing: [\.standardErrorContent]
        ) {
            LostPages.watch()
            let path = NSTemporaryDirectory() + "lost-pages-\(UUID())"
            try Data(count: 1 << 16).write(to: URL(filePath: path))
            let file = try #require(FileHandle(forUpdatingAtPath: path))
            try FileManager.default.removeItem(atPath: path)
            let mapped = unsafe mmap(nil, 1 << 16, PROT_READ, MAP_PRIVATE, file.fileDescriptor, 0)
            let bytes = unsafe try #require(mapped)
            try file.truncate(atOffset: 0)
            let lost = unsafe bytes.load(fromByteOffset: 1 << 15, as: UInt8.self)
            print("read \(lost)")
        }
        let text = String(decoding: result.standardErrorContent, as: UTF8.self)
        #expect(text.contains("A model or input file can no longer be read"))
    }
}
