import Foundation
import TestSupport
import Tensors
import Testing

struct ResizingBislerpTests {
    private static let goldens: [[Substring]] = {
        let path = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../Golden/Tensors/bislerp.csv")
        guard let text = try? String(contentsOf: path, encoding: .utf8) else { return [] }
        return text.split(separator: "\n").map { $0.split(separator: ",") }
    }()

    /// Sines, cosines and lengths are rounded differently by torch: 1e-6 of the whole.
    @Test func `agrees with ComfyUI`() throws {
        #expect(Self.goldens.count == 7)
        for (index, fields) in Self.goldens.enumerated() {
            let shape = fields[..<6].compactMap { Int($0) }
            let wanted = fields[6...].compactMap { Float($0) }
            let found = resizedLatent(
                input(Array(shape[..<4]), seed: UInt64(index + 1)), height: shape[4], width: shape[5], method: .bislerp)
            #expect(found.shape == [shape[0], shape[1], shape[4], shape[5]])
            #expect(relativeError(found.array, wanted) < 1e-6, "\(shape)")
        }
    }

    /// As `bislerp.py` makes it: noise with a vector of zeros, and two opposite ones.
    private func input(_ shape: [Int], seed: UInt64) -> Tensor {
        var latent = Tensor(noise(shape.reduce(1, *), seed: seed), shape: shape)
        let (channels, height, width) = (shape[1], shape[2], shape[3])
        latent.withMutableValues { values in
            for channel in 0..<channels {
                values[channel * height * width] = 0
                if width > 2 {
                    let row = (channel * height + height - 1) * width
                    values[row + 1] = -values[row + 2]
                }
            }
        }
        return latent
    }
}
