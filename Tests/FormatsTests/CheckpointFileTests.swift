import Foundation
import JSON
import Tensors
import Testing

@testable import Formats

struct CheckpointFileTests {
    /// Written by PyTorch, with every layout and type.
    @Test func `every tensor that PyTorch saved is read`() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Golden/Formats")
        let tensors = try loadWeightsFile(folder.appending(path: "checkpoint.pth").path())
        let text = [UInt8](try Data(contentsOf: folder.appending(path: "checkpoint.json")))
        let truth = try #require(try JSONValue(parsing: text).object)
        #expect(Set(tensors.keys) == Set(truth.keys))
        for member in truth {
            let tensor = try #require(tensors[member.key], "\(member.key)")
            #expect(tensor.shape == member.value["shape"]?.array?.compactMap(\.int), "\(member.key)")
            let values = member.value["values"]?.array?.compactMap { $0.double.map { Float($0) } }
            #expect(try tensor.tensor().array == values, "\(member.key)")
        }
    }

    @Test func `a small archive of the right form is read`() throws {
        let tensors = try load(archive(pickle(tensor())))
        #expect(try tensors["w"]?.tensor().array == [0, 0, 0, 0])
    }

    @Test(arguments: [
        (tensor(key: "9"), "the storage '9' is not in the archive"),
        (tensor(key: "../data.pkl"), "the storage '../data.pkl' is not in the archive"),
        (tensor(count: 3), "the storage '0' has 16 bytes, which is not what the pickle states"),
        (tensor(count: -4), "the storage '0' has 16 bytes, which is not what the pickle states"),
        (tensor(offset: 1), "a tensor of its pickle reaches beyond its storage"),
        (tensor(offset: -1), "a tensor of its pickle reaches beyond its storage"),
        (tensor(strides: [2]), "a tensor of its pickle reaches beyond its storage"),
        (tensor(shape: [-4]), "a tensor of its pickle has a shape that is not a list of whole sizes"),
        (tensor(strides: [-1]), "a tensor of its pickle has strides that do not go with its shape"),
        (tensor(strides: [1, 1]), "a tensor of its pickle has strides that do not go with its shape"),
        (
            tensor(shape: [1 << 20, 1 << 20], strides: [0, 0]),
            "a tensor of its pickle repeats 4 stored elements to make 1099511627776"
        ),
        (
            tensor(shape: [1 << 30, 1 << 30, 1 << 30], strides: [0, 0, 0]),
            "a tensor of its pickle claims more elements than 64 bits can count"
        ),
    ])
    func `a tensor is bounded by the bytes that are there`(tensor: [UInt8], fact: String) {
        let error = #expect(throws: CheckpointError.self) { try load(archive(pickle(tensor))) }
        #expect(error.map { "\($0)".contains(": \(fact). ") } == true, "\(error.map { "\($0)" } ?? "")")
    }

    @Test func `one storage is not read as two types`() {
        let code = Array(pickle(tensor()).dropLast(2)) + text("v") + tensor(type: "IntStorage") + Array("u.".utf8)
        let error = #expect(throws: CheckpointError.self) { try load(archive(code)) }
        #expect(error?.problem == .storage("0", "is read as two types of numbers"))
    }

    @Test func `an archive with anything odd is refused`() throws {
        let good = archive(pickle(tensor()))
        #expect(throws: CheckpointError.self) { try load(good + [0]) }
        for length in stride(from: 1, to: good.count, by: 5) {
            #expect(throws: (any Error).self) { try load(Array(good.prefix(length))) }
        }

        let twice = archive(pickle(tensor()), extra: [("archive/data.pkl", [])])
        let error = #expect(throws: CheckpointError.self) { try load(twice) }
        #expect(error?.problem == .zip("two entries are called 'archive/data.pkl'"))

        let swapped = #expect(throws: CheckpointError.self) {
            try load(archive(pickle(tensor()), extra: [("archive/byteorder", Array("big".utf8))]))
        }
        #expect(swapped?.problem == .byteOrder("big"))

        let none = #expect(throws: CheckpointError.self) { try load(zipArchive([("a/b", [1])])) }
        #expect(none?.problem == .notACheckpoint)
    }

    /// Bits of names, texts and checksums may be flipped without harm; none may end the process.
    @Test func `no flipped bit does harm`() throws {
        let folder = try TemporaryFolder()
        let good = archive(pickle(tensor()))
        // Every byte, and each time another bit of it.
        for position in stride(from: 0, to: good.count * 8, by: 7) {
            var damaged = good
            damaged[position / 8] ^= 1 << (position % 8)
            _ = try? loadWeightsFile(folder.file("x", damaged)).mapValues { try $0.tensor() }
        }
    }

    private func load(_ contents: [UInt8]) throws -> [String: StoredTensor] {
        let folder = try TemporaryFolder()
        return try loadWeightsFile(folder.file("x.pth", contents))
    }

    private func archive(_ pickle: [UInt8], extra: [(String, [UInt8])] = []) -> [UInt8] {
        zipArchive([("archive/data.pkl", pickle), ("archive/data/0", [UInt8](repeating: 0, count: 16))] + extra)
    }
}
