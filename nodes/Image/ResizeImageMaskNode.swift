import Engine
import Tensors

/// How the new size of pictures or masks is told.
enum ResizePolicy: String, Choice {
    case dimensions = "scale dimensions"
    case multiplier = "scale by multiplier"
    case longer = "scale longer dimension"
    case shorter = "scale shorter dimension"
    case width = "scale width"
    case height = "scale height"
    case totalPixels = "scale total pixels"
    case match = "match size"
    case multiple = "scale to multiple"
}

/// Resizes pictures or masks, the new size told in one of many ways.
struct ResizeImageMaskNode: Node {
    static let displayName = "Resize Image/Mask"
    static let category = "image/transform"
    static let summary = "Resize pictures or masks to a size, by a factor, to another's size or to a multiple."

    @Input("The pictures or masks.", matching: MatchedType("input_type", allowed: "IMAGE,MASK")) var input: Anything
    @Input("How the new size is told.") var resizeType: ResizePolicy
    @Input(
        "New width, in pixels; 0 follows the height.", in: 0...16_384,
        when: .when("resize_type", is: "scale dimensions", "scale width"))
    var width = 512
    @Input(
        "New height, in pixels; 0 follows the width.", in: 0...16_384,
        when: .when("resize_type", is: "scale dimensions", "scale height"))
    var height = 512
    @Input("Factor on both sides.", in: 0.01...8, when: .when("resize_type", is: "scale by multiplier"))
    var multiplier = 1.0
    @Input(
        "Length of the longer side, in pixels.", in: 0...16_384,
        when: .when("resize_type", is: "scale longer dimension"))
    var longerSize = 512
    @Input(
        "Length of the shorter side, in pixels.", in: 0...16_384,
        when: .when("resize_type", is: "scale shorter dimension"))
    var shorterSize = 512
    @Input(
        "New size, in millions of pixels of 1024 × 1024.", in: 0.01...16,
        when: .when("resize_type", is: "scale total pixels"))
    var megapixels = 1.0
    @Input(
        "Pictures or masks of the new size.", matching: MatchedType("match", allowed: "IMAGE,MASK"),
        when: .when("resize_type", is: "match size"))
    var match: Anything?
    @Input(
        "Whether to cut to the new aspect ratio first.",
        when: .when("resize_type", is: "scale dimensions", "match size"))
    var crop = Cropping.center
    @Input(
        "What both sides become a multiple of, in pixels.", in: 1...16_384,
        when: .when("resize_type", is: "scale to multiple"))
    var multiple = 8
    @Input("How pixels are interpolated.") var scaleMethod = PictureResizing.area

    @Output("resized", matching: MatchedType("input_type", allowed: "IMAGE,MASK")) var resizedInput: Anything

    func run(_ context: RunContext) throws {
        switch input.value {
        case let image as Image: resizedInput = Anything(Image(pixels: try resizing(image.pixels)))
        case let mask as Mask:
            let planes = try resizing(mask.values.reshaped(mask.values.shape + [1]))
            resizedInput = Anything(Mask(values: planes.reshaped(Array(planes.shape.dropLast()))))
        default: throw PixelError.neitherPictureNorMask
        }
    }

    /// - Shapes: [N, H, W, C] → [N, height, width, C].
    private func resizing(_ pixels: Tensor) throws -> Tensor {
        let old = (height: pixels.shape[1], width: pixels.shape[2])
        if resizeType == .multiple { return cutToMultiple(pixels) }
        guard let new = try newSize(old) else { return pixels }
        let cuts = (resizeType == .dimensions || resizeType == .match) && crop == .center
        return resized(
            pixels, height: max(1, new.height), width: max(1, new.width), method: scaleMethod.method,
            crop: cuts ? .center : .disabled)
    }

    private func newSize(_ old: (height: Int, width: Int)) throws -> (height: Int, width: Int)? {
        func rounded(_ length: Double) -> Int { Int(length.rounded(.toNearestOrEven)) }
        let aspect = Double(old.width) / Double(old.height)
        /// The side of one length, and the other one after it.
        func sides(width: Int) -> (height: Int, width: Int) {
            (rounded(Double(old.height) / Double(old.width) * Double(width)), width)
        }
        func sides(height: Int) -> (height: Int, width: Int) { (height, rounded(aspect * Double(height))) }
        func scaled(by factor: Double) -> (height: Int, width: Int) {
            (rounded(Double(old.height) * factor), rounded(Double(old.width) * factor))
        }
        switch resizeType {
        case .dimensions: return given(old, width: width, height: height)
        case .width: return given(old, width: width, height: 0)
        case .height: return given(old, width: 0, height: height)
        case .multiplier: return scaled(by: multiplier)
        case .longer: return old.height > old.width ? sides(height: longerSize) : sides(width: longerSize)
        case .shorter: return old.height < old.width ? sides(height: shorterSize) : sides(width: shorterSize)
        case .totalPixels:
            let total = (megapixels * 1024 * 1024).rounded(.down)
            return scaled(by: (total / Double(old.width * old.height)).squareRoot())
        case .match:
            switch match?.value {
            case let image as Image: return (image.pixels.shape[1], image.pixels.shape[2])
            case let mask as Mask: return (mask.values.shape[1], mask.values.shape[2])
            default: throw PixelError.neitherPictureNorMask
            }
        case .multiple: return nil
        }
    }

    /// Where one side is 0, it follows the other; where both are, nothing changes.
    private func given(
        _ old: (height: Int, width: Int), width: Int, height: Int
    ) -> (height: Int, width: Int)? {
        func following(_ own: Int, _ other: Int, over length: Int) -> Int {
            max(1, Int((Double(own * other) / Double(length)).rounded(.toNearestOrEven)))
        }
        if width == 0, height == 0 { return nil }
        if height == 0 { return (following(old.height, width, over: old.width), width) }
        if width == 0 { return (height, following(old.width, height, over: old.height)) }
        return (height, width)
    }

    /// Shrunk as little as possible, then cut in the middle.
    private func cutToMultiple(_ pixels: Tensor) -> Tensor {
        let (oldHeight, oldWidth) = (pixels.shape[1], pixels.shape[2])
        let (height, width) = (oldHeight / multiple * multiple, oldWidth / multiple * multiple)
        guard multiple > 1, height > 0, width > 0, height != oldHeight || width != oldWidth else { return pixels }
        let (byWidth, byHeight) = (Double(width) / Double(oldWidth), Double(height) / Double(oldHeight))
        let scaled =
            byWidth >= byHeight
            ? (height: max(height, Int((Double(oldHeight) * byWidth).rounded(.up))), width: width)
            : (height: height, width: max(width, Int((Double(oldWidth) * byHeight).rounded(.up))))
        let shrunk = resized(pixels, height: scaled.height, width: scaled.width, method: scaleMethod.method)
        let (top, left) = ((scaled.height - height) / 2, (scaled.width - width) / 2)
        return shrunk.window(top..<top + height, left..<left + width, axes: (1, 2))
    }
}
