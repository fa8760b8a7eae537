import Engine

/// A rectangle in numbers.
struct PrimitiveBoundingBox: Node {
    static let displayName = "Bounding Box"
    static let category = "utilities/primitive"
    static let summary = "Give a rectangle."

    @Input("Its left side, in pixels.", in: 0...16_384) var x = 0
    @Input("Its upper side, in pixels.", in: 0...16_384) var y = 0
    @Input("Its width, in pixels.", in: 1...16_384) var width = 512
    @Input("Its height, in pixels.", in: 1...16_384) var height = 512

    @Output var box: BoundingBoxes

    func run(_ context: RunContext) {
        box = .single(BoundingBox(x: Double(x), y: Double(y), width: Double(width), height: Double(height)))
    }
}
