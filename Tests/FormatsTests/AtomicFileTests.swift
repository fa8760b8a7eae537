import Formats
import Foundation
import Testing

struct AtomicFileTests {
    @Test func `a file is made, then replaced, and nothing else is left`() throws {
        let folder = try TemporaryFolder()
        try AtomicFile.write([1, 2], to: folder / "x")
        try AtomicFile.write([3], to: folder / "x")
        #expect(try bytes(at: folder / "x") == [3])
        #expect(try folder.names == ["x"])
    }

    @Test func `an existing file is kept if it is to be`() throws {
        let folder = try TemporaryFolder()
        try AtomicFile.write([1], to: folder / "x", existing: .kept)
        let error = #expect(throws: FileError.self) { try AtomicFile.write([2], to: folder / "x", existing: .kept) }
        #expect(
            error.map { "\($0)" }
                == "\(folder / "x"): this file exists already. Choose another name; nothing was overwritten.")
        #expect(try bytes(at: folder / "x") == [1])
        #expect(try folder.names == ["x"])
    }

    @Test func `of many writers of one new name, one wins`() async throws {
        let folder = try TemporaryFolder()
        let path = folder / "x"
        let winners: [UInt8] = await withTaskGroup(of: UInt8?.self) { group in
            for writer in 0..<16 as Range<UInt8> {
                group.addTask {
                    do {
                        try AtomicFile.write([writer], to: path, existing: .kept)
                        return writer
                    } catch {
                        return nil
                    }
                }
            }
            return await group.reduce(into: [UInt8]()) { winners, writer in if let writer { winners.append(writer) } }
        }
        #expect(winners.count == 1)
        #expect(try bytes(at: path) == winners)
        #expect(try folder.names == ["x"])
    }

    @Test func `a missing folder is named as the reason`() throws {
        let folder = try TemporaryFolder()
        let error = #expect(throws: FileError.self) { try AtomicFile.write([1], to: folder / "none/x") }
        #expect(error.map { "\($0)" } == "\(folder / "none/x"): its folder does not exist. Make the folder first.")
    }

    @Test func `a folder is not replaced by a file`() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder / "x", withIntermediateDirectories: false)
        let error = #expect(throws: FileError.self) { try AtomicFile.write([1], to: folder / "x") }
        #expect(error?.problem == .folder)
        #expect(try folder.names == ["x"])
    }
}
