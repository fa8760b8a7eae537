import Diffusion
import Tensors

/// A picture as CLIP's vision half sees it, that a prompt brings along.
public struct SeenPicture: Sendable {
    /// [1, D]
    public let vector: Tensor
    public let strength: Double
    /// How much of it noise covers, 0...1.
    public let noise: Double

    // Kept among the entry's tensors and numbers, so that whatever copies or stores an entry carries it along.
    private static let name = "unclip_vectors"
    private static func numbers(_ index: Int) -> (strength: String, noise: String) {
        ("unclip_strength_\(index)", "unclip_noise_\(index)")
    }

    /// Those of an entry, in the order in which nodes attached them.
    public static func all(of entry: ConditioningEntry) -> [SeenPicture] {
        guard let vectors = entry.tensors[name] else { return [] }
        return (0..<vectors.shape[0]).map { index in
            let names = numbers(index)
            return SeenPicture(
                vector: vectors[rows: index..<index + 1], strength: entry.parameters[names.strength] ?? 1,
                noise: entry.parameters[names.noise] ?? 0)
        }
    }

    /// Adds pictures to an entry.
    ///
    /// - Shapes: `vectors` [N, D].
    public static func attach(_ vectors: Tensor, strength: Double, noise: Double, to entry: inout ConditioningEntry) {
        let known = entry.tensors[name]
        let first = known?.shape[0] ?? 0
        entry.tensors[name] = known.map { concatenate([$0, vectors], axis: 0) } ?? vectors
        for index in first..<first + vectors.shape[0] {
            entry.parameters[numbers(index).strength] = strength
            entry.parameters[numbers(index).noise] = noise
        }
    }
}
