import Synchronization
import Tensors

/// How much attention the places of a model's middle received, side by side of the guidance, in the latest call for each.
final class AttentionWatch: Sendable {
    private let received = Mutex<[Int: Tensor]>([:])

    /// - Shapes: `attention` [B, places], for prompts of these sides in turn.
    func keep(_ attention: Tensor, sides: [Int], imagesPerPrompt images: Int) {
        received.withLock { received in
            for (place, side) in sides.enumerated() {
                received[side] = attention[rows: place * images..<(place + 1) * images]
            }
        }
    }

    func attention(of side: Int) -> Tensor? {
        received.withLock { $0[side] }
    }
}
