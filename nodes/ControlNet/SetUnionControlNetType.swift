import Engine
import Models

/// What a control network for several kinds of pictures is told about its picture, by ComfyUI's names.
enum UnionPicture: String, Choice {
    case auto
    case pose = "openpose"
    case depth
    case sketch = "hed/pidi/scribble/ted"
    case lines = "canny/lineart/anime_lineart/mlsd"
    case normals = "normal"
    case segments = "segment"
    case tiles = "tile"
    case repaint

    fileprivate var kinds: [ControlKind] {
        switch self {
        case .auto: []
        case .pose: [.pose]
        case .depth: [.depth]
        case .sketch: [.sketch]
        case .lines: [.lines]
        case .normals: [.normals]
        case .segments: [.segments]
        case .tiles: [.tiles]
        case .repaint: [.repaint]
        }
    }
}

/// Tells a control network for several kinds of pictures what its picture is.
struct SetUnionControlNetType: Node {
    static let displayName = "Set Union ControlNet Type"
    static let category = "model/conditioning/controlnet"
    static let summary = "Tell a union ControlNet what kind of picture steers."

    @Input("The network that steers.") var controlNet: ControlNetwork
    @Input("What its picture is.") var type: UnionPicture

    @Output var told: ControlNetwork

    func run(_ context: RunContext) {
        told = controlNet
        told.pictureKinds = type.kinds
    }
}
