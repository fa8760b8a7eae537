import Engine
import Tensors

/// Joins any number of batches of masks; all take the size of the first.
struct BatchMasksNode: Node {
    static let displayName = "Batch Masks"
    static let category = "image/mask"
    static let summary = "Join batches of masks; all are resized to the first."

    @Input("The masks.", growing: .numbered("mask", 1...50)) var masks: Growing<Mask>

    @Output var joined: Mask

    func run(_ context: RunContext) {
        let first = masks.values[0].values.shape
        joined = Mask(
            values: concatenate(
                masks.map { mask in
                    guard mask.values.shape[1...] != first[1...] else { return mask.values }
                    let planes = resized(
                        mask.values.reshaped(mask.values.shape + [1]), height: first[1], width: first[2],
                        method: .bilinear, crop: .center)
                    return planes.reshaped(Array(planes.shape.dropLast()))
                }, axis: 0))
    }
}
