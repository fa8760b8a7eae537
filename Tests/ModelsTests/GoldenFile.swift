import Formats
import Foundation
import Tensors
import TestSupport
import Testing

/// Recorded truths of one model, by block.
struct GoldenFile {
    let tensors: [String: Tensor]

    init(_ name: String) throws {
        tensors = try SafetensorsFile(path: Self.url("\(name).safetensors").path).tensors.mapValues { try $0.tensor() }
    }

    static func url(_ name: String) -> URL {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        return folder.appending(path: "Golden/Models/\(name)")
    }

    /// Tensors under the names of another layout, which a file pairs with their own, line by line.
    ///
    /// - Throws: if the file cannot be read, or names a tensor that is not there.
    static func renamed(_ tensors: [String: StoredTensor], by file: String) throws -> [String: StoredTensor] {
        var renamed: [String: StoredTensor] = [:]
        for line in try String(contentsOf: url(file), encoding: .utf8).split(separator: "\n") {
            let pair = line.split(separator: " ").map(String.init)
            let tensor: StoredTensor = try #require(tensors[pair[1]], "no tensor '\(pair[1])'")
            renamed[pair[0]] = tensor
        }
        return renamed
    }

    subscript(_ name: String) -> Tensor {
        get throws { try #require(tensors[name], "no golden '\(name)'") }
    }

    /// Expects `found` to agree with what was recorded as `name`.
    func check(_ name: String, _ found: Tensor, sourceLocation: SourceLocation = #_sourceLocation) {
        guard let truth = tensors[name] else {
            Issue.record("no golden '\(name)'", sourceLocation: sourceLocation)
            return
        }
        guard found.shape == truth.shape else {
            Issue.record("\(name): \(found.shape) against \(truth.shape)", sourceLocation: sourceLocation)
            return
        }
        let error = relativeError(found.array, truth.array)
        #expect(error <= 1e-4, "\(name)", sourceLocation: sourceLocation)
    }
}

/// Collects the names that a model reported.
final class Trace {
    private(set) var names: Set<String> = []
    private let golden: GoldenFile

    init(_ golden: GoldenFile) { self.golden = golden }

    func observe(_ name: String, _ tensor: Tensor) {
        names.insert(name)
        golden.check(name, tensor)
    }
}
