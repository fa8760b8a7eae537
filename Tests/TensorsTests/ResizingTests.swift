import Foundation
import Kernels
import TestSupport
import Testing

@testable import Tensors

struct ResizingTests {
    /// One line of `Golden/Tensors/resampling.csv`.
    struct Golden: Sendable, CustomStringConvertible {
        let description: String
        let seed: UInt64
        let method: ResizeMethod
        let order: ChannelOrder
        let crop: ResizeCrop
        let shape: [Int]
        let newHeight: Int
        let newWidth: Int
        let fingerprint: UInt64

        init?(_ line: Substring) {
            let fields = line.split(separator: ",")
            guard fields.count == 11, let method = ResizeMethod(rawValue: String(fields[1])),
                let crop = ResizeCrop(rawValue: String(fields[3])), let seed = UInt64(fields[0]),
                let fingerprint = UInt64(fields[10])
            else { return nil }
            let numbers = fields[4..<10].compactMap { Int($0) }
            guard numbers.count == 6 else { return nil }
            description = String(line)
            self.seed = seed
            self.method = method
            order = fields[2] == "first" ? .first : .last
            self.crop = crop
            shape = Array(numbers[0..<4])
            (newHeight, newWidth) = (numbers[4], numbers[5])
            self.fingerprint = fingerprint
        }
    }

    private static let goldens: [Golden] = {
        let path = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "../Golden/Tensors/resampling.csv")
        guard let text = try? String(contentsOf: path, encoding: .utf8) else { return [] }
        return text.split(separator: "\n").compactMap(Golden.init)
    }()

    @Test func `every method has its recorded truths`() {
        let counts = Dictionary(grouping: Self.goldens, by: \.method).mapValues(\.count)
        for method in ResizeMethod.allCases where method != .bislerp {
            #expect(counts[method, default: 0] >= 60, "\(method)")
        }
    }

    @Test(arguments: [ResizeMethod.nearestExact, .bilinear, .area, .bicubic, .lanczos])
    func `gives the bits of torch and Pillow`(method: ResizeMethod) {
        for golden in Self.goldens where golden.method == method {
            let found = resized(
                input(golden), height: golden.newHeight, width: golden.newWidth, method: method, crop: golden.crop,
                order: golden.order)
            #expect(found.shape == [golden.shape[0], golden.newHeight, golden.newWidth, golden.shape[3]])
            #expect(fingerprint(found) == golden.fingerprint, "\(golden)")
        }
    }

    @Test(arguments: ResizeMethod.allCases)
    func `does not depend on the number of threads`(method: ResizeMethod) {
        let image = Tensor(noise(2 * 61 * 67 * 4), shape: [2, 61, 67, 4])
        let results = withThreadCounts { resized(image, height: 97, width: 211, method: method) }
        #expect(results.allSatisfy { fingerprint($0) == fingerprint(results[0]) })
    }

    @Test func `a latent is resized like the picture of its channels`() {
        let latent = Tensor(noise(2 * 4 * 9 * 7), shape: [2, 4, 9, 7])
        let found = resizedLatent(latent, height: 13, width: 5, method: .bicubic)
        let wanted = resized(channelsLast(latent), height: 13, width: 5, method: .bicubic)
        #expect(found.shape == [2, 4, 13, 5] && channelsLast(found).array == wanted.array)
    }

    @Test func `the crop keeps the middle`() {
        let image = Tensor(zeros: [1, 10, 20, 3])
        #expect(croppedToAspect(image, height: 5, width: 5).shape == [1, 10, 10, 3])
        #expect(croppedToAspect(image, height: 5, width: 20).shape == [1, 6, 20, 3])
        #expect(croppedToAspect(image, height: 1, width: 2).shape == [1, 10, 20, 3])
        // Half a pixel on either side rounds to the even number.
        #expect(croppedToAspect(Tensor(zeros: [1, 5, 10, 1]), height: 5, width: 5).shape == [1, 5, 6, 1])
        #expect(croppedToAspect(Tensor(zeros: [1, 5, 8, 1]), height: 5, width: 5).shape == [1, 5, 4, 1])
    }

    @Test func `nearest 2x makes four of every pixel`() {
        let image = Tensor([1, 2, 3, 4, 5, 6], shape: [1, 1, 3, 2])
        let found = upsampleNearest2x(image)
        #expect(found.shape == [1, 2, 6, 2])
        #expect(found.array == [1, 2, 1, 2, 3, 4, 3, 4, 5, 6, 5, 6, 1, 2, 1, 2, 3, 4, 3, 4, 5, 6, 5, 6])
    }

    private func input(_ golden: Golden) -> Tensor {
        let image = Tensor(noise(golden.shape.reduce(1, *), seed: golden.seed), shape: golden.shape)
        return golden.method == .lanczos ? (image * 0.5 + 0.5) * 1.25 - 0.125 : image
    }

    /// As `resampling.py` takes it.
    private func fingerprint(_ tensor: Tensor) -> UInt64 {
        var sum: UInt64 = 0
        var power: UInt64 = 1
        for value in tensor.array {
            sum &+= UInt64(value.bitPattern) &* power
            power &*= 0x100_0000_01B3
        }
        return sum
    }
}
