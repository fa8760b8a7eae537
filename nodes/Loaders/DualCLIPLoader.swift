import Engine
import Formats
import Models
import Text

/// The families that take two text encoders, in ComfyUI's order.
enum DualTextEncoderFamily: String, Choice {
    case sdxl, sd3, flux
    case hunyuanVideo = "hunyuan_video"
    case hidream
    case hunyuanImage = "hunyuan_image"
    case hunyuanVideo15 = "hunyuan_video_15"
    case kandinsky5
    case kandinsky5Image = "kandinsky5_image"
    case ltxv, newbie, ace
}

/// Opens two text encoders that work side by side.
struct DualCLIPLoader: Node {
    static let displayName = "Load CLIP (Dual)"
    static let category = "model/loaders"
    static let summary = "Load the two text encoders of Stable Diffusion XL."

    @Input("The one text encoder.", from: .models("text_encoders"), name: "clip_name1") var clipName1: FileName
    @Input("The other text encoder.", from: .models("text_encoders"), name: "clip_name2") var clipName2: FileName
    @Input("The family that they are made for.") var type: DualTextEncoderFamily
    @Input("Where they run; here that is one place.", optional: true) var device = ComputeDevice.usual

    @Output var clip: CLIP

    func run(_ context: RunContext) throws {
        guard type == .sdxl else { throw ModelPatchError.unsupported(option: type.rawValue, of: "type") }
        let files = try [clipName1, clipName2].map { (tensors: try loadWeightsFile($0.path), origin: $0.path) }
        clip = CLIP(
            encoder: .success(try TextEncoder(files: files, ClipTokenizer())),
            memoryCost: files.reduce(0) { $0 + byteCount(of: $1.tensors, below: "") })
    }
}
