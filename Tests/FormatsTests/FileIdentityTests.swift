import Foundation
import Synchronization
import Testing

@testable import Formats

struct FileIdentityTests {
    @Test func `a small file is known by the hash of all its bytes`() throws {
        let folder = try TemporaryFolder()
        let identity = try FileIdentity(of: folder.file("abc", Array("abc".utf8)))
        #expect(
            identity.description == "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test func `a large file is known by its size, its ends and blocks between`() throws {
        let folder = try TemporaryFolder()
        let size = FileIdentity.wholeUpTo + 12_345
        var contents = [UInt8](repeating: 7, count: size)
        let first = try FileIdentity(of: folder.file("a", contents))
        #expect(first.description.hasPrefix("sampled:"))
        #expect(try FileIdentity(of: folder.file("b", contents)) == first)

        // The first byte, the last, and one in the first sampled block.
        for position in [0, size - 1, FileIdentity.endByteCount] {
            contents[position] = 8
            #expect(try FileIdentity(of: folder.file("b", contents)) != first)
            contents[position] = 7
        }
        contents.append(7)
        #expect(try FileIdentity(of: folder.file("b", contents)) != first)
    }

    @Test func `identities are remembered between runs, and forgotten when the file changes`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.file("x", [1])
        // An hour later, so that the file counts as settled.
        let later = currentSeconds() + 3600
        let first = FileIdentities(file: folder / "memory.json") { later }
        let identity = try first.identity(of: path)
        try first.save()

        let second = FileIdentities(file: folder / "memory.json") { later }
        #expect(second.remembered(path) == identity)
        #expect(try second.identity(of: path) == identity)

        _ = try folder.file("x", [2])
        #expect(second.remembered(path) == nil)
        #expect(try second.identity(of: path) != identity)
    }

    @Test func `a file that changed just now is not remembered`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.file("x", [1])
        let identities = FileIdentities()
        _ = try identities.identity(of: path)
        #expect(identities.remembered(path) == nil)
    }

    @Test func `a damaged memory counts as empty`() throws {
        let folder = try TemporaryFolder()
        let memory = try folder.file("memory.json", Array(#"{"/x": {"identity": 3}, "#.utf8))
        #expect(FileIdentities(file: memory).remembered("/x") == nil)
    }
}
