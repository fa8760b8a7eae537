/// Why something could not be found in pictures, or drawn.
enum DetectionError: Error, Hashable {
    case noPlace(Double)
    case noHeatmapHead
    case noDetector
    case largeCanvas(width: Int, height: Int)
    case channels(Int, allowed: String)
    case noRectangle(found: String)
    case noBoxes(found: String)
    case noCanvas
}

extension DetectionError: CustomStringConvertible {
    var description: String {
        switch self {
        case .noPlace(let place): "bboxes: \(place) is no place in a picture. Use finite numbers."
        case .noHeatmapHead: "this model finds no poses. Load an SDPose checkpoint."
        case .noDetector: "this model finds no objects. Load an RT-DETR model with UNETLoader."
        case .channels(let count, let allowed):
            "image: \(count) channels are no colours. Give a picture of \(allowed)."
        case .noRectangle(let found):
            "crop_region: \(found) is no rectangle. Give one of whole numbers: {\"x\", \"y\", \"width\", \"height\"}."
        case .noBoxes(let found):
            "bboxes: \(found) holds no rectangles. Give {\"x\", \"y\", \"width\", \"height\"}, or elements with a \"bbox\"."
        case .noCanvas:
            "bboxes: elements are placed in thousandths of a canvas. Set canvas_width and canvas_height."
        case .largeCanvas(let width, let height):
            "keypoints: a canvas of \(width) × \(height) pixels cannot be drawn on. Use 1 to 16384 each way."
        }
    }
}
