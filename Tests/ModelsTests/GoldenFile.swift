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
