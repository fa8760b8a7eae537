import Engine
import Tensors

/// Pictures one above the other, each with its place.
struct LayerStack: Port {
    static let portType = "LAYERS"

    /// In the order in which they were added.
    var layers: [Layer] = []
    /// The size of the picture that they make; nil if it is as large as they are.
    var canvas: Canvas?

    struct Canvas: Hashable {
        let width: Int
        let height: Int
    }

    /// A batch of pictures at one place.
    struct Layer {
        /// [N, H, W, 3 or 4].
        var pixels: Tensor
        /// Where they are transparent [N or 1, H, W].
        var mask: Tensor?
        var placement = LayerPlacement()
        /// Those with a larger number lie above.
        var depth = 0
    }

    var memoryCost: Int {
        layers.reduce(0) { $0 + 4 * ($1.pixels.count + ($1.mask?.count ?? 0)) }
    }
}

/// Where a layer lies and how it mixes with what lies below.
struct LayerPlacement: Hashable {
    var name = ""
    /// Of the corner before turning, in pixels.
    var x = 0.0
    var y = 0.0
    /// In pixels; nil for the picture's own.
    var width: Double?
    var height: Double?
    /// Clockwise about the middle, in radians.
    var rotation = 0.0
    var opacity = 1.0
    var blending = LayerBlending.normal
    var isVisible = true
    var isMirroredAcross = false
    var isMirroredDown = false
}
