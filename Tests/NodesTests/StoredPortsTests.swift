import Cache
import Diffusion
import Tensors
import Testing

@testable import Nodes

/// Values that are kept on disk come back with all that they hold.
struct StoredPortsTests {
    @Test func `a latent comes back with its mask and its draws`() throws {
        let latent = Latent(
            samples: Tensor([1, .nan, -0.0, 4], shape: [1, 4, 1, 1]), noiseMask: Tensor([0.5], shape: [1, 1, 1]),
            batchIndex: [7, 3])
        let again = try #require(latent.stored.flatMap { Latent($0) })
        #expect(bits(again.samples) == bits(latent.samples) && again.samples.shape == [1, 4, 1, 1])
        #expect(again.noiseMask.map(bits) == latent.noiseMask.map(bits))
        #expect(again.batchIndex == [7, 3])

        let bare = try #require(Latent(samples: Tensor(zeros: [1, 4, 2, 2])).stored.flatMap { Latent($0) })
        #expect(bare.noiseMask == nil && bare.batchIndex == nil)
    }

    @Test func `pictures, masks, levels and noise come back`() throws {
        let pixels = Tensor([0, 0.5, 1.5], shape: [1, 1, 1, 3])
        #expect(Image(pixels: pixels).stored.flatMap { Image($0) }.map { bits($0.pixels) } == bits(pixels))
        let values = Tensor([0.25, 1], shape: [1, 2, 1])
        #expect(Mask(values: values).stored.flatMap { Mask($0) }.map { bits($0.values) } == bits(values))
        #expect(Sigmas(levels: [14.6, 0.1, 0]).stored.flatMap { Sigmas($0) }?.levels == [14.6, 0.1, 0])
        #expect(Sigmas(levels: []).stored.flatMap { Sigmas($0) }?.levels == [])
        let noise = try #require(Noise(seed: .max, isAdded: false).stored.flatMap { Noise($0) })
        #expect(noise.seed == .max && !noise.isAdded)
    }

    @Test func `a prompt comes back with everything that nodes attach to it`() throws {
        var full = ConditioningEntry(context: Tensor([1, 2], shape: [1, 1, 2]), pooled: Tensor([3], shape: [1, 1]))
        full.controlContext = Tensor([4, 5], shape: [1, 1, 2])
        full.label = Tensor([4], shape: [1, 1])
        full.concatenated = Tensor([5], shape: [1, 1, 1, 1])
        full.parameters = ["width": 512, "crop_h": -.infinity]
        full.tensors = ["concat_latent_image": Tensor([6], shape: [1, 1, 1, 1])]
        full.area = .cells(height: 1, width: 2, y: 3, x: 4)
        full.mask = Tensor([7], shape: [1, 1, 1])
        full.maskStrength = 0.1
        full.isCutToMask = true
        full.strength = 0.2
        full.start = 0.3
        full.end = 0.4
        full.isDefault = true
        full.controlsBothSides = true
        full.encodedFor = 0.25...0.75
        var other = ConditioningEntry(context: Tensor([8], shape: [1, 1, 1]))
        other.area = .parts(height: 0.1, width: 0.2, y: 0.3, x: 0.4)
        let prompts = Conditioning([full, other, ConditioningEntry(context: Tensor(zeros: [1, 1, 1]))])

        let again = try #require(prompts.stored.flatMap { Conditioning($0) })
        #expect(again.entries.count == 3)
        for (old, new) in zip(prompts.entries, again.entries) { #expect(described(old) == described(new)) }
        #expect(Conditioning().stored.flatMap { Conditioning($0) }?.entries.isEmpty == true)
    }

    /// Whoever adds a property must say how it is stored, or results would lose it without a word.
    @Test func `all properties of what is stored are known`() {
        #expect(
            labels(ConditioningEntry(context: Tensor(zeros: [1]))) == [
                "area", "concatenated", "context", "control", "controlContext", "controlsBothSides", "encodedFor",
                "end",
                "grounding", "hooks", "isCutToMask", "isDefault", "label", "mask", "maskStrength", "parameters",
                "pooled", "start",
                "strength",
                "tensors",
            ])
        #expect(labels(Conditioning()) == ["entries"])
        #expect(labels(Latent(samples: Tensor(zeros: [1]))) == ["batchIndex", "noiseMask", "samples"])
        #expect(labels(Image(pixels: Tensor(zeros: [1]))) == ["pixels"])
        #expect(labels(Mask(values: Tensor(zeros: [1]))) == ["values"])
        #expect(labels(Sigmas(levels: [])) == ["levels"])
        #expect(labels(Noise(seed: 0)) == ["isAdded", "seed"])
    }

    @Test func `a prompt that a network steers is not stored`() {
        final class Steering: Control {}
        var entry = ConditioningEntry(context: Tensor(zeros: [1]))
        entry.control = Steering()
        #expect(Conditioning([entry]).stored == nil)
        entry.control = nil
        entry.grounding = Steering()
        #expect(Conditioning([entry]).stored == nil)
    }

    private func labels(_ value: Any) -> [String] {
        Mirror(reflecting: value).children.compactMap(\.label).sorted()
    }

    private func bits(_ tensor: Tensor) -> [UInt32] { tensor.array.map(\.bitPattern) }

    /// All properties by name, tensors by shape and bits.
    private func described(_ entry: ConditioningEntry) -> [String] {
        Mirror(reflecting: entry).children.map { child in
            let label = child.label ?? ""
            if let tensor = child.value as? Tensor { return "\(label) \(tensor.shape) \(bits(tensor))" }
            if let tensors = child.value as? [String: Tensor] {
                return label
                    + tensors.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.shape) \(bits($0.value))" }
                    .joined()
            }
            if let numbers = child.value as? [String: Double] {
                return label + numbers.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined()
            }
            return "\(label) \(child.value)"
        }
    }
}
