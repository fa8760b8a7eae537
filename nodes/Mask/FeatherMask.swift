import Engine
import Tensors

/// Fades masks out towards their edges.
struct FeatherMask: Node {
    static let displayName = "Feather Mask"
    static let category = "image/mask"
    static let summary = "Fade masks out towards their edges."

    @Input("The masks.") var mask: Mask
    @Input("How far from the left edge, in pixels.", in: 0...16_384) var left = 0
    @Input("How far from the upper edge, in pixels.", in: 0...16_384) var top = 0
    @Input("How far from the right edge, in pixels.", in: 0...16_384) var right = 0
    @Input("How far from the lower edge, in pixels.", in: 0...16_384) var bottom = 0

    @Output var feathered: Mask

    func run(_ context: RunContext) {
        let size = mask.values.shape
        let columns = ramp(size[2], start: left, end: right)
        let rows = ramp(size[1], start: top, end: bottom)
        feathered = Mask(
            values: Tensor(shape: size) { result in
                let values = mask.values.values
                for index in 0..<values.count {
                    let (row, column) = (index / size[2] % size[1], index % size[2])
                    var value = values[index]
                    for factor in columns[column] + rows[row] { value *= factor }
                    result[index] = value
                }
            })
    }

    /// The factors along one side: a place near both ends has two.
    private func ramp(_ length: Int, start: Int, end: Int) -> [[Float]] {
        var factors = [[Float]](repeating: [], count: length)
        let (start, end) = (min(start, length), min(end, length))
        for step in 0..<start { factors[step].append(Float(Double(step + 1) / Double(start))) }
        for step in 0..<end { factors[length - 1 - step].append(Float(Double(step + 1) / Double(end))) }
        return factors
    }
}
