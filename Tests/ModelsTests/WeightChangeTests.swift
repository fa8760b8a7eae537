import Formats
import Foundation
import Tensors
import TestSupport
import Testing

@testable import Models

/// Truth: ComfyUI's own adapters, recorded by `Tests/Golden/Models/record_lora.py`.
struct WeightChangeTests {
    @Test func `the rarer kinds change weights as in ComfyUI`() throws {
        let file = try SafetensorsFile(path: GoldenFile.url("lora.safetensors").path).tensors
        let names = Set(file.keys.compactMap { $0.split(separator: "|").first }.map(String.init))
        #expect(names.count == 20)
        for name in names.sorted() {
            func recorded(_ part: String) throws -> StoredTensor { try #require(file["\(name)|\(part)"]) }
            var factors: [WeightChange.Factor: StoredTensor] = [:]
            for (key, tensor) in file where key.hasPrefix("\(name)|.") {
                let (target, factor) = try #require(WeightChange.Factor.split("x" + key.dropFirst(name.count + 1)))
                #expect(target == "x")
                factors[factor] = tensor
            }
            let change = try WeightChange(factors)
            let original = try recorded("original").tensor()
            #expect(change.fits(original.shape, "weight"))
            #expect(!change.fits([original.shape[0] + 1] + original.shape.dropFirst(), "weight"))
            let strength = Double(try recorded("strength").tensor().array[0])
            let found = try change.changed(original, "weight", strength: strength)
            let error = relativeError(found.array, try recorded("changed").tensor().array)
            #expect(error < 1e-6, "\(name): off by \(error)")
        }
    }
}
