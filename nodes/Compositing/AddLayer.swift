import Engine

/// Puts pictures onto a stack of layers.
struct AddLayer: Node {
    static let displayName = "Add Layer"
    static let category = "image"
    static let summary = "Put pictures onto a stack of layers, each with its place, opacity and way of mixing."

    @Input("The pictures; each of a batch becomes a layer.") var image: Image
    @Input("The layers below; a new stack if there are none.") var layers: LayerStack?
    @Input("Where the layer is transparent.") var mask: Mask?
    @Input("The layer's name in editors.", optional: true) var name = ""
    @Input("Where its left edge lies, in pixels.", in: -16_384...16_384, optional: true) var x = 0
    @Input("Where its upper edge lies, in pixels.", in: -16_384...16_384, optional: true) var y = 0
    @Input("How opaque it is.", in: 0...1, optional: true) var opacity = 1.0
    @Input("How it mixes with the layers below; all but normal colour only what is there.", optional: true)
    var blendMode = LayerBlending.normal
    @Input("How far it is turned clockwise, in degrees.", in: -360...360, step: 1, optional: true) var rotation = 0.0
    @Input("Its width in pixels; 0 for the picture's own.", in: 0...16_384, optional: true) var width = 0
    @Input("Its height in pixels; 0 for the picture's own.", in: 0...16_384, optional: true) var height = 0
    @Input("Layers with a larger number lie above.", in: -1000...1000, optional: true) var zIndex = 0
    @Input("Whether left and right change places.", optional: true) var flipH = false
    @Input("Whether top and bottom change places.", optional: true) var flipV = false

    @Output var stack: LayerStack

    func run(_ context: RunContext) {
        stack = layers ?? LayerStack()
        let placement = LayerPlacement(
            name: name, x: Double(x), y: Double(y), width: width > 0 ? Double(width) : nil,
            height: height > 0 ? Double(height) : nil, rotation: rotation * .pi / 180, opacity: opacity,
            blending: blendMode, isMirroredAcross: flipH, isMirroredDown: flipV)
        stack.layers.append(.init(pixels: image.pixels, mask: mask?.values, placement: placement, depth: zIndex))
    }
}
