import Engine
import Models
import Tensors

/// What is looked for.
enum DetectedClass: Choice {
    case all
    case named(String)

    static let allCases = [DetectedClass.all] + CommonObjects.names.map { .named($0) }

    var rawValue: String {
        switch self {
        case .all: "all"
        case .named(let name): name
        }
    }

    init?(rawValue: String) {
        guard let own = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
        self = own
    }
}

/// Finds things in pictures.
struct RTDETR_detect: Node {
    static let displayName = "Run Real-Time Detection (RT-DETR)"
    static let category = "image/detection"
    static let summary = "Find things in pictures, and give a rectangle around each."

    @Input("A detector, from UNETLoader.") var model: Model
    @Input("The pictures.") var image: Image
    @Input("How sure it must be.", in: -1e300...1e300) var threshold = 0.5
    @Input("What is looked for.") var className = DetectedClass.all
    @Input("How many rectangles each picture has at most, the surest first.", in: Int.min...Int.max)
    var maxDetections = 100

    @Output("bboxes") var boxes: BoundingBoxes

    func run(_ context: RunContext) throws {
        guard let detector = model.detector else { throw DetectionError.noDetector }
        let pixels = image.pixels
        guard pixels.shape[3] == 3 else { throw DetectionError.channels(pixels.shape[3], allowed: "3") }
        let (height, width) = (Float(pixels.shape[1]), Float(pixels.shape[2]))
        var frames: [[BoundingBox]] = []
        for index in 0..<pixels.shape[0] {
            try context.progress(index, of: pixels.shape[0])
            let seen = resized(
                pixels[rows: index..<index + 1], height: RTDETR.size, width: RTDETR.size, method: .bilinear)
            let found = try detector(seen).filter { detection in
                guard Double(detection.score) > threshold, detection.label < CommonObjects.names.count else {
                    return false
                }
                return className == .all || className.rawValue == CommonObjects.names[detection.label]
            }
            // As Python cuts a list: a negative number counts from its end.
            let count = maxDetections < 0 ? max(0, found.count + maxDetections) : maxDetections
            frames.append(
                found.prefix(count).map { detection in
                    let (left, top) = (detection.sides[0] * width, detection.sides[1] * height)
                    let (right, bottom) = (detection.sides[2] * width, detection.sides[3] * height)
                    return BoundingBox(
                        x: Double(left), y: Double(top), width: Double(right - left), height: Double(bottom - top),
                        label: CommonObjects.names[detection.label], score: Double(detection.score))
                })
        }
        boxes = .frames(frames)
    }
}
